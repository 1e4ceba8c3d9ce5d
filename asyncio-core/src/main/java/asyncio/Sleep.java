package asyncio;

import org.jspecify.annotations.Nullable;

/** Waits for a time. */
final class Sleep {

  private Sleep() {}

  static <T extends @Nullable Object> Coroutine<T> nanos(long nanos, T result) {
    return new Coroutine<>(() -> {
      Task<?> task = Asyncio.awaitingTask();
      if (nanos <= 0) {
        task.yieldNow();
        return result;
      }
      EventLoop loop = task.loop;
      Future<T> over = loop.createFuture();
      Handle timer =
          loop.callAtNanos(
              Nanos.later(loop.nanoTime(), nanos),
              () -> {
                if (!over.done()) {
                  over.complete(result);
                }
              });
      try {
        return task.await(over);
      } finally {
        timer.cancel();
      }
    });
  }
}

package asyncio;

import org.jspecify.annotations.Nullable;

/** What a sleeping task waits for; its timer completes it. */
final class Sleep<T extends @Nullable Object> extends Future<T> implements Runnable {

  private final T result;

  private Sleep(EventLoop loop, T result) {
    super(loop);
    this.result = result;
  }

  static <T extends @Nullable Object> Coroutine<T> nanos(long nanos, T result) {
    return new Coroutine<>(() -> {
      Task<?> task = Asyncio.awaitingTask();
      if (nanos <= 0) {
        task.yieldNow();
        return result;
      }
      EventLoop loop = task.loop;
      Sleep<T> over = new Sleep<>(loop, result);
      Handle timer = loop.callAtNanos(Nanos.later(loop.nanoTime(), nanos), over);
      try {
        return task.await(over);
      } finally {
        timer.cancel();
      }
    });
  }

  @Override
  public void run() {
    if (!done()) {
      complete(result);
    }
  }
}

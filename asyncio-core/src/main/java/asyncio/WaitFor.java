package asyncio;

import org.jspecify.annotations.Nullable;

/** Waits for an awaitable, for a limited time. */
final class WaitFor {

  private WaitFor() {}

  static <T extends @Nullable Object> Coroutine<T> nanos(Awaitable<T> awaitable, long nanos) {
    return new Coroutine<>(() -> nanos > 0 ? limited(awaitable, nanos) : atOnce(awaitable));
  }

  private static <T extends @Nullable Object> T limited(Awaitable<T> awaitable, long nanos) {
    EventLoop loop = RunningLoops.current();
    Timeout timeout = new Timeout(Nanos.later(loop.nanoTime(), nanos));
    return timeout.run(() -> Asyncio.await(awaitable));
  }

  /** There is no time at all: what is done is done, all else is cancelled. */
  private static <T extends @Nullable Object> T atOnce(Awaitable<T> awaitable) {
    Future<T> future = RunningLoops.current().ensureFuture(awaitable);
    if (future.done()) {
      return future.result();
    }
    Waits.cancelAndWait(future);
    try {
      return future.result();
    } catch (CancelledError e) {
      throw new TimeoutException("the time-out expired", e);
    }
  }
}

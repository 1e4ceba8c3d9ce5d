package asyncio;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps a future from being cancelled by who waits for it. */
final class Shield {

  /** One object, so that a future with many shields reports its failure once. */
  private static final Consumer<Future<?>> REPORT_FAILURE = Shield::reportFailure;

  private Shield() {}

  static <T extends @Nullable Object> Future<T> of(Awaitable<T> awaitable) {
    EventLoop loop = RunningLoops.current();
    Future<T> inner = loop.ensureFuture(awaitable);
    if (inner.done()) {
      return inner;
    }
    Future<T> outer = loop.createFuture();
    Consumer<Future<T>> pass = done -> pass(done, outer);
    inner.addInternalCallback(pass, outer);
    outer.addInternalCallback(done -> {
      if (!inner.done()) {
        inner.removeDoneCallback(pass);
        inner.removeDoneCallback(REPORT_FAILURE);
        inner.addInternalCallback(REPORT_FAILURE);
      }
    });
    return outer;
  }

  private static <T extends @Nullable Object> void pass(Future<T> inner, Future<T> outer) {
    if (outer.done()) {
      inner.markRetrieved();
    } else if (inner.cancelled()) {
      outer.cancel();
    } else {
      Throwable exception = inner.exception();
      if (exception != null) {
        outer.fail(exception);
      } else {
        outer.complete(inner.result());
      }
    }
  }

  /** The waiter has gone: a failure would be seen by nobody. */
  private static void reportFailure(Future<?> inner) {
    Throwable exception = inner.cancelled() ? null : inner.exception();
    if (exception != null) {
      inner.loop.callExceptionHandler(
          ExceptionContext.of(
                  exception.getClass().getSimpleName() + " exception in shielded future", exception)
              .with("future", inner));
    }
  }
}

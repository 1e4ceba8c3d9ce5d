package asyncio;

import org.jspecify.annotations.Nullable;

/**
 * The failure of a future that nobody has looked at yet. It is reported once: when the future is
 * found to be garbage, or when the loop closes.
 */
final class NeverRetrieved {

  /** Null once somebody has looked: what waits for the garbage must not keep the loop. */
  private volatile @Nullable EventLoop loop;

  private volatile @Nullable Throwable exception;
  private final String kind;
  private final String description;

  private NeverRetrieved(EventLoop loop, Throwable exception, String kind, String description) {
    this.loop = loop;
    this.exception = exception;
    this.kind = kind;
    this.description = description;
  }

  /** Watches a future that has just failed. It must not keep the future alive. */
  static NeverRetrieved watch(Future<?> future, Throwable exception) {
    NeverRetrieved watch =
        new NeverRetrieved(
            future.loop(), exception, future.getClass().getSimpleName(), future.toString());
    future.loop().neverRetrieved.add(watch);
    Garbage.whenUnreachable(future, watch::postReport);
    return watch;
  }

  private void postReport() {
    EventLoop loop = this.loop;
    if (loop != null) {
      loop.post(this::report);
    }
  }

  /** Somebody has looked. */
  void retrieved() {
    EventLoop loop = this.loop;
    if (loop != null) {
      loop.neverRetrieved.remove(this);
      this.loop = null;
      exception = null;
    }
  }

  /** On the loop's thread, or on the one that closes the loop. */
  void report() {
    EventLoop loop = this.loop;
    Throwable exception = this.exception;
    if (loop != null) {
      retrieved();
      loop.callExceptionHandler(
          ExceptionContext.of(kind + " exception was never retrieved", exception)
              .with("future", description));
    }
  }
}

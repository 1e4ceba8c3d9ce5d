package asyncio;

import java.util.List;
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
  private final @Nullable String taskName;
  private volatile @Nullable Context context;
  private final List<StackTraceElement> madeAt;

  private NeverRetrieved(Future<?> future, Throwable exception) {
    this.loop = future.loop();
    this.exception = exception;
    this.kind = future.getClass().getSimpleName();
    this.taskName = future instanceof Task<?> task ? task.name() : null;
    this.context = future instanceof Task<?> task ? task.context() : null;
    this.madeAt = future.loop().debug() ? future.madeAt() : List.of();
  }

  /** Watches a future that has just failed. It must not keep the future alive. */
  static NeverRetrieved watch(Future<?> future, Throwable exception) {
    NeverRetrieved watch = new NeverRetrieved(future, exception);
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
      context = null;
    }
  }

  /** On the loop's thread, or on the one that closes the loop. */
  void report() {
    EventLoop loop = this.loop;
    Throwable exception = this.exception;
    Context context = this.context;
    if (loop != null) {
      retrieved();
      ExceptionContext report =
          ExceptionContext.of(kind + " exception was never retrieved", exception)
              .with("future", text(exception));
      loop.callExceptionHandler(
          madeAt.isEmpty() ? report : report.with("source_traceback", madeAt), context);
    }
  }

  private String text(@Nullable Throwable exception) {
    return "<"
        + kind
        + (taskName == null ? "" : " name='" + taskName + "'")
        + " finished exception="
        + Future.text(exception)
        + ">";
  }
}

package asyncio;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A callback that the loop will run; mirrors {@code asyncio.Handle}. */
public sealed class Handle extends Ready permits TimerHandle {

  private final EventLoop loop;
  private final Context context;

  private @Nullable Runnable callback;
  // volatile: the handle of callSoonThreadsafe may be cancelled by any thread
  private volatile boolean cancelled;

  Handle(EventLoop loop, Runnable callback, Context context) {
    this.loop = loop;
    this.callback = Objects.requireNonNull(callback, "callback");
    this.context = context;
    if (loop.debug()) {
      loop.origins.note(this);
    }
  }

  /**
   * Keeps the callback from running, if it has not run yet, and lets go of it. May be called more
   * than once, and from any thread if the handle came from {@link EventLoop#callSoonThreadsafe}.
   */
  public void cancel() {
    cancelled = true;
    callback = null;
  }

  /**
   * Whether {@link #cancel} was called.
   *
   * @return true once it was
   */
  public final boolean cancelled() {
    return cancelled;
  }

  /**
   * The context that the callback runs in; mirrors {@code Handle.get_context}.
   *
   * @return the context given when the callback was scheduled, or the copy made then
   */
  public final Context context() {
    return context;
  }

  final EventLoop loop() {
    return loop;
  }

  @Override
  final void dispatch() {
    Runnable due = callback;
    if (cancelled || due == null) {
      return;
    }
    loop.context = context;
    try {
      due.run();
    } catch (KeyboardInterrupt e) {
      throw e;
    } catch (Throwable e) {
      loop.callExceptionHandler(
          ExceptionContext.of("Exception in callback " + Future.text(due), e).with("handle", this));
    }
  }

  @Override
  public String toString() {
    return "<"
        + getClass().getSimpleName()
        + (cancelled ? " cancelled" : " " + Future.text(callback))
        + ">";
  }
}

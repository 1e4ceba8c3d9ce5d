package asyncio;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A callback of a future, in wait until the future is done, then itself in the ready queue. */
final class DoneCallback<T extends @Nullable Object> extends Ready {

  private final Future<T> future;
  final Consumer<? super Future<T>> callback;
  private final Context context;

  /** On whose behalf it was set, if it is one of ours: who waits for the future by it. */
  final @Nullable Future<?> waiter;

  DoneCallback(
      Future<T> future,
      Consumer<? super Future<T>> callback,
      Context context,
      @Nullable Future<?> waiter) {
    this.future = future;
    this.callback = Objects.requireNonNull(callback, "callback");
    this.context = context;
    this.waiter = waiter;
  }

  @Override
  void dispatch() {
    EventLoop loop = future.loop();
    loop.context = context;
    try {
      callback.accept(future);
    } catch (KeyboardInterrupt e) {
      throw e;
    } catch (Throwable e) {
      loop.callExceptionHandler(
          ExceptionContext.of("Exception in done callback " + Future.text(callback), e)
              .with("future", future),
          context);
    }
  }
}

package asyncio;

import org.jspecify.annotations.Nullable;

/**
 * A body that will run when it is awaited; what calling an {@code async def} function gives in
 * Python. Made by {@link Asyncio#async(Body) async}.
 *
 * <p>Nothing runs until it is awaited or given to a task, and it can be so once. Awaiting it runs
 * the body on the awaiting coroutine's own stack: no task is made, and nothing else runs in between
 * unless the body itself waits.
 *
 * @param <T> what the body returns
 */
public final class Coroutine<T extends @Nullable Object> implements Awaitable<T> {

  private @Nullable Body<T> body;

  /** Tells its loop that it was awaited; null if it was made outside of a running one. */
  private @Nullable Runnable onAwait;

  /** The task that was made of it last, if one was. */
  @Nullable Task<T> task;

  Coroutine(Body<T> body) {
    this.body = body;
    EventLoop loop = RunningLoops.currentOrNull();
    onAwait = loop == null ? null : loop.neverAwaited.made(this);
  }

  /** A body that returns nothing, as one that returns null. */
  static Body<@Nullable Void> returning(VoidBody body) {
    return () -> {
      body.run();
      return null;
    };
  }

  /** Runs the body, on the calling fiber. */
  T run() throws Exception {
    return take().call();
  }

  /**
   * Drops the coroutine: its body will not run, and nobody is warned that it never did; mirrors
   * {@code coroutine.close()}. Without effect on one that was awaited.
   */
  public void close() {
    if (body != null) {
      take();
    }
  }

  /** Marks it as awaited and gives its body. */
  Body<T> take() {
    Body<T> once = body;
    if (once == null) {
      throw new IllegalStateException("cannot await a coroutine that was already awaited");
    }
    body = null;
    if (onAwait != null) {
      onAwait.run();
    }
    return once;
  }

  @Override
  public String toString() {
    return "<Coroutine " + (body == null ? "awaited" : body) + ">";
  }
}

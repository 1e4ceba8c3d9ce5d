package asyncio;

import org.jspecify.annotations.Nullable;

/** The one loop that something can be waited for on: the first on which anything did. */
final class LoopBinding {

  private @Nullable EventLoop loop;

  /** What the calling task will wait for. */
  Future<@Nullable Void> newWaiter(Object owner) {
    EventLoop current = RunningLoops.current();
    if (loop == null) {
      loop = current;
    } else if (loop != current) {
      throw new IllegalStateException(owner + " is bound to a different event loop");
    }
    return current.createFuture();
  }

  /** That the caller may wake who waits. */
  void checkThread() {
    if (loop != null) {
      loop.checkThread();
    }
  }
}

package asyncio;

import java.util.concurrent.locks.LockSupport;

/**
 * Parks the loop's thread while a coroutine keeps it waiting, and reports the coroutine if that
 * takes long; only in debug mode.
 */
final class BlockWatch {

  private final EventLoop loop;
  private final Task<?> task;
  private final Thread thread;
  private final long since = System.nanoTime();
  private boolean reported;

  BlockWatch(EventLoop loop, Task<?> task, Thread thread) {
    this.loop = loop;
    this.task = task;
    this.thread = thread;
  }

  void park() {
    if (reported) {
      LockSupport.park(this);
      return;
    }
    LockSupport.parkNanos(this, loop.slowCallbackNanos);
    boolean late = System.nanoTime() - since >= loop.slowCallbackNanos;
    if (late && thread.isAlive() && thread.getState() != Thread.State.RUNNABLE) {
      reported = true;
      report();
    }
  }

  private void report() {
    Throwable where = new Throwable("blocked here");
    where.setStackTrace(thread.getStackTrace());
    EventLoop.LOGGER.log(
        System.Logger.Level.WARNING,
        task + " blocks the event loop; toThread(…) runs what blocks beside it",
        where);
  }
}

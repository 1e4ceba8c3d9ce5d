package asyncio;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The driver of a loop without I/O: parks the loop's thread. */
final class ParkDriver implements IoDriver {

  private static final long START = System.nanoTime();

  // each side writes its own field before it reads the other's: a wake-up cannot fall in between
  private volatile @Nullable Thread waiting;
  private volatile boolean woken;

  @Override
  public void select(long timeoutNanos) {
    if (timeoutNanos <= 0) {
      return;
    }
    waiting = Thread.currentThread();
    if (!woken) {
      if (timeoutNanos == FOREVER) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, timeoutNanos);
      }
    }
    woken = false;
  }

  @Override
  public void wakeup() {
    woken = true;
    LockSupport.unpark(waiting);
  }

  @Override
  public boolean polls() {
    return false;
  }

  @Override
  public void close() {}

  @Override
  public long nanoTime() {
    return System.nanoTime() - START;
  }
}

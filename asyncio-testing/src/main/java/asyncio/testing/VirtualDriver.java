package asyncio.testing;

import asyncio.EventLoop;
import asyncio.IoDriver;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Moves the clock on where another driver would wait. */
final class VirtualDriver implements IoDriver {

  private @Nullable EventLoop loop;
  private volatile long now;
  private volatile boolean woken;
  private volatile @Nullable Thread waiting;

  void bind(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // only the loop's thread moves the clock
  public void select(long timeoutNanos) {
    if (timeoutNanos <= 0) {
      return;
    }
    if (loop != null && loop.hasOutsideWork()) {
      waitForWakeup();
    } else if (timeoutNanos == FOREVER) {
      throw new DeadlockException();
    } else {
      now += timeoutNanos;
    }
  }

  private void waitForWakeup() {
    waiting = Thread.currentThread();
    while (!woken && !Thread.currentThread().isInterrupted()) {
      LockSupport.park(this);
    }
    woken = false;
  }

  @Override
  public void wakeup() {
    woken = true;
    LockSupport.unpark(waiting);
  }

  @Override
  public void close() {}

  @Override
  public long nanoTime() {
    return now;
  }
}

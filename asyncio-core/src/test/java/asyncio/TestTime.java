package asyncio;

import static asyncio.Asyncio.async;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Virtual time for the core's own tests; users have {@code asyncio.testing.VirtualTime}. */
final class TestTime implements IoDriver {

  private final AtomicBoolean woken = new AtomicBoolean();
  private @Nullable EventLoop loop;
  private volatile long now;
  private volatile @Nullable Thread waiting;

  static EventLoop newLoop() {
    TestTime time = new TestTime();
    EventLoop loop = EventLoop.create(time);
    time.loop = loop;
    return loop;
  }

  /** Runs the body as {@code run} does. */
  static void run(VoidBody body) {
    try (Runner runner = new Runner(null, TestTime::newLoop)) {
      runner.run(async(body));
    }
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // only the loop's thread moves the clock
  public void select(long timeoutNanos) {
    if (timeoutNanos <= 0) {
      return;
    }
    if (loop != null && loop.hasOutsideWork()) {
      waiting = Thread.currentThread();
      while (!woken.compareAndSet(true, false)) {
        LockSupport.park(this);
      }
    } else if (timeoutNanos == FOREVER) {
      throw new AssertionError("the test waits for what can never come");
    } else {
      now += timeoutNanos;
    }
  }

  @Override
  public void wakeup() {
    woken.set(true);
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
    return now;
  }
}

package asyncio.testing;

import asyncio.EventLoop;
import asyncio.Future;
import asyncio.IoDriver;
import asyncio.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Moves the clock on where another driver would wait, and where nothing can end the wait, says so.
 */
/*
 * What a loop with nothing ready does, the first that applies:
 *
 *   another thread owes it a result       waits for it in real time; the clock stands still
 *   somebody waits in runUntilIdle        that one goes on
 *   a timer is set                        the clock jumps to it
 *   nothing of these                      a deadlock
 */
final class VirtualDriver implements IoDriver {

  private static final Map<EventLoop, VirtualDriver> DRIVERS = new ConcurrentHashMap<>();

  // immutable state
  private final @Nullable Schedule schedule;
  private final @Nullable ChosenThreads threads;
  private final @Nullable CancelPoint cancelPoint;

  // mutable state
  private @Nullable EventLoop loop;
  private final List<Future<@Nullable Void>> whenIdle = new ArrayList<>();
  private volatile long now;
  private volatile boolean woken;
  private volatile @Nullable Thread waiting;

  private VirtualDriver(@Nullable Schedule schedule, @Nullable CancelPoint cancelPoint) {
    this.schedule = schedule;
    this.threads = schedule == null ? null : new ChosenThreads(schedule);
    this.cancelPoint = cancelPoint;
  }

  /**
   * Makes a loop in virtual time.
   *
   * @param schedule decides what asyncio leaves open, or null for the usual order
   * @param cancelPoint cancels a task in one of the iterations, or null
   */
  static EventLoop newLoop(@Nullable Schedule schedule, @Nullable CancelPoint cancelPoint) {
    VirtualDriver driver = new VirtualDriver(schedule, cancelPoint);
    EventLoop loop = EventLoop.create(driver);
    driver.loop = loop;
    if (driver.threads != null) {
      loop.setDefaultExecutor(driver.threads);
    }
    DRIVERS.put(loop, driver);
    return loop;
  }

  /** The driver of a loop in virtual time that is not closed. Any thread. */
  static VirtualDriver of(EventLoop loop) {
    VirtualDriver driver = DRIVERS.get(loop);
    if (driver == null) {
      throw new IllegalStateException(
          loop.isClosed() ? "the event loop is closed" : "this event loop is not in virtual time");
    }
    return driver;
  }

  /** A future that is done when nothing is ready and no other thread owes the loop a result. */
  Future<@Nullable Void> whenIdle(EventLoop loop) {
    Future<@Nullable Void> future = loop.createFuture();
    whenIdle.add(future);
    return future;
  }

  @Override
  public boolean polls() {
    return threads != null || cancelPoint != null;
  }

  @Override
  public @Nullable Schedule schedule() {
    return schedule;
  }

  @Override
  public void select(long timeoutNanos) {
    boolean idle = timeoutNanos > 0;
    if (cancelPoint != null && cancelPoint.reached()) {
      idle = false;
    }
    if (threads != null && threads.runOne(idle)) {
      return;
    }
    if (idle) {
      waitOrMoveOn(timeoutNanos);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only the loop's thread moves the clock
  private void waitOrMoveOn(long timeoutNanos) {
    EventLoop mine = loop;
    if (mine == null) {
      throw new IllegalStateException("the loop runs before it is made");
    }
    if (mine.hasOutsideWork()) {
      waitForWakeup();
    } else if (woken) {
      woken = false; // a thread that we know nothing of has just handed something in
    } else if (wakeIdle()) {
      return;
    } else if (timeoutNanos == FOREVER) {
      if (cancelPoint != null) {
        cancelPoint.end();
      }
      throw new DeadlockException(mine);
    } else {
      now += timeoutNanos;
    }
  }

  private boolean wakeIdle() {
    boolean any = false;
    for (Future<@Nullable Void> future : whenIdle) {
      if (!future.done()) {
        future.setResult(null);
        any = true;
      }
    }
    whenIdle.clear();
    return any;
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
  public void close() {
    if (loop != null) {
      DRIVERS.remove(loop);
    }
  }

  @Override
  public long nanoTime() {
    return now;
  }
}

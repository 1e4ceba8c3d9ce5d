package asyncio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a running loop from a thread of its own, and reports a callback or step of a task that
 * takes too long, while it does; in debug mode it says as well how long it took in the end.
 */
/*
 * The loop counts: beat is odd while an item runs, and even between two. The thread looks four times
 * in each period of the limit. If it finds the same odd number for as long as the limit, the loop is
 * stuck: it writes the stack of the thread that runs on the loop's behalf. The next reports of the
 * same item come after twice, four times … the limit.
 *
 * What the thread reads of the loop it reads without synchronization. The worst that can come of it
 * is a report that names the task which ran a moment before.
 */
final class Watchdog implements Runnable {

  private static final VarHandle BEAT;

  static {
    try {
      BEAT = MethodHandles.lookup().findVarHandle(Watchdog.class, "beat", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final EventLoop loop;
  private final Thread thread;
  private volatile long limitNanos;
  private volatile boolean debug;
  private volatile boolean stopped;

  /** Odd at first: it is made by an item that runs, or just before the loop comes to rest. */
  private long beat = 1;

  private @Nullable Ready item;

  private Watchdog(EventLoop loop) {
    this.loop = loop;
    this.thread = Thread.ofPlatform().daemon().name("asyncio-watchdog").unstarted(this);
  }

  // ----- on the loop's thread

  static Watchdog start(EventLoop loop, long limitNanos, boolean debug) {
    Watchdog watchdog = new Watchdog(loop);
    watchdog.set(limitNanos, debug);
    watchdog.thread.start();
    return watchdog;
  }

  void set(long limitNanos, boolean debug) {
    this.limitNanos = limitNanos;
    this.debug = debug;
    LockSupport.unpark(thread);
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  /** The loop goes to wait. */
  void rest() {
    BEAT.setRelease(this, (beat + 1) & ~1);
  }

  void runItem(Ready next) {
    long number = (beat + 1) | 1;
    item = next;
    BEAT.setRelease(this, number);
    boolean timed = debug;
    long start = timed ? System.nanoTime() : 0;
    try {
      next.dispatch();
    } finally {
      BEAT.setRelease(this, number + 1);
      item = null;
      if (timed && System.nanoTime() - start >= limitNanos) {
        EventLoop.LOGGER.log(
            System.Logger.Level.WARNING,
            "Executing {0} took {1} seconds",
            next,
            Nanos.text(System.nanoTime() - start));
      }
    }
  }

  // ----- on its own

  @Override
  public void run() {
    long seen = 0;
    long since = System.nanoTime();
    long next = 0; // when to report, counted from since; 0 is at the limit
    while (!stopped) {
      LockSupport.parkNanos(this, Math.max(1, limitNanos / 4));
      long now = System.nanoTime();
      long number = (long) BEAT.getAcquire(this);
      if (number != seen || number % 2 == 0) {
        seen = number;
        since = now;
        next = 0;
      } else if (now - since >= Math.max(next, limitNanos) && !stopped) {
        tryToReport(number, now - since);
        next = (now - since) * 2;
      }
    }
  }

  private void tryToReport(long number, long nanos) {
    try {
      report(number, nanos);
    } catch (RuntimeException e) {
      // what a log handler throws must not end the watch
    }
  }

  private void report(long number, long nanos) {
    Task<?> task = loop.current;
    Ready callback = item;
    Thread stuck = loop.runner;
    if (stuck == null) {
      return;
    }
    StackTraceElement[] stack = stuck.getStackTrace();
    if ((long) BEAT.getAcquire(this) != number) {
      return; // it went on just now
    }
    Throwable where = new Throwable("stuck here");
    where.setStackTrace(stack);
    EventLoop.LOGGER.log(
        System.Logger.Level.WARNING,
        (task != null ? task : callback != null ? callback : "a callback")
            + " has been blocking the event loop for "
            + Nanos.text(nanos)
            + " seconds; toThread(…) runs what blocks or computes beside it",
        where);
  }
}

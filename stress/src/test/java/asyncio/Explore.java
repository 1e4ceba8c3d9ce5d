package asyncio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;

/**
 * Runs a scenario again and again, each time in another order of the steps of its threads, with the
 * model checker Lincheck: first those orders that switch threads once, then twice, and so on. A
 * scenario fails by an exception, or when all its threads wait. The orders are the same in each
 * run.
 */
/*
 * What a scenario must heed:
 *   - All of its state is reachable, by fields, from what it gives to share(). Lincheck switches
 *     threads only at accesses to objects that it knows to be shared, and on JDK 25 it follows
 *     neither a thread's Runnable nor what a lambda has captured.
 *   - Only callbacks, no coroutines: a fiber is a virtual thread, which Lincheck does not know.
 *     That is what Race is for.
 *   - No LockSupport.park: Lincheck lets it return without reason, so that it hides lost wake-ups.
 *   - Its assertions are made by the thread that runs it.
 */
final class Explore {

  private static final int INVOCATIONS = Integer.getInteger("stress.invocations", 80);

  @SuppressWarnings("unused") // Lincheck sees that it is written
  private static Object shared;

  private Explore() {}

  /** Tells Lincheck that other threads see the object. */
  static <T> T share(T state) {
    shared = state;
    return state;
  }

  /** The scenario fails in no order that was tried. */
  static void holds(Runnable scenario) {
    Lincheck.runConcurrentTest(INVOCATIONS, scenario);
  }

  /** The scenario fails in one of the orders, and the report says why. */
  static void isCaught(Runnable brokenTwin, String why) {
    Throwable caught = catchThrowable(() -> Lincheck.runConcurrentTest(INVOCATIONS, brokenTwin));
    assertThat(caught).isInstanceOf(LincheckAssertionError.class).hasMessageContaining(why);
  }

  /** What {@link #isCaught} is told when all threads wait for ever. */
  static final String HANGS = "Concurrent test has hung";

  static Thread start(Runnable body) {
    Thread thread = new Thread(body);
    thread.start();
    return thread;
  }

  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}

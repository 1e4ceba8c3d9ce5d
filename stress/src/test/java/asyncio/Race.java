package asyncio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Has two threads do something at the same time, many times over, on real threads and fibers. */
final class Race {

  /** One time: both sides are run together, then what they left is checked. */
  interface Round {
    void loopSide() throws Exception;

    void otherSide() throws Exception;

    /** Throws an {@link AssertionError} if it was not as it should be. */
    void check();

    /** Lets a side go that hangs. */
    default void release() {}
  }

  private static final long MILLIS = Long.getLong("stress.millis", 400);

  /** Far more than a round takes. */
  private static final long PATIENCE_MILLIS = 20_000;

  /** After how long a twin that is to hang is taken to do so. */
  private static final long TWINS_PATIENCE_MILLIS = 500;

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("race-", 0).factory());

  private Race() {}

  /** No round fails. */
  static void holds(Supplier<? extends Round> rounds) {
    assertThat(failure(rounds, MILLIS, PATIENCE_MILLIS)).isNull();
  }

  /** A round fails, and says why; most do, so that this is over soon. */
  static void isCaught(Supplier<? extends Round> twin, String why) {
    long patience = why.equals(HANGS) ? TWINS_PATIENCE_MILLIS : PATIENCE_MILLIS;
    assertThat(failure(twin, PATIENCE_MILLIS, patience)).contains(why);
  }

  /** What {@link #isCaught} is told of a side that does not end. */
  static final String HANGS = "hangs";

  /** In the middle of what a twin does wrong: time for the other side to come in between. */
  static void gap() {
    LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(1_000_000));
  }

  private static @Nullable String failure(
      Supplier<? extends Round> rounds, long millis, long patience) {
    long start = System.nanoTime();
    do {
      String failure = run(rounds.get(), patience);
      if (failure != null) {
        return failure;
      }
    } while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(millis));
    return null;
  }

  private static @Nullable String run(Round round, long patience) {
    AtomicInteger missing = new AtomicInteger(2);
    Future<?> loopSide = THREADS.submit(() -> side(missing, round::loopSide));
    Future<?> otherSide = THREADS.submit(() -> side(missing, round::otherSide));
    try {
      loopSide.get(patience, TimeUnit.MILLISECONDS);
      otherSide.get(patience, TimeUnit.MILLISECONDS);
      round.check();
      return null;
    } catch (TimeoutException e) {
      round.release();
      return HANGS;
    } catch (ExecutionException e) {
      return e.getCause().toString();
    } catch (AssertionError e) {
      return e.getMessage();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private interface Side {
    void run() throws Exception;
  }

  @SuppressWarnings("ThreadPriorityCheck") // a hint, for a machine with other things to do
  private static Object side(AtomicInteger missing, Side side) throws Exception {
    missing.decrementAndGet();
    while (missing.get() > 0) {
      Thread.yield();
    }
    for (int spins = ThreadLocalRandom.current().nextInt(1 << 9); spins > 0; spins--) {
      Thread.onSpinWait(); // now this side is earlier, now that one
    }
    side.run();
    return "done";
  }

  static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}

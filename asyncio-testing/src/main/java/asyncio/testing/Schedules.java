package asyncio.testing;

import asyncio.Asyncio;
import asyncio.AwaitableBody;
import asyncio.EventLoop;
import asyncio.VoidBody;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a body again and again, in virtual time, each time in another order of what asyncio leaves
 * open: timers that are due at the same instant, and functions on other threads, which may end in
 * any order and in any iteration. {@link #strict} adds the order in which tasks that are ready take
 * their steps; asyncio keeps that, but code is better off without depending on it.
 *
 * {@snippet :
 * Schedules.random(500).strict().run(() -> {
 *   var account = new Account(100);
 *   await(gather(() -> account.withdraw(80), () -> account.withdraw(80)));
 *   assertThat(account.balance()).isNotNegative();
 * });
 * }
 *
 * <p>A run fails if the body does, and also if it leaves a task, an event loop, or an exception
 * that nobody looked at. The failure names the run: {@code seed:17}, or for {@link #exhaustive} the
 * choices, {@code picks:0.2.1}. {@link #replay} or {@code -Dasyncio.testing.replay=seed:17} has
 * that one again, and no other, and in debug mode, which tells where things were made.
 *
 * <p>A function on another thread runs while the loop waits for it, for up to 50 ms: so a run is
 * the same each time. That needs the loop's default executor, as {@code toThread} uses it; stages
 * and threads of other kinds come when they come.
 *
 * <p>For any thread that runs no loop, an ordinary test method. A body that does not come to its
 * end runs for ever: give the test method a time-out.
 */
public final class Schedules {

  private final long runs;
  private final boolean exhaustive;
  private final boolean strict;
  private final @Nullable Replay replay;

  private Schedules(long runs, boolean exhaustive, boolean strict, @Nullable Replay replay) {
    this.runs = runs;
    this.exhaustive = exhaustive;
    this.strict = strict;
    this.replay = replay;
  }

  /**
   * Schedules chosen at random, with the seeds 1, 2, 3 … and so the same ones each time.
   *
   * @param runs how many
   * @return the schedules
   * @throws IllegalArgumentException if it is less than 1
   */
  public static Schedules random(int runs) {
    return new Schedules(atLeastOne(runs), false, false, Replay.asked());
  }

  /**
   * All schedules that there are, for small bodies: depth first over the choices.
   *
   * @param limit how many there may be
   * @return the schedules; {@link #run} throws {@link IllegalStateException} if there are more than
   *     the limit, or if the body is not the same in each run
   * @throws IllegalArgumentException if the limit is less than 1
   */
  public static Schedules exhaustive(int limit) {
    return new Schedules(atLeastOne(limit), true, false, Replay.asked());
  }

  /**
   * The one schedule that a failure has named.
   *
   * @param run what the failure says: {@code seed:17}, {@code picks:0.2.1}
   * @return that schedule
   * @throws IllegalArgumentException if it is no such text
   */
  public static Schedules replay(String run) {
    Replay replay = Replay.parse(run);
    if (!replay.hasSchedule()) {
      throw new IllegalArgumentException("'" + run + "' does not name a schedule");
    }
    return new Schedules(1, false, replay.strict(), replay);
  }

  private static int atLeastOne(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("at least one run is needed, not " + number);
    }
    return number;
  }

  /**
   * The same, and the tasks that are ready in one iteration take their steps in any order as well.
   *
   * @return stricter schedules
   */
  public Schedules strict() {
    return new Schedules(runs, exhaustive, true, replay);
  }

  /**
   * Runs the body under each schedule, on a loop of its own.
   *
   * @param body the body of the main task; what it shares with others it has to make itself
   * @return how many schedules there were
   * @throws AssertionError if a run failed, and the others were not run then; its cause is the
   *     failure
   * @throws IllegalStateException if a limit was too small, or a loop runs on this thread
   */
  public int run(VoidBody body) {
    return each(schedule -> {
      try {
        runOnce(schedule, null, isReplay(), body);
      } catch (Throwable e) {
        Replay run = schedule.replay();
        throw run.failure("failed with " + run, "Schedules.replay(\"" + run + "\")", "", e);
      }
    });
  }

  /**
   * As {@link #run(VoidBody)}, for a body that ends by awaiting what it returns.
   *
   * @param body the body of the main task
   * @return how many schedules there were
   */
  public int run(AwaitableBody<?> body) {
    VoidBody waiting = () -> Asyncio.await(body.call());
    return run(waiting);
  }

  /** Has each schedule run once, until one fails. */
  int each(Consumer<TestSchedule> runOne) {
    int done = 0;
    for (TestSchedule next = first(); next != null; next = following(next, ++done)) {
      runOne.accept(next);
    }
    return done;
  }

  boolean isReplay() {
    return replay != null && replay.hasSchedule();
  }

  private TestSchedule first() {
    if (replay != null && replay.seed() != null) {
      return new TestSchedule.Seeded(replay.seed(), strict || replay.strict());
    }
    if (replay != null && replay.picks() != null) {
      return new TestSchedule.Recorded(replay.picks(), strict || replay.strict());
    }
    return exhaustive
        ? new TestSchedule.Recorded(List.of(), strict)
        : new TestSchedule.Seeded(1, strict);
  }

  private @Nullable TestSchedule following(TestSchedule last, int done) {
    if (isReplay()) {
      return null;
    }
    return switch (last) {
      case TestSchedule.Seeded _ -> done < runs ? new TestSchedule.Seeded(done + 1L, strict) : null;
      case TestSchedule.Recorded recorded -> {
        TestSchedule next = recorded.next();
        if (next != null && done == runs) {
          throw new IllegalStateException(
              "there are more than "
                  + runs
                  + " schedules: make the body smaller, the limit larger,"
                  + " or take Schedules.random");
        }
        yield next;
      }
    };
  }

  /** Runs the body once, on a loop in virtual time, and looks for what it leaves behind. */
  static void runOnce(
      @Nullable TestSchedule schedule,
      @Nullable CancelPoint cancelPoint,
      boolean debug,
      VoidBody body) {
    Supplier<EventLoop> loopFactory = () -> VirtualDriver.newLoop(schedule, cancelPoint);
    TestLoop loop = new TestLoop(loopFactory, debug);
    Throwable failure = null;
    try {
      loop.run(() -> {
        try {
          body.run();
        } finally {
          if (schedule != null) {
            schedule.end();
          }
          if (cancelPoint != null) {
            cancelPoint.end();
          }
        }
      });
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      loop.close(_ -> true).report(failure);
    }
  }
}

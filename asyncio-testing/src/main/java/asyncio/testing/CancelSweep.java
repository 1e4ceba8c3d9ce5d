package asyncio.testing;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.waitAll;

import asyncio.AwaitableBody;
import asyncio.Body;
import asyncio.CancelledError;
import asyncio.Coroutine;
import asyncio.Outcome;
import asyncio.Task;
import asyncio.TaskOptions;
import asyncio.VoidBody;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a scenario again and again, in virtual time, and cancels one task in it, the victim, each
 * time at another moment: before its first step, then one iteration of the loop later, and so on
 * until it ends before it is cancelled. So it is cancelled at each of its awaits, and also where it
 * has been woken and has not gone on yet, which is where wake-ups get lost.
 *
 * {@snippet :
 * CancelSweep.run(sweep -> {
 *   var lock = new Lock();
 *   var other = createTask(() -> useBriefly(lock));
 *   sweep.victim(() -> useBriefly(lock));
 *   await(other);
 *   assertThat(lock.locked()).isFalse(); // however the victim ended
 * });
 * }
 *
 * <p>A run fails if the scenario does, and also if it leaves a task, an event loop, or an exception
 * that nobody looked at. The failure says in which iteration the victim was cancelled and where it
 * was, {@code cancel:3}; {@link #replay} or {@code -Dasyncio.testing.replay=cancel:3} has that run
 * again, and no other, and in debug mode, which tells where things were made.
 */
public final class CancelSweep {

  private static final int MOST_ITERATIONS = 1000;

  private final CancelPoint point;

  private CancelSweep(CancelPoint point) {
    this.point = point;
  }

  /** What is run again and again. */
  @FunctionalInterface
  public interface Scenario {

    /**
     * Makes all that it needs, calls {@link CancelSweep#victim} once, and checks at the end what
     * has to hold.
     *
     * @param sweep has the victim
     * @throws Exception whatever the scenario throws: the run has failed
     */
    void run(CancelSweep sweep) throws Exception;
  }

  /**
   * Runs the scenario until the victim ends before it is cancelled.
   *
   * @param scenario what to run, as a coroutine
   * @return at how many moments the victim was cancelled
   * @throws AssertionError if a run failed; its cause is the failure
   * @throws IllegalStateException if the scenario has no victim, or one that does not end by itself
   *     within 1000 iterations, or if a loop runs on this thread
   */
  public static int run(Scenario scenario) {
    return sweep(null, Replay.asked(), scenario);
  }

  /**
   * Runs the scenario under each schedule for each moment.
   *
   * @param schedules in which orders to run it
   * @param scenario what to run, as a coroutine
   * @return at how many moments the victim was cancelled
   * @throws AssertionError if a run failed; its cause is the failure
   * @throws IllegalStateException as {@link #run(Scenario)} and {@link Schedules#run(VoidBody)} do
   */
  public static int run(Schedules schedules, Scenario scenario) {
    return sweep(schedules, Replay.asked(), scenario);
  }

  /**
   * Has the one run that a failure has named.
   *
   * @param run what the failure says: {@code cancel:3}, {@code cancel:3+seed:17}
   * @param scenario the scenario that failed
   * @throws AssertionError if it fails again
   * @throws IllegalArgumentException if it is no such text
   */
  public static void replay(String run, Scenario scenario) {
    sweep(null, Replay.parse(run), scenario);
  }

  private static int sweep(@Nullable Schedules given, @Nullable Replay replay, Scenario scenario) {
    Schedules schedules =
        replay != null && replay.hasSchedule() ? Schedules.replay(replay.toString()) : given;
    if (replay != null && replay.cancelAt() > 0) {
      cancelledAt(replay.cancelAt(), schedules, true, scenario);
      return 1;
    }
    int moments = 0;
    while (cancelledAt(moments + 1, schedules, false, scenario)) {
      if (++moments == MOST_ITERATIONS) {
        throw new IllegalStateException(
            "the victim does not end by itself within " + MOST_ITERATIONS + " iterations");
      }
    }
    return moments;
  }

  /** False if the victim always ended before that iteration. */
  private static boolean cancelledAt(
      int iteration, @Nullable Schedules schedules, boolean debug, Scenario scenario) {
    if (schedules == null) {
      return runOnce(iteration, null, debug, scenario);
    }
    boolean[] struck = {false};
    schedules.each(schedule -> struck[0] |= runOnce(iteration, schedule, debug, scenario));
    return struck[0];
  }

  private static boolean runOnce(
      int iteration, @Nullable TestSchedule schedule, boolean debug, Scenario scenario) {
    CancelPoint point = new CancelPoint(iteration);
    try {
      Schedules.runOnce(schedule, point, debug, () -> scenario.run(new CancelSweep(point)));
    } catch (Throwable e) {
      throw failure(point, iteration, schedule, e);
    }
    if (!point.hasVictim()) {
      throw new IllegalStateException("the scenario has no victim: it does not call victim(…)");
    }
    return point.struck();
  }

  private static AssertionError failure(
      CancelPoint point, int iteration, @Nullable TestSchedule schedule, Throwable cause) {
    Replay run = (schedule == null ? Replay.NOTHING : schedule.replay()).withCancelAt(iteration);
    return run.failure(
        point.struck()
            ? "failed when the victim was cancelled in its iteration " + iteration
            : "failed although the victim was not cancelled",
        "CancelSweep.replay(\"" + run + "\", …)",
        point.struck() ? "\nthe victim was" + point.whereText() : "",
        cause);
  }

  /**
   * Runs the body as the task that is cancelled, and waits for its end. Called in the scenario,
   * once; itself no coroutine.
   *
   * @param <T> what the body returns
   * @param body what to run
   * @return its value, if it ended by itself or in spite of the cancellation, or the cancellation.
   *     Never a failure: what the body throws is thrown as it is, checked or not
   * @throws IllegalStateException if the scenario has a victim already
   */
  public <T extends @Nullable Object> Outcome<T> victim(Body<T> body) {
    return runVictim(async(body));
  }

  /**
   * As {@link #victim(Body)}, for a body that ends by awaiting what it returns.
   *
   * @param <T> what awaiting that gives
   * @param body what to run
   * @return its value, or the cancellation
   */
  public <T extends @Nullable Object> Outcome<T> victim(AwaitableBody<T> body) {
    return runVictim(async(body));
  }

  /**
   * As {@link #victim(Body)}, for a body that returns nothing.
   *
   * @param body what to run
   * @return null as its value, or the cancellation
   */
  public Outcome<@Nullable Void> victim(VoidBody body) {
    return runVictim(async(body));
  }

  private <T extends @Nullable Object> Outcome<T> runVictim(Coroutine<T> coroutine) {
    if (point.hasVictim()) {
      coroutine.close();
      throw new IllegalStateException("a scenario has one victim");
    }
    Task<T> task = createTask(coroutine, TaskOptions.named("victim"));
    point.aimAt(task);
    await(waitAll(List.of(task)));
    try {
      return new Outcome.Value<>(task.result());
    } catch (CancelledError e) {
      return new Outcome.Cancellation<>(e);
    }
  }
}

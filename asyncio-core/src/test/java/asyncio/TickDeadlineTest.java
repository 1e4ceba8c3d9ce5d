package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.timeout;
import static asyncio.Asyncio.waitAll;
import static asyncio.Asyncio.waitFor;
import static asyncio.Ticks.assertTrace;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which iteration a deadline comes that is moved, or that others come with. As in CPython. */
class TickDeadlineTest {

  @Test
  void aBlockWithoutAnyTimeRunsUntilItWaits() {
    assertTrace(
        t -> {
          try {
            timeout(
                0,
                () -> {
                  t.log("in the block");
                  await(sleep(10));
                });
          } catch (TimeoutException e) {
            t.log("time-out");
          }
          timeout(0, () -> t.log("a block that does not wait"));
          t.log("no time-out");
        },
        "+0: in the block",
        "+2: time-out",
        "+2: a block that does not wait",
        "+2: no time-out");
  }

  @Test
  void aDeadlineThatWasTakenAwayDoesNotCome() {
    assertTrace(
        t -> {
          Timeout limit = timeout(0.001);
          limit.run(() -> {
            limit.reschedule(null);
            await(sleep(0.003));
          });
          t.log("survived; expired", limit.expired());
        },
        "+2: survived; expired false");
  }

  @Test
  void aDeadlineThatWasMovedAwayComesThen() {
    assertTrace(
        t -> {
          Timeout limit = timeout(0.001);
          try {
            limit.run(() -> {
              limit.reschedule(0.005);
              t.loop().callLater(0.003, () -> t.log("between"));
              await(sleep(10));
            });
          } catch (TimeoutException e) {
            t.log("time-out");
          }
        },
        "+1: between",
        "+3: time-out");
  }

  @Test
  void aFailureInTheCleanUpComesInTheIterationOfTheTimeOut() {
    assertTrace(
        t -> {
          VoidBody failing =
              () -> {
                try {
                  await(sleep(10));
                } catch (CancelledError e) {
                  throw new IllegalStateException("in the clean-up");
                }
              };
          try {
            await(waitFor(failing, 0.005));
          } catch (IllegalStateException e) {
            t.log(e.getMessage(), "with", e.getSuppressed()[0].getClass().getSimpleName());
          }
        },
        "+2: in the clean-up with TimeoutException");
  }

  @Test
  void aCancellationRightAfterTheDeadlineIsNotLost() {
    assertTrace(
        t -> {
          Timeout limit = timeout(0.005);
          Task<Void> task =
              createTask(() -> {
                try {
                  limit.run(() -> {
                    Task<?> me = currentTask();
                    t.loop().callAt(0.005, () -> t.log("cancel", me.cancel(), limit.expired()));
                    await(sleep(10));
                  });
                } catch (CancelledError e) {
                  t.log("cancelled; cancelling", currentTask().cancelling());
                  throw e;
                }
              });
          await(waitAll(List.of(task)));
          t.log("cancelled", task.cancelled());
        },
        "+2: cancel true true",
        "+3: cancelled; cancelling 1",
        "+5: cancelled true");
  }

  // ----- time that passes while a coroutine runs

  /** A clock that also moves by hand. */
  private static final class Clock implements IoDriver {

    private long now;
    private int iteration;

    @Override
    public void select(long timeoutNanos) {
      iteration++;
      if (timeoutNanos > 0) {
        now += timeoutNanos;
      }
    }

    @Override
    public void wakeup() {}

    @Override
    public void close() {}

    @Override
    public long nanoTime() {
      return now;
    }
  }

  @Test
  void aCleanUpThatIsAheadOfTheDeadlineInItsIterationEndsInTime() {
    Clock clock = new Clock();
    List<String> seen = new ArrayList<>();
    VoidBody cleaningUp =
        () -> {
          try {
            await(sleep(10));
          } catch (CancelledError e) {
            clock.now += 10_000_000; // it works for longer than it may
            await(sleep(0));
            seen.add("cleaned up in " + clock.iteration);
            throw e;
          }
        };
    VoidBody main =
        () -> {
          Timeout limit = timeout(0.005);
          Task<Void> task = createTask(() -> limit.run(cleaningUp));
          await(sleep(0));
          task.cancel();
          await(waitAll(List.of(task)));
          seen.add("cancelled " + task.cancelled() + " in " + clock.iteration);
          seen.add("expired " + limit.expired() + ", cancelling " + task.cancelling());
        };
    try (Runner runner = new Runner(null, () -> EventLoop.create(clock))) {
      runner.run(async(main));
    }
    assertThat(seen)
        .containsExactly("cleaned up in 4", "cancelled true in 6", "expired false, cancelling 1");
  }

  @Test
  void timersOfOneTimeComeInOneIterationInTheOrderInWhichTheyWereSet() {
    assertTrace(
        t -> {
          double when = runningLoop().time() + 0.01;
          for (int i = 0; i < 8; i++) {
            int number = i;
            runningLoop().callAt(when, () -> t.log("timer", number));
          }
          await(sleep(0.03));
        },
        "+1: timer 0",
        "+1: timer 1",
        "+1: timer 2",
        "+1: timer 3",
        "+1: timer 4",
        "+1: timer 5",
        "+1: timer 6",
        "+1: timer 7");
  }
}

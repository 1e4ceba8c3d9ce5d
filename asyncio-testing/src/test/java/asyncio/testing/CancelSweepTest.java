package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import asyncio.CancelledError;
import asyncio.Future;
import asyncio.Outcome;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sweep itself: where it cancels, what it finds, and that a run can be had again. */
@Timeout(60)
final class CancelSweepTest {

  @Test
  void theVictimIsCancelledBeforeEachOfItsStepsAndInTheLastRunNotAtAll() {
    List<String> logs = new ArrayList<>();
    int moments =
        CancelSweep.run(sweep -> {
          StringBuilder log = new StringBuilder();
          Outcome<Void> outcome =
              sweep.victim(() -> {
                log.append("a");
                await(sleep(1));
                log.append("b");
                await(sleep(0));
                log.append("c");
              });
          logs.add(log + (outcome instanceof Outcome.Cancellation ? " cancelled" : " ended"));
        });
    assertThat(moments).isEqualTo(logs.size() - 1);
    assertThat(logs)
        .startsWith(" cancelled", "a cancelled")
        .contains("ab cancelled")
        .endsWith("abc ended")
        .containsOnlyOnce("abc ended");
  }

  @Test
  void theVictimIsAlsoCancelledWhereItHasBeenWokenAndHasNotGoneOn() {
    List<String> states = new ArrayList<>();
    CancelSweep.run(sweep -> {
      Future<Void> future = runningLoop().createFuture();
      runningLoop().callLater(1, () -> future.setResult(null));
      sweep.victim(() -> {
        try {
          await(future);
        } catch (CancelledError e) {
          states.add(future.cancelled() ? "waiting" : "woken");
          throw e;
        }
      });
    });
    assertThat(states).containsSubsequence("waiting", "woken");
  }

  @Test
  void theVictimsValueIsGivenAndWhatItThrowsIsThrown() {
    CancelSweep.run(sweep -> {
      Outcome<String> outcome = sweep.victim(() -> "value");
      assertThat(outcome)
          .satisfiesAnyOf(
              o -> assertThat(o).isEqualTo(new Outcome.Value<>("value")),
              o -> assertThat(o).isInstanceOf(Outcome.Cancellation.class));
    });
    AssertionError failure =
        catchThrowableOfType(
            AssertionError.class,
            () ->
                CancelSweep.run(sweep -> {
                  sweep.victim(() -> {
                    throw new IOException("disk");
                  });
                }));
    assertThat(failure)
        .hasMessageStartingWith(
            "failed although the victim was not cancelled; replay it with CancelSweep"
                + ".replay(\"cancel:2\", …) or -Dasyncio.testing.replay=cancel:2\n")
        .hasCauseInstanceOf(IOException.class);
  }

  /** Loses its wake-up when who was woken is cancelled before it runs. */
  private static final class BrokenLock {
    private final ArrayDeque<Future<Void>> waiters = new ArrayDeque<>();
    private boolean locked;

    void acquire() {
      if (locked) {
        Future<Void> waiter = runningLoop().createFuture();
        waiters.add(waiter);
        await(waiter);
      }
      locked = true;
    }

    void release() {
      locked = false;
      for (Future<Void> next; (next = waiters.poll()) != null; ) {
        if (!next.done()) {
          locked = true;
          next.setResult(null);
          return;
        }
      }
    }
  }

  private static void lockScenario(CancelSweep sweep) {
    BrokenLock lock = new BrokenLock();
    lock.acquire();
    runningLoop().callLater(1, lock::release);
    sweep.victim(() -> {
      lock.acquire();
      await(sleep(1));
      lock.release();
    });
    await(sleep(10));
    assertThat(lock.locked).as("locked").isFalse();
  }

  @Test
  void aWakeUpThatGetsLostIsFoundAndTheFailureSaysWhereTheVictimWas() {
    AssertionError failure =
        catchThrowableOfType(
            AssertionError.class, () -> CancelSweep.run(CancelSweepTest::lockScenario));
    assertThat(failure)
        .hasMessageMatching(
            "(?s)failed when the victim was cancelled in its iteration (\\d+); replay it with"
                + " CancelSweep.replay\\(\"cancel:\\1\", …\\) or"
                + " -Dasyncio.testing.replay=cancel:\\1\n"
                + "the victim was\n"
                + "  at [^\n"
                + "]*BrokenLock.acquire\\(CancelSweepTest.java:\\d+\\)\n"
                + "  at [^\n"
                + "]*CancelSweepTest.lambda\\$lockScenario[^\n"
                + "]*\n"
                + "org.opentest4j.AssertionFailedError: \\[locked\\].*");
  }

  @Test
  void aReplayHasTheOneRunThatFailed() {
    AssertionError failure =
        catchThrowableOfType(
            AssertionError.class, () -> CancelSweep.run(CancelSweepTest::lockScenario));
    String run = failure.getMessage().replaceAll("(?s).*replay\\(\"([^\"]+)\".*", "$1");
    List<String> ran = new ArrayList<>();
    assertThatThrownBy(() ->
            CancelSweep.replay(
                run,
                sweep -> {
                  ran.add("once");
                  lockScenario(sweep);
                }))
        .hasMessage(failure.getMessage());
    assertThat(ran).hasSize(1);
    CancelSweep.replay("cancel:1", CancelSweepTest::lockScenario);
  }

  @Test
  void aVictimThatWaitsForEverFailsWhereItIsNotCancelled() {
    AssertionError failure =
        catchThrowableOfType(
            AssertionError.class,
            () ->
                CancelSweep.run(sweep -> sweep.victim(() -> await(runningLoop().createFuture()))));
    assertThat(failure)
        .hasMessageMatching("(?s)failed although the victim was not cancelled; .*\"cancel:3\".*")
        .hasCauseInstanceOf(DeadlockException.class);
  }

  @Test
  void itCombinesWithSchedules() {
    Set<String> logs = new TreeSet<>();
    CancelSweep.run(
        Schedules.exhaustive(100).strict(),
        sweep -> {
          StringBuilder log = new StringBuilder();
          var other = createTask(() -> log.append("o"));
          Outcome<Void> outcome =
              sweep.victim(() -> {
                log.append("v");
              });
          await(other);
          logs.add(log + (outcome instanceof Outcome.Cancellation ? "!" : ""));
        });
    assertThat(logs).containsExactly("o!", "ov", "vo");
  }

  @Test
  void aFailureUnderAScheduleNamesBoth() {
    AssertionError failure =
        catchThrowableOfType(
            AssertionError.class,
            () ->
                CancelSweep.run(
                    Schedules.random(10).strict(),
                    sweep -> {
                      Outcome<Void> outcome = sweep.victim(() -> await(sleep(1)));
                      assertThat(outcome).isInstanceOf(Outcome.Value.class);
                    }));
    assertThat(failure)
        .hasMessageContaining("CancelSweep.replay(\"cancel:1+strict+seed:1\", …)")
        .hasMessageContaining("the victim was before its first step");
  }

  @Test
  void whatARunLeavesBehindFailsIt() {
    AssertionError failure =
        catchThrowableOfType(
            AssertionError.class,
            () ->
                CancelSweep.run(sweep ->
                    sweep.victim(() -> {
                      var child = createTask(sleep(5));
                      await(sleep(1)); // cancelled here, it forgets the child
                      await(child);
                    })));
    assertThat(failure)
        .hasMessageContaining("cancelled in its iteration 2;")
        .hasMessageContaining("a task that has not ended");
  }

  @Test
  void aScenarioHasOneVictim() {
    assertThatIllegalStateException()
        .isThrownBy(() -> CancelSweep.run(sweep -> await(sleep(1))))
        .withMessage("the scenario has no victim: it does not call victim(…)");
    assertThatThrownBy(() ->
            CancelSweep.run(sweep -> {
              sweep.victim(() -> {});
              sweep.victim(() -> {});
            }))
        .hasRootCauseMessage("a scenario has one victim");
  }

  @Test
  void aVictimThatNeverEndsByItselfIsAnError() {
    assertThatIllegalStateException()
        .isThrownBy(() ->
            CancelSweep.run(sweep ->
                sweep.victim(() -> {
                  while (true) {
                    await(sleep(1));
                  }
                })))
        .withMessage("the victim does not end by itself within 1000 iterations");
  }
}

package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A deadline that comes together with something else: a result, a cancellation, another deadline.
 * The traces are CPython's.
 *
 * <p>{@code timeout.reschedule(0.0)} puts the deadline into the ready queue, behind what is there.
 */
final class TimeoutRaceTest {

  @Test
  void aResultWhoseWakeUpIsAheadOfTheDeadlineWins() {
    Ticks.assertTrace(
        t -> {
          Future<Integer> future = runningLoop().createFuture();
          Timeout timeout = timeout(100);
          Task<Void> task =
              createTask(() -> {
                int result = timeout.run(() -> future);
                t.log("got", result, "expired", timeout.expired());
              });
          await(sleep(0));
          t.mark();
          future.setResult(1);
          timeout.reschedule(0.0);
          await(task);
        },
        "+1: got 1 expired false");
  }

  @Test
  void aDeadlineThatIsAheadOfTheWakeUpWinsAndTheFutureKeepsItsResult() {
    Ticks.assertTrace(
        t -> {
          Future<Integer> future = runningLoop().createFuture();
          Timeout timeout = timeout(100);
          Task<Void> task =
              createTask(() -> {
                try {
                  timeout.run(() -> future);
                } catch (TimeoutException e) {
                  t.log("time-out", future.result(), currentTask().cancelling());
                }
              });
          await(sleep(0));
          t.mark();
          timeout.reschedule(0.0);
          future.setResult(1);
          await(task);
        },
        "+1: time-out 1 0");
  }

  @Test
  void aResultThatComesAfterTheDeadlineFindsTheFutureCancelled() {
    Ticks.assertTrace(
        t -> {
          Future<Integer> future = runningLoop().createFuture();
          Timeout timeout = timeout(100);
          Task<Void> task =
              createTask(() -> {
                try {
                  timeout.run(() -> future);
                } catch (TimeoutException e) {
                  t.log("time-out");
                }
              });
          await(sleep(0));
          t.mark();
          timeout.reschedule(0.0);
          runningLoop()
              .callSoon(() ->
                  assertThatExceptionOfType(InvalidStateException.class)
                      .isThrownBy(() -> future.setResult(1)));
          await(task);
          t.log(future.cancelled());
        },
        "+2: time-out",
        "+3: true");
  }

  @Test
  void aCancellationJustAfterTheDeadlineIsNotLost() {
    Ticks.assertTrace(
        t -> {
          Timeout timeout = timeout(100);
          Task<Void> task = waitingForEver(t, timeout);
          await(sleep(0));
          t.mark();
          timeout.reschedule(0.0);
          runningLoop().callSoon(task::cancel);
          await(waitAll(List.of(task)));
          t.log(task.cancelled());
        },
        "+2: CancelledError cancelling 1 expired true",
        "+4: true");
  }

  @Test
  void aCancellationJustBeforeTheDeadlineIsNotLost() {
    Ticks.assertTrace(
        t -> {
          Timeout timeout = timeout(100);
          Task<Void> task = waitingForEver(t, timeout);
          await(sleep(0));
          t.mark();
          timeout.reschedule(0.0);
          task.cancel("from outside");
          await(waitAll(List.of(task)));
          t.log(task.cancelled());
        },
        "+1: CancelledError cancelling 1 expired true",
        "+3: true");
  }

  @Test
  void aCancellationWhoseCleanUpIsOverBeforeTheDeadlineStaysOne() {
    Ticks.assertTrace(
        t -> {
          Timeout timeout = timeout(5);
          Task<Void> task =
              createTask(() -> {
                try {
                  timeout.run(() -> cleanUpFor(t, 1));
                } catch (CancelledError e) {
                  t.log(e.getMessage(), "expired", timeout.expired());
                  throw e;
                }
              });
          await(sleep(1));
          task.cancel("from outside");
          t.mark();
          await(waitAll(List.of(task)));
          t.log(task.cancelled(), runningLoop().time());
        },
        "+1: clean-up",
        "+3: cleaned up",
        "+3: from outside expired false",
        "+5: true 2.0");
  }

  @Test
  void aDeadlineDuringTheCleanUpAfterACancellationEndsTheCleanUpButIsNoTimeout() {
    Ticks.assertTrace(
        t -> {
          Timeout timeout = timeout(5);
          Task<Void> task =
              createTask(() -> {
                try {
                  timeout.run(() -> cleanUpFor(t, 100));
                } catch (CancelledError e) {
                  t.log("cancelling", currentTask().cancelling(), timeout.expired());
                  throw e;
                }
              });
          await(sleep(1));
          task.cancel("from outside");
          t.mark();
          await(waitAll(List.of(task)));
          t.log(task.cancelled(), runningLoop().time());
        },
        "+1: clean-up",
        "+3: cancelling 1 true",
        "+5: true 5.0");
  }

  @Test
  void ofNestedTimeoutsThatExpireTogetherOnlyTheOuterThrows() {
    Ticks.assertTrace(
        t -> {
          Timeout outer = timeout(1);
          Timeout inner = timeout(1);
          try {
            outer.run(() -> {
              try {
                inner.run(() -> await(sleep(9)));
              } catch (CancelledError e) {
                t.log("inner", inner.expired(), "cancelling", currentTask().cancelling());
                throw e;
              }
            });
          } catch (TimeoutException e) {
            t.log("outer", outer.expired(), "cancelling", currentTask().cancelling());
          }
        },
        "+2: inner true cancelling 1",
        "+2: outer true cancelling 0");
  }

  @Test
  void aTimeoutWithinACancelledTaskExpiresAsUsual() {
    Ticks.assertTrace(
        t -> {
          currentTask().cancel();
          try {
            await(sleep(100));
          } catch (CancelledError cancelled) {
            try {
              timeout(0, () -> await(sleep(1)));
            } catch (TimeoutException e) {
              t.log("time-out, cancelling", currentTask().cancelling());
            }
          }
          currentTask().uncancel();
        },
        "+3: time-out, cancelling 1");
  }

  @Test
  void aCancellationWithinTheTimeoutOfACancelledTaskIsNoTimeout() {
    Ticks.assertTrace(
        t -> {
          currentTask().cancel();
          try {
            await(sleep(100));
          } catch (CancelledError cancelled) {
            Timeout timeout = timeout(1);
            try {
              timeout.run(() -> {
                currentTask().cancel();
                await(sleep(2));
              });
            } catch (CancelledError e) {
              t.log("cancelling", currentTask().cancelling(), timeout.expired());
            }
          }
          currentTask().uncancel();
          currentTask().uncancel();
        },
        "+2: cancelling 2 false");
  }

  @Test
  void aBlockThatCancelsItselfIsNoTimeout() {
    Ticks.assertTrace(
        t -> {
          Timeout timeout = timeout(1);
          try {
            timeout.run(() -> {
              throw new CancelledError("by itself");
            });
          } catch (CancelledError e) {
            t.log(e.getMessage(), timeout.expired());
          }
        },
        "+0: by itself false");
  }

  private static Task<Void> waitingForEver(Ticks t, Timeout timeout) {
    return createTask(() -> {
      try {
        timeout.run(() -> runningLoop().createFuture());
      } catch (CancelledError e) {
        t.log(
            "CancelledError cancelling", currentTask().cancelling(), "expired", timeout.expired());
        throw e;
      }
    });
  }

  private static void cleanUpFor(Ticks t, double seconds) {
    try {
      await(sleep(1000));
    } catch (CancelledError e) {
      t.log("clean-up");
      await(sleep(seconds));
      t.log("cleaned up");
      throw e;
    }
  }
}

package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for an awaitable for a limited time; {@link WaitForRaceTest} has the close calls. */
final class WaitForTest {

  @Test
  void aCoroutineRunsInTheTaskThatWaits() {
    Order order = new Order();
    TestTime.run(() -> {
      Task<?> caller = currentTask();
      int before = allTasks().size();
      runningLoop().callSoon(() -> order.finish(3));
      await(
          waitFor(
              () -> {
                assertThat(currentTask()).isSameAs(caller);
                assertThat(allTasks()).hasSize(before);
                order.expect(1);
              },
              1));
      order.expect(2);
      await(sleep(0));
    });
    order.assertFinished();
  }

  @Test
  void givesTheResultOfWhatIsInTime() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      runningLoop().callLater(1, () -> future.setResult("future"));
      assertThat(await(waitFor(future, 2))).isEqualTo("future");
      assertThat(await(waitFor(sleep(1, "coroutine"), 2))).isEqualTo("coroutine");
      assertThat(await(waitFor(createTask(sleep(1, "task")), Duration.ofSeconds(2))))
          .isEqualTo("task");
      assertThat(await(waitFor(() -> sleep(1, "awaited"), 2))).isEqualTo("awaited");
      assertThat(await(waitFor(() -> await(sleep(1, "body")), 2))).isEqualTo("body");
      assertThat(runningLoop().time()).isEqualTo(5);
    });
  }

  @Test
  void whatTakesTooLongIsCancelled() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> await(waitFor(future, 1)))
          .withMessage("the time-out expired");
      assertThat(future.cancelled()).isTrue();

      Task<String> task = createTask(sleep(100, "task"));
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> await(waitFor(task, Duration.ofSeconds(1))));
      assertThat(task.cancelled()).isTrue();
      assertThat(runningLoop().time()).isEqualTo(2);
      assertThat(currentTask().cancelling()).isZero();
    });
  }

  @Test
  void itsCauseShowsWhereItWaitedEvenInAnotherTask() {
    TestTime.run(() -> {
      Task<Void> task = createTask(() -> waitsForEver());
      Throwable thrown = catchThrowable(() -> await(waitFor(task, 1)));

      assertThat(thrown).isInstanceOf(TimeoutException.class);
      assertThat(thrown.getCause()).isInstanceOf(CancelledError.class);
      assertThat(thrown.getCause().getStackTrace())
          .anyMatch(frame -> frame.getMethodName().equals("waitsForEver"));
    });
  }

  private static void waitsForEver() {
    await(runningLoop().createFuture());
  }

  @Test
  void aTaskThatCleansUpIsWaitedFor() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            try {
              await(sleep(100));
            } finally {
              await(sleep(3));
            }
          });
      assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> await(waitFor(task, 1)));
      assertThat(task.done()).isTrue();
      assertThat(runningLoop().time()).isEqualTo(4);
    });
  }

  @Test
  void whatFailsInTimeFailsAsItIs() {
    TestTime.run(() -> {
      IOException checked = new IOException("disk");
      VoidBody failing =
          () -> {
            throw checked;
          };
      assertThatThrownBy(() -> await(waitFor(failing, 1))).isSameAs(checked);
      assertThatThrownBy(() -> await(waitFor(createTask(failing), 1))).isSameAs(checked);
      assertThat(checked.getSuppressed()).isEmpty();
    });
  }

  @Test
  void whatWasCancelledByItselfIsNoTimeout() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      runningLoop().callLater(1, () -> future.cancel("not needed"));
      assertThatExceptionOfType(CancelledError.class)
          .isThrownBy(() -> await(waitFor(future, 2)))
          .withMessage("not needed");
      assertThat(currentTask().cancelling()).isZero();
    });
  }

  @Test
  void withoutALimitItWaitsForEver() {
    TestTime.run(() -> {
      double century = 36525.0 * 24 * 60 * 60;
      assertThat(await(waitFor(sleep(century, "coroutine"), null))).isEqualTo("coroutine");
      assertThat(await(waitFor(() -> sleep(1, "lambda"), null))).isEqualTo("lambda");
      Task<String> endless = createTask(sleep(century, "task"));
      assertThat(await(waitFor(endless, Double.POSITIVE_INFINITY))).isEqualTo("task");
      assertThat(runningLoop().timers.first()).isNull();
    });
  }

  @Test
  void aTimeThatIsNoNumberIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> waitFor(sleep(1), Double.NaN));
  }

  @Test
  void theTimeCountsFromWhenItIsAwaited() {
    TestTime.run(() -> {
      Coroutine<String> limited = waitFor(sleep(2, "in time"), 3);
      await(sleep(10));
      assertThat(await(limited)).isEqualTo("in time");
    });
  }

  @Test
  void isACoroutineLikeAnyOtherAwaitedOnce() {
    TestTime.run(() -> {
      Coroutine<String> inner = sleep(1, "once");
      Coroutine<String> limited = waitFor(inner, 2);
      assertThat(await(limited)).isEqualTo("once");
      assertThatIllegalStateException()
          .isThrownBy(() -> await(limited))
          .withMessage("cannot await a coroutine that was already awaited");
      assertThatIllegalStateException().isThrownBy(() -> await(waitFor(inner, 2)));
    });
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NEGATIVE_INFINITY})
  void withoutAnyTimeWhatIsDoneGivesItsResult(double seconds) {
    TestTime.run(() -> {
      Future<String> done = runningLoop().createFuture();
      done.setResult("there");
      assertThat(await(waitFor(done, seconds))).isEqualTo("there");

      Future<String> failed = runningLoop().createFuture();
      IOException failure = new IOException("disk");
      failed.setException(failure);
      assertThatThrownBy(() -> await(waitFor(failed, seconds))).isSameAs(failure);
    });
  }

  @Test
  void withoutAnyTimeACoroutineIsNeverBegun() {
    TestTime.run(() -> {
      List<String> begun = new ArrayList<>();
      List<Duration> none = List.of(Duration.ZERO, Duration.ofSeconds(-1));
      for (Duration time : none) {
        assertThatExceptionOfType(TimeoutException.class)
            .isThrownBy(() -> await(waitFor(() -> begun.add("begun"), time)))
            .withCauseInstanceOf(CancelledError.class);
      }
      assertThat(begun).isEmpty();
      assertThat(allTasks()).containsExactly(currentTask());
    });
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1})
  void withoutAnyTimeWhatIsUnderWayIsCancelledAndWaitedFor(double seconds) {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            try {
              await(sleep(100));
            } finally {
              await(sleep(3));
            }
          });
      await(sleep(0));
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> await(waitFor(task, seconds)));
      assertThat(task.cancelled()).isTrue();
      assertThat(runningLoop().time()).isEqualTo(3);
    });
  }

  @Test
  void whatSwallowsTheCancellationGivesItsResult() {
    TestTime.run(() -> {
      assertThat(await(waitFor(() -> stubborn(), 1))).isEqualTo("stubborn");
      assertThat(await(waitFor(createTask(() -> stubborn()), 1))).isEqualTo("stubborn");
      Task<String> started = createTask(() -> stubborn());
      await(sleep(0));
      assertThat(await(waitFor(started, 0))).isEqualTo("stubborn");
      assertThat(currentTask().cancelling()).isZero();
    });
  }

  private static String stubborn() {
    try {
      await(sleep(100));
      return "slept";
    } catch (CancelledError e) {
      await(sleep(1));
      return "stubborn";
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void whatFailsInItsCleanUpFailsWithThat(double seconds) {
    TestTime.run(() -> {
      IOException failure = new IOException("while cleaning up");
      Task<Void> task =
          createTask(() -> {
            try {
              await(sleep(100));
            } catch (CancelledError e) {
              throw failure;
            }
          });
      await(sleep(0));
      assertThatThrownBy(() -> await(waitFor(task, seconds))).isSameAs(failure);
      assertThat(currentTask().cancelling()).isZero();
    });
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void whatIsShieldedRunsOn(double seconds) {
    TestTime.run(() -> {
      Task<String> task = createTask(sleep(5, "ran on"));
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> await(waitFor(shield(task), seconds)));
      assertThat(task.done()).isFalse();
      assertThat(await(task)).isEqualTo("ran on");
    });
  }
}

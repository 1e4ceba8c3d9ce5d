package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code waitFor} of what refuses to be cancelled, and who waits being cancelled itself. */
final class WaitForCancelTest {

  private final List<String> log = new ArrayList<>();

  /** Goes on sleeping until its time has come, whoever cancels it. */
  private void sleepWhateverComes(double until) {
    while (runningLoop().time() < until) {
      try {
        await(sleep(until - runningLoop().time()));
      } catch (CancelledError e) {
        log.add("refused at " + runningLoop().time());
      }
    }
    log.add("ended at " + runningLoop().time());
  }

  @Test
  void whoIsCancelledWaitsForABodyThatRefuses() {
    TestTime.run(() -> {
      Task<Void> waiting = createTask(waitFor(() -> sleepWhateverComes(4), 8));
      await(sleep(1));
      waiting.cancel();
      await(waitAll(List.of(waiting)));
      log.add("waited until " + runningLoop().time());
    });
    assertThat(log).containsExactly("refused at 1.0", "ended at 4.0", "waited until 4.0");
  }

  @Test
  void aTimeoutWaitsForABodyThatRefuses() {
    TestTime.run(() -> {
      await(waitFor(() -> sleepWhateverComes(4), 2));
      log.add("waited until " + runningLoop().time());
      assertThat(currentTask().cancelling()).isZero();
    });
    assertThat(log).containsExactly("refused at 2.0", "ended at 4.0", "waited until 4.0");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(doubles = 60)
  void whoIsCancelledCancelsTheTaskWithALimitOrWithoutOne(Double seconds) {
    TestTime.run(() -> {
      Task<Void> task = createTask(() -> runningLoop().createFuture());
      Coroutine<Void> limited = seconds == null ? waitFor(task, null) : waitFor(task, seconds);
      Task<Void> waiting = createTask(limited);
      runningLoop().callSoon(waiting::cancel);

      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(waiting));
      assertThat(task.cancelled()).isTrue();
      assertThat(runningLoop().time()).isZero();
    });
  }

  @Test
  void whoIsCancelledInTheIterationInWhichItsTaskEndedDoesNotGoOn() {
    TestTime.run(() -> {
      Task<String> inner = createTask(() -> "done");
      Task<Void> waiting =
          createTask(() -> {
            await(waitFor(inner, 100));
            await(sleep(1));
            log.add("not reached");
          });
      await(sleep(0));
      waiting.cancel();

      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(waiting));
      assertThat(await(inner)).isEqualTo("done");
    });
    assertThat(log).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void whenTheCleanUpOfATaskIsOverTheTimeoutIsThrownWithItsCancellationAsCause(double seconds) {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            try {
              await(sleep(10));
            } catch (CancelledError e) {
              await(sleep(1));
              log.add("cleaned up");
              throw e;
            }
          });
      await(sleep(0));

      Throwable thrown = catchThrowable(() -> await(waitFor(task, seconds)));

      assertThat(thrown)
          .isInstanceOf(TimeoutException.class)
          .hasCauseInstanceOf(CancelledError.class);
      assertThat(log).containsExactly("cleaned up");
    });
  }

  // ----- shields

  @Test
  void withoutAnyTimeTheShieldIsCancelledAndNotTheTask() {
    TestTime.run(() -> {
      Task<String> task = createTask(sleep(1, "done"));
      Future<String> shield = shield(task);

      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> await(waitFor(shield, Duration.ZERO)));

      assertThat(shield.cancelled()).isTrue();
      assertThat(task.done()).isFalse();
      assertThat(await(task)).isEqualTo("done");
    });
  }

  @Test
  void withoutALimitWhatIsShieldedIsWaitedFor() {
    TestTime.run(() -> {
      Task<String> task = createTask(sleep(1, "done"));
      assertThat(await(waitFor(shield(task), null))).isEqualTo("done");
      assertThat(task.done()).isTrue();
    });
  }
}

package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a time-out says of itself afterwards, and time-outs of a loop that was busy too long. */
final class TimeoutStateTest {

  // ----- how it ended, and when

  @Test
  void onceItHasExpiredItStillKnowsItsDeadline() {
    TestTime.run(() -> {
      Timeout timeout = timeoutAt(2.5);
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> timeout.run(() -> await(sleep(10))));
      assertThat(timeout.expired()).isTrue();
      assertThat(timeout.when()).isEqualTo(2.5);
    });
  }

  @Test
  void ofABlockThatWasInTimeItHasNotExpired() {
    TestTime.run(() -> {
      Timeout timeout = timeout(10);
      timeout.run(() -> await(sleep(1)));
      assertThat(timeout.expired()).isFalse();
      assertThat(timeout.when()).isEqualTo(10);
      await(sleep(20));
      assertThat(timeout.expired()).isFalse();
    });
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -11})
  void withoutAnyTimeItsDeadlineIsNowOrInThePast(double seconds) {
    TestTime.run(() -> {
      await(sleep(20));
      for (double wait : new double[] {0, 10}) {
        Timeout timeout = timeout(seconds);
        assertThatExceptionOfType(TimeoutException.class)
            .isThrownBy(() -> timeout.run(() -> await(sleep(wait))));
        assertThat(timeout.expired()).isTrue();
        assertThat(timeout.when()).isEqualTo(20 + seconds);
      }
      assertThat(runningLoop().time()).isEqualTo(20);
    });
  }

  @Test
  void ofABlockThatFailedInTimeItHasNotExpired() {
    TestTime.run(() -> {
      Timeout timeout = timeout(1);
      assertThatThrownBy(() ->
              timeout.run(() -> {
                throw new IOException("disk");
              }))
          .isInstanceOf(IOException.class);
      assertThat(timeout.expired()).isFalse();
    });
  }

  @Test
  void ofABlockThatWasCancelledInTimeItHasNotExpired() {
    TestTime.run(() -> {
      Timeout timeout = timeout(10);
      assertThatExceptionOfType(CancelledError.class)
          .isThrownBy(() ->
              timeout.run(() -> {
                currentTask().cancel();
                await(sleep(20));
              }));
      assertThat(timeout.expired()).isFalse();
      assertThat(currentTask().cancelling()).isEqualTo(1);
      assertThat(runningLoop().time()).isZero();
      currentTask().uncancel();
    });
  }

  @Test
  void whenItsLimitWasTakenAwayAndItsTaskCancelledItHasNotExpired() {
    TestTime.run(() -> {
      Timeout timeout = timeoutAt(10.0);
      Task<Void> task = createTask(() -> timeout.run(() -> await(sleep(50))));
      await(sleep(1));
      timeout.reschedule(30.0);
      assertThat(timeout.when()).isEqualTo(30);
      timeout.reschedule(null);
      assertThat(timeout.when()).isNull();

      task.cancel();
      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(task));
      assertThat(timeout.expired()).isFalse();
    });
  }

  @Test
  void aTaskThatHandlesItsTimeoutHasNotBeenCancelled() {
    TestTime.run(() -> {
      Task<String> task =
          createTask(() -> {
            try {
              timeout(1, () -> await(sleep(10)));
              return "slept";
            } catch (TimeoutException e) {
              return "handled";
            }
          });
      assertThat(await(task)).isEqualTo("handled");
      assertThat(task.cancelled()).isFalse();
      assertThat(task.cancelling()).isZero();
    });
  }

  @Test
  void withoutALimitItsTextSaysSo() {
    TestTime.run(() -> {
      Timeout timeout = timeout(null);
      timeout.run(() -> assertThat(timeout).hasToString("<Timeout [active] when=null>"));
      assertThat(timeout).hasToString("<Timeout [finished]>");
    });
  }

  // ----- a loop that is busy beyond a deadline

  /** A clock that a test may move on while the loop runs, as if that was busy. */
  private static final class BusyClock implements IoDriver {

    private long now;

    void beBusyFor(double seconds) {
      now += Nanos.of(seconds);
    }

    @Override
    public void select(long timeoutNanos) {
      assertThat(timeoutNanos).isNotEqualTo(FOREVER);
      now += Math.max(0, timeoutNanos);
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

  private final BusyClock clock = new BusyClock();
  private final List<String> log = new ArrayList<>();

  private void runOnBusyLoop(VoidBody body) {
    try (Runner runner = new Runner(null, () -> EventLoop.create(clock))) {
      runner.run(async(body));
    }
  }

  @Test
  void beyondTheDeadlineOfTheOuterOneTheOuterOneThrowsAsSoonAsItsBlockWaits() {
    runOnBusyLoop(() -> {
      Timeout outer = timeout(2);
      Timeout inner = timeout(100);
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() ->
              outer.run(() ->
                  inner.run(() -> {
                    clock.beBusyFor(10);
                    log.add("busy");
                    await(sleep(1));
                    log.add("not reached");
                  })));
      assertThat(outer.expired()).isTrue();
      assertThat(inner.expired()).isFalse();
      assertThat(runningLoop().time()).isEqualTo(10);
    });
    assertThat(log).containsExactly("busy");
  }

  @Test
  void beyondTheDeadlineOfTheInnerOneTheOuterOneStillEndsWhatComesAfterIt() {
    runOnBusyLoop(() -> {
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() ->
              timeout(
                  10,
                  () -> {
                    try {
                      timeout(
                          1,
                          () -> {
                            clock.beBusyFor(5);
                            await(sleep(100));
                          });
                    } catch (TimeoutException e) {
                      log.add("inner at " + runningLoop().time());
                    }
                    await(sleep(100));
                    log.add("not reached");
                  }));
      log.add("outer at " + runningLoop().time());
      assertThat(currentTask().cancelling()).isZero();
    });
    assertThat(log).containsExactly("inner at 5.0", "outer at 10.0");
  }

  @Test
  void beyondBothDeadlinesOnlyTheOuterOneThrows() {
    runOnBusyLoop(() -> {
      Timeout outer = timeout(10);
      Timeout inner = timeout(1);
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() ->
              outer.run(() -> {
                try {
                  inner.run(() -> {
                    clock.beBusyFor(20);
                    await(sleep(100));
                  });
                } catch (CancelledError e) {
                  log.add("cancelled at " + runningLoop().time());
                  throw e;
                }
              }));
      assertThat(List.of(outer.expired(), inner.expired())).containsExactly(true, true);
      assertThat(currentTask().cancelling()).isZero();
    });
    assertThat(log).containsExactly("cancelled at 20.0");
  }
}

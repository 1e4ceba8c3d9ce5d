package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The deadline of a time-out: what it is, how it is moved; and the misuse of time-outs. */
final class TimeoutDeadlineTest {

  @Test
  void noLimitMayBeGivenInManyWays() {
    TestTime.run(() -> {
      List<Timeout> unlimited =
          List.of(
              timeout(null),
              timeoutAt(null),
              timeout(Double.POSITIVE_INFINITY),
              timeout(ChronoUnit.FOREVER.getDuration()));
      for (Timeout timeout : unlimited) {
        assertThat(timeout.when()).isNull();
        timeout.run(() -> await(sleep(Duration.ofDays(1000))));
        assertThat(timeout.expired()).isFalse();
      }
    });
  }

  @Test
  void aTimeThatIsNoNumberIsRefused() {
    TestTime.run(() -> {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> timeout(Double.NaN))
          .withMessage("a time must be a number, not NaN");
      assertThatIllegalArgumentException().isThrownBy(() -> timeoutAt(Double.NaN));
    });
  }

  @Test
  void theTimeCountsFromWhenTheTimeoutIsMade() {
    TestTime.run(() -> {
      Timeout timeout = timeout(5);
      await(sleep(3));
      assertThat(timeout.when()).isEqualTo(5);

      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> timeout.run(() -> await(sleep(3))));
      assertThat(runningLoop().time()).isEqualTo(5);
    });
  }

  @Test
  void theDeadlineMayBeAMomentAndBeMadeOutsideOfALoop() {
    Timeout timeout = timeoutAt(3.5);
    assertThat(timeout.when()).isEqualTo(3.5);
    TestTime.run(() -> {
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> timeout.run(() -> await(sleep(10))));
      assertThat(runningLoop().time()).isEqualTo(3.5);

      // in the past by now
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> timeoutAt(1.0).run(() -> await(sleep(0))));
      assertThat(runningLoop().time()).isEqualTo(3.5);
    });
  }

  @Test
  void theDeadlineMayBeMovedFromInside() {
    TestTime.run(() -> {
      double start = runningLoop().time();
      timeout(
          1,
          timeout -> {
            assertThat(timeout.when()).isEqualTo(start + 1);
            timeout.reschedule(start + 5);
            assertThat(timeout.when()).isEqualTo(start + 5);
            await(sleep(4));
            timeout.reschedule(null);
            assertThat(timeout.when()).isNull();
            await(sleep(100));
            assertThat(timeout.expired()).isFalse();
          });
      assertThat(runningLoop().time()).isEqualTo(104);
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() ->
              timeout(
                  (Duration) null,
                  timeout -> {
                    timeout.reschedule(107.0);
                    await(sleep(100));
                  }));
      assertThat(runningLoop().time()).isEqualTo(107);
    });
  }

  @Test
  void theDeadlineMayBeMovedByAnother() {
    TestTime.run(() -> {
      Timeout timeout = timeout(100);
      runningLoop().callLater(2, () -> timeout.reschedule(3.0));
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> timeout.run(() -> await(sleep(50))));
      assertThat(runningLoop().time()).isEqualTo(3);
    });
  }

  @Test
  void aDeadlineMovedIntoThePastEndsTheBlockWhereItWaitsNext() {
    TestTime.run(() -> {
      await(sleep(2));
      Order order = new Order();
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() ->
              timeout(
                  1,
                  timeout -> {
                    timeout.reschedule(1.0);
                    order.expect(1);
                    assertThat(timeout.expired()).isFalse();
                    await(sleep(0));
                    order.expect(-1);
                  }));
      assertThat(runningLoop().time()).isEqualTo(2);
    });
  }

  @Test
  void isUsedOnce() {
    TestTime.run(() -> {
      Timeout timeout = timeout(10);
      timeout.run(() ->
          assertThatIllegalStateException()
              .isThrownBy(() -> timeout.run(() -> {}))
              .withMessage("the time-out has already been entered"));
      assertThatIllegalStateException()
          .isThrownBy(() -> timeout.run(() -> {}))
          .withMessage("the time-out has already been entered");
    });
  }

  @Test
  void isMovedOnlyWhileItsBlockRuns() {
    TestTime.run(() -> {
      Timeout timeout = timeout(10);
      assertThatIllegalStateException()
          .isThrownBy(() -> timeout.reschedule(20.0))
          .withMessage("the time-out has not been entered");
      timeout.run(() -> {});
      assertThatIllegalStateException()
          .isThrownBy(() -> timeout.reschedule(20.0))
          .withMessage("cannot change the deadline of a time-out that is finished");

      Timeout expiring = timeout(0);
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() ->
              expiring.run(() -> {
                try {
                  await(sleep(1));
                } finally {
                  assertThatIllegalStateException()
                      .isThrownBy(() -> expiring.reschedule(20.0))
                      .withMessage("cannot change the deadline of a time-out that is expiring");
                }
              }));
      assertThatIllegalStateException()
          .isThrownBy(() -> expiring.reschedule(20.0))
          .withMessage("cannot change the deadline of a time-out that is expired");
    });
  }

  @Test
  void isUsedInsideOfATask() {
    assertThatIllegalStateException()
        .isThrownBy(() -> timeout(1, () -> {}))
        .withMessageStartingWith("no running event loop");
    assertThatIllegalStateException()
        .isThrownBy(() -> timeoutAt(1.0).run(() -> {}))
        .withMessageStartingWith("no running event loop");

    List<String> messages = new ArrayList<>();
    TestTime.run(() -> {
      runningLoop()
          .callSoon(() -> {
            try {
              timeout(1).run(() -> {});
            } catch (IllegalStateException e) {
              messages.add(e.getMessage());
            }
          });
      await(sleep(0));
    });
    assertThat(messages).containsExactly("a time-out must be used inside a task");
  }

  @Test
  void itsTextShowsItsState() {
    TestTime.run(() -> {
      Timeout timeout = timeout(10);
      assertThat(timeout).hasToString("<Timeout [created]>");
      timeout.run(() -> assertThat(timeout).hasToString("<Timeout [active] when=10.0>"));
      assertThat(timeout).hasToString("<Timeout [finished]>");

      Timeout expired = timeout(0);
      assertThatThrownBy(() -> expired.run(() -> await(sleep(0))));
      assertThat(expired).hasToString("<Timeout [expired]>");
    });
  }
}

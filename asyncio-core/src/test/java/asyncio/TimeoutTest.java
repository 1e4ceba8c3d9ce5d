package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks with a limit of time, and what comes out of them. */
final class TimeoutTest {

  @Test
  void aBlockThatIsInTimeGivesItsResult() {
    TestTime.run(() -> {
      int body =
          timeout(
              2,
              () -> {
                await(sleep(1));
                return 1;
              });
      int awaitable = timeout(Duration.ofSeconds(2), () -> sleep(1, 2));
      timeout(2, () -> await(sleep(1)));
      int byObject = timeout(2).run(() -> sleep(1, 3));

      assertThat(List.of(body, awaitable, byObject)).containsExactly(1, 2, 3);
      assertThat(runningLoop().time()).isEqualTo(4);
    });
  }

  @Test
  void aBlockThatTakesTooLongIsCancelledWhereItWaits() {
    Order order = new Order();
    TestTime.run(() -> {
      Timeout timeout = timeout(1);
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() ->
              timeout.run(() -> {
                order.expect(1);
                try {
                  await(sleep(10));
                  order.expect(-1);
                } finally {
                  order.expect(2);
                }
              }))
          .withMessage("the time-out expired");
      order.finish(3);
      assertThat(runningLoop().time()).isEqualTo(1);
      assertThat(timeout.expired()).isTrue();
      assertThat(currentTask().cancelling()).isZero();
    });
    order.assertFinished();
  }

  @Test
  void itsCauseIsTheCancellationWhoseStackShowsWhatWasAwaited() {
    TestTime.run(() -> {
      TimeoutException thrown =
          (TimeoutException) catchThrowable(() -> timeout(1, () -> waitForWhatNeverComes()));

      assertThat(thrown.getCause()).isInstanceOf(CancelledError.class);
      assertThat(thrown.getCause().getStackTrace())
          .anyMatch(frame -> frame.getMethodName().equals("waitForWhatNeverComes"));
    });
  }

  private static void waitForWhatNeverComes() {
    await(runningLoop().createFuture());
  }

  @Test
  void whatTheBlockThrowsInTimeIsThrownAsItIs() {
    TestTime.run(() -> {
      IOException checked = new IOException("disk");
      assertThatThrownBy(() ->
              timeout(
                  1,
                  () -> {
                    throw checked;
                  }))
          .isSameAs(checked)
          .hasNoSuppressedExceptions();
    });
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NEGATIVE_INFINITY})
  void withoutAnyTimeABlockRunsUntilItWaits(double seconds) {
    Order order = new Order();
    TestTime.run(() -> {
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() ->
              timeout(
                  seconds,
                  () -> {
                    order.expect(1);
                    await(sleep(0));
                    order.expect(-1);
                  }));
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> timeout(seconds, () -> waitForWhatNeverComes()));
      timeout(seconds, () -> order.finish(2));
    });
    order.assertFinished();
  }

  @Test
  void ofNestedTimeoutsTheOneThatExpiresThrows() {
    TestTime.run(() -> {
      Timeout outer = timeout(10);
      Timeout inner = timeout(1);
      outer.run(() -> {
        assertThatExceptionOfType(TimeoutException.class)
            .isThrownBy(() -> inner.run(() -> await(sleep(50))));
        await(sleep(1));
      });
      assertThat(inner.expired()).isTrue();
      assertThat(outer.expired()).isFalse();

      Timeout shortOuter = timeout(1);
      Timeout longInner = timeout(10);
      List<String> seenInside = new ArrayList<>();
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() ->
              shortOuter.run(() -> {
                try {
                  longInner.run(() -> await(sleep(50)));
                } catch (CancelledError e) {
                  seenInside.add("cancelled");
                  throw e;
                }
              }));
      assertThat(seenInside).containsExactly("cancelled");
      assertThat(longInner.expired()).isFalse();
      assertThat(shortOuter.expired()).isTrue();
    });
  }

  @Test
  void leavesNoTimerBehind() {
    TestTime.run(() -> {
      timeout(1000, () -> await(sleep(1)));
      assertThatThrownBy(() -> timeout(1000, () -> List.of().getFirst()));
      assertThat(runningLoop().timers.first()).isNull();
    });
  }
}

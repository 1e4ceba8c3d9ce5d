package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a block makes of it when its time-out cancels it. */
final class TimeoutCleanUpTest {

  @Test
  void theTimeoutIsThrownWhenTheCleanUpIsOver() {
    TestTime.run(() -> {
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() ->
              timeout(
                  1,
                  () -> {
                    try {
                      await(sleep(100));
                    } finally {
                      await(sleep(2));
                    }
                  }));
      assertThat(runningLoop().time()).isEqualTo(3);
    });
  }

  @Test
  void aBlockThatSwallowsTheCancellationGivesItsResult() {
    TestTime.run(() -> {
      Timeout timeout = timeout(1);
      String result =
          timeout.run(() -> {
            try {
              await(sleep(100));
              return "slept";
            } catch (CancelledError e) {
              await(sleep(1));
              return "swallowed";
            }
          });

      assertThat(result).isEqualTo("swallowed");
      assertThat(timeout.expired()).isTrue();
      assertThat(currentTask().cancelling()).isZero();
      assertThat(runningLoop().time()).isEqualTo(2);
    });
  }

  @Test
  void anotherExceptionInTheCleanUpIsThrownWithTheTimeoutSuppressedInIt() {
    TestTime.run(() -> {
      Timeout timeout = timeout(1);
      IOException failure = new IOException("while cleaning up");
      assertThatThrownBy(() ->
              timeout.run(() -> {
                try {
                  await(sleep(100));
                } finally {
                  fail(failure);
                }
              }))
          .isSameAs(failure);

      assertThat(failure.getSuppressed())
          .singleElement()
          .isInstanceOf(TimeoutException.class)
          .extracting(Throwable::getMessage)
          .isEqualTo("the time-out expired during this");
      assertThat(timeout.expired()).isTrue();
      assertThat(currentTask().cancelling()).isZero();
    });
  }

  @Test
  void anExceptionOfABlockThatIsInTimeHasNothingSuppressedInIt() {
    TestTime.run(() -> {
      IOException failure = new IOException("in time");
      assertThatThrownBy(() -> timeout(1, () -> fail(failure))).isSameAs(failure);
      assertThat(failure.getSuppressed()).isEmpty();
    });
  }

  @Test
  void anOuterTimeoutIsNotSuppressedInWhatAnInnerOneThrew() {
    TestTime.run(() -> {
      IOException failure = new IOException("while cleaning up");
      assertThatThrownBy(() ->
              timeout(
                  50,
                  () ->
                      timeout(
                          1,
                          () -> {
                            try {
                              await(sleep(100));
                            } finally {
                              fail(failure);
                            }
                          })))
          .isSameAs(failure);
      assertThat(failure.getSuppressed()).hasSize(1);
    });
  }

  @Test
  void aTimeoutInTheCleanUpOfAnotherIsOneOfItsOwn() {
    List<String> log = new ArrayList<>();
    TestTime.run(() -> {
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() ->
              timeout(
                  1,
                  () -> {
                    try {
                      await(sleep(100));
                    } finally {
                      assertThatExceptionOfType(TimeoutException.class)
                          .isThrownBy(() -> timeout(1, () -> await(sleep(100))));
                      log.add("inner at " + runningLoop().time());
                    }
                  }));
      log.add("outer at " + runningLoop().time());
    });
    assertThat(log).containsExactly("inner at 2.0", "outer at 2.0");
  }

  @Test
  void aTaskMayGoOnAfterATimeoutAndHaveMoreOfThem() {
    TestTime.run(() -> {
      for (int i = 0; i < 3; i++) {
        assertThatExceptionOfType(TimeoutException.class)
            .isThrownBy(() -> timeout(1, () -> await(sleep(100))));
        await(sleep(1));
      }
      assertThat(runningLoop().time()).isEqualTo(6);
      assertThat(currentTask().cancelling()).isZero();
    });
  }

  @Test
  void theTaskThatABlockWaitsForIsCancelledAndWaitedFor() {
    List<String> log = new ArrayList<>();
    TestTime.run(() -> {
      Task<Void> inner =
          createTask(() -> {
            try {
              await(sleep(100));
            } finally {
              await(sleep(2));
              log.add("inner cleaned up");
            }
          });
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> timeout(1, () -> await(inner)));
      log.add("outer at " + runningLoop().time());
      assertThat(inner.cancelled()).isTrue();
    });
    assertThat(log).containsExactly("inner cleaned up", "outer at 3.0");
  }

  private static void fail(IOException failure) throws IOException {
    throw failure;
  }
}

package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A time-out around a shielded block has to wait for it; one inside of it has not. */
final class ShieldedTimeoutTest {

  private final List<String> log = new ArrayList<>();

  @Test
  void aTimeoutInsideEndsItsOwnBlock() {
    TestTime.run(() ->
        shielded(() -> {
          assertThatExceptionOfType(TimeoutException.class)
              .isThrownBy(() -> timeout(1, () -> sleep(10)));
          assertThat(runningLoop().time()).isEqualTo(1);
          assertThat(currentTask().cancelling()).isZero();
        }));
  }

  @Test
  void aTimeoutInsideEndsItsOwnBlockWhileACancellationIsHeldBack() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            shielded(() -> {
              assertThatExceptionOfType(TimeoutException.class)
                  .isThrownBy(() -> timeout(2, () -> sleep(10)));
              await(sleep(1));
              log.add("goes on in the block");
            });
            await(sleep(10));
          });
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(runningLoop().time()).isEqualTo(3);
    });
    assertThat(log).containsExactly("goes on in the block");
  }

  @Test
  void waitForInsideEndsWhatItWaitsFor() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() ->
              shielded(() -> {
                Task<Void> child = createTask(sleep(10));
                assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> await(waitFor(child, 2)));
                assertThat(child.cancelled()).isTrue();
                log.add("timed out");
              }));
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
    });
    assertThat(log).containsExactly("timed out");
  }

  @Test
  void aTimeoutInsideExpiresWithARequestFromBeforeTheBlockPending() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            currentTask().cancel();
            shielded(() -> {
              assertThatExceptionOfType(TimeoutException.class)
                  .isThrownBy(() -> timeout(1, () -> sleep(10)));
              assertThat(currentTask().cancelling()).isEqualTo(1);
              await(sleep(1));
              log.add("goes on in the block");
            });
            await(sleep(10));
          });
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelling()).isEqualTo(1);
      assertThat(runningLoop().time()).isEqualTo(2);
    });
    assertThat(log).containsExactly("goes on in the block");
  }

  // ----- around the block

  @Test
  void aTimeoutAroundExpiresAfterTheBlock() {
    TestTime.run(() -> {
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() ->
              timeout(
                  1,
                  () -> {
                    shielded(() -> sleep(2));
                    log.add("block ended");
                    await(sleep(10));
                  }));
      assertThat(runningLoop().time()).isEqualTo(2);
      assertThat(currentTask().cancelling()).isZero();
    });
    assertThat(log).containsExactly("block ended");
  }

  @Test
  void aTimeoutAroundThatEndsWithTheBlockLeavesNothingBehind() {
    TestTime.run(() -> {
      Timeout timeout = timeout(1);
      String result = timeout.run(() -> shielded(() -> sleep(2, "late")));
      await(sleep(1));

      assertThat(result).isEqualTo("late");
      assertThat(timeout.expired()).isTrue();
      assertThat(currentTask().cancelling()).isZero();
    });
  }

  @Test
  void aTimeoutAroundThatIsHeldBackCannotBeRescheduled() {
    TestTime.run(() -> {
      Timeout timeout = timeout(1);
      timeout.run(() ->
          shielded(() -> {
            await(sleep(2));
            assertThat(timeout.expired()).isTrue();
            assertThatThrownBy(() -> timeout.reschedule(10.0))
                .isInstanceOf(IllegalStateException.class);
          }));
    });
  }

  @Test
  void aTimeoutAroundCanBePutOffFromTheBlock() {
    TestTime.run(() -> {
      Timeout timeout = timeout(1);
      timeout.run(() -> {
        shielded(() -> {
          timeout.reschedule(3.0);
          await(sleep(2));
        });
        await(sleep(0.5));
      });
      assertThat(timeout.expired()).isFalse();
    });
  }

  @Test
  void aTimeoutAroundAndACancellationFromOutsideAreACancellation() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() ->
              timeout(
                  1,
                  () -> {
                    shielded(() -> sleep(3));
                    await(sleep(10));
                  }));
      await(sleep(2));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelling()).isEqualTo(1);
      assertThat(runningLoop().time()).isEqualTo(3);
    });
  }

  // ----- several of them

  @Test
  void betweenTwoBlocksATimeoutWaitsForTheInnerOneOnly() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            shielded(() -> {
              assertThatExceptionOfType(TimeoutException.class)
                  .isThrownBy(() ->
                      timeout(
                          2,
                          () -> {
                            shielded(() -> sleep(3));
                            log.add("inner block ended");
                            await(sleep(10));
                          }));
              assertThat(runningLoop().time()).isEqualTo(3);
              assertThat(currentTask().cancelling()).isZero();
              await(sleep(1));
              log.add("outer block ended");
            });
            await(sleep(10));
          });
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(runningLoop().time()).isEqualTo(4);
    });
    assertThat(log).containsExactly("inner block ended", "outer block ended");
  }

  @Test
  void timeoutsOnEachSideOfTwoBlocksExpireFromTheInsideOut() {
    TestTime.run(() -> {
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() ->
              timeout(
                  1,
                  () -> {
                    shielded(() -> {
                      assertThatExceptionOfType(TimeoutException.class)
                          .isThrownBy(() -> timeout(2, () -> holdFor(3)));
                      log.add("inner at " + runningLoop().time());
                    });
                    await(sleep(10));
                  }));
      log.add("outer at " + runningLoop().time());
      assertThat(currentTask().cancelling()).isZero();
      await(sleep(1));
    });
    assertThat(log).containsExactly("inner at 3.0", "outer at 3.0");
  }

  private static void holdFor(double seconds) {
    shielded(() -> sleep(seconds));
    await(sleep(10));
  }

  @Test
  void theInnerOfTwoTimeoutsAroundTheBlockIsTheOneThatIsThrown() {
    TestTime.run(() -> {
      Timeout outer = timeout(3);
      outer.run(() -> {
        assertThatExceptionOfType(TimeoutException.class)
            .isThrownBy(() -> timeout(1, () -> holdFor(2)));
        await(sleep(0.5));
      });
      assertThat(outer.expired()).isFalse();
      assertThat(currentTask().cancelling()).isZero();
    });
  }

  @Test
  void twoTimeoutsAroundTheBlockThatAreBothOverAreThatOfTheOuterOne() {
    TestTime.run(() -> {
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() ->
              timeout(
                  1,
                  () -> {
                    try {
                      timeout(1.5, () -> holdFor(2));
                    } finally {
                      log.add("inner ended");
                    }
                  }));
      assertThat(runningLoop().time()).isEqualTo(2);
      assertThat(currentTask().cancelling()).isZero();
    });
    assertThat(log).containsExactly("inner ended");
  }
}

package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Task groups around a shielded block, and inside of one. */
final class ShieldedTaskGroupTest {

  private final ArithmeticException failure = new ArithmeticException("of a child");
  private final List<String> log = new ArrayList<>();

  // ----- the group is in the block

  @Test
  void aGroupInsideWorksAsEver() {
    TestTime.run(() ->
        shielded(() -> {
          assertThatExceptionOfType(ExceptionGroup.class)
              .isThrownBy(() -> groupThatFailsAt(1))
              .satisfies(group -> assertThat(group.exceptions()).containsExactly(failure));
          assertThat(runningLoop().time()).isEqualTo(1);
          assertThat(currentTask().cancelling()).isZero();
          await(sleep(1));
        }));
  }

  @Test
  void aChildThatFailsEndsTheGroupInsideWhileACancellationIsHeldBack() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            shielded(() -> {
              assertThatExceptionOfType(ExceptionGroup.class)
                  .isThrownBy(() -> groupThatFailsAt(2))
                  .satisfies(group -> assertThat(group.exceptions()).containsExactly(failure));
              assertThat(runningLoop().time()).isEqualTo(2);
              await(sleep(1));
              log.add("goes on in the block");
            });
            await(sleep(10));
          });
      await(sleep(1));
      task.cancel("enough");
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelling()).isEqualTo(1);
      assertThat(runningLoop().time()).isEqualTo(3);
    });
    assertThat(log).containsExactly("goes on in the block");
  }

  @Test
  void aChildThatFailsWithARequestFromBeforeTheBlockPendingLeavesThatForAfterIt() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            currentTask().cancel();
            shielded(() -> {
              assertThatExceptionOfType(ExceptionGroup.class).isThrownBy(() -> groupThatFailsAt(1));
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

  @Test
  void aGroupInsideWaitsForItsChildrenWhateverComesFromOutside() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            shielded(() ->
                taskGroup(group -> {
                  group.createTask(() -> {
                    await(sleep(2));
                    log.add("child ended");
                  });
                }));
            await(sleep(10));
          });
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(runningLoop().time()).isEqualTo(2);
    });
    assertThat(log).containsExactly("child ended");
  }

  @Test
  void aGroupInsideCanCancelItself() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            shielded(() -> {
              taskGroup(group -> {
                group.createTask(() -> {
                  await(sleep(2));
                  group.cancel();
                });
                await(sleep(10));
              });
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

  private void groupThatFailsAt(double seconds) {
    taskGroup(group -> {
      group.createTask(() -> {
        await(sleep(seconds));
        throw failure;
      });
      await(sleep(10));
    });
  }

  // ----- the block is in the group

  @Test
  void aChildThatFailsEndsTheGroupAroundAfterTheBlock() {
    TestTime.run(() -> {
      assertThatExceptionOfType(ExceptionGroup.class)
          .isThrownBy(() ->
              taskGroup(group -> {
                group.createTask(() -> failAt(1));
                shielded(() -> sleep(2));
                log.add("block ended");
                await(sleep(10));
              }))
          .satisfies(group -> assertThat(group.exceptions()).containsExactly(failure));
      assertThat(runningLoop().time()).isEqualTo(2);
      assertThat(currentTask().cancelling()).isZero();
      await(sleep(1));
    });
    assertThat(log).containsExactly("block ended");
  }

  @Test
  void aGroupThatEndsWithTheBlockTakesItsRequestBack() {
    TestTime.run(() -> {
      assertThatExceptionOfType(ExceptionGroup.class)
          .isThrownBy(() ->
              taskGroup(group -> {
                group.createTask(() -> failAt(1));
                group.createTask(() -> shieldedFor(3));
                shielded(() -> sleep(2));
              }));
      assertThat(runningLoop().time()).isEqualTo(3);
      assertThat(currentTask().cancelling()).isZero();
      await(sleep(1));
    });
    assertThat(log).containsExactly("shielded child ended");
  }

  @Test
  void aGroupAroundThatIsCancelledByTheBlockEndsAfterIt() {
    TestTime.run(() -> {
      taskGroup(group -> {
        group.createTask(sleep(20));
        shielded(() -> {
          group.cancel();
          await(sleep(2));
          log.add("block ended");
        });
        await(sleep(10));
        log.add("never");
      });
      assertThat(runningLoop().time()).isEqualTo(2);
      assertThat(currentTask().cancelling()).isZero();
      await(sleep(1));
    });
    assertThat(log).containsExactly("block ended");
  }

  @Test
  void aGroupAroundThatFailsAndACancellationFromOutsideBothComeOut() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            assertThatExceptionOfType(ExceptionGroup.class)
                .isThrownBy(() ->
                    taskGroup(group -> {
                      group.createTask(() -> failAt(1));
                      shielded(() -> sleep(3));
                      await(sleep(10));
                    }));
            log.add("failed");
            await(sleep(10));
          });
      await(sleep(2));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(runningLoop().time()).isEqualTo(3);
      assertThat(task.cancelling()).isEqualTo(1);
    });
    assertThat(log).containsExactly("failed");
  }

  private void failAt(double seconds) {
    await(sleep(seconds));
    throw failure;
  }

  private void shieldedFor(double seconds) {
    shielded(() -> sleep(seconds));
    log.add("shielded child ended");
  }

  // ----- all of them

  @Test
  void aBlockInATimeoutInAGroupInABlock() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            shielded(() -> {
              assertThatExceptionOfType(ExceptionGroup.class)
                  .isThrownBy(() ->
                      taskGroup(group -> {
                        group.createTask(() -> failAt(2));
                        timeout(1.5, () -> holdThenWait(3));
                      }))
                  .satisfies(thrown -> assertThat(thrown.exceptions()).containsExactly(failure));
              log.add("group ended at " + runningLoop().time());
              await(sleep(1));
            });
            log.add("block ended at " + runningLoop().time());
            await(sleep(10));
          });
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelling()).isEqualTo(1);
    });
    assertThat(log).containsExactly("group ended at 3.0", "block ended at 4.0");
  }

  private static void holdThenWait(double seconds) {
    shielded(() -> sleep(seconds));
    await(sleep(10));
  }
}

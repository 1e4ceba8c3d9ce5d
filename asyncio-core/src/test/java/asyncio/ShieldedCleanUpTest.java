package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Shielded blocks in the clean-up of a task that was cancelled before: what is around them asks for
 * a cancellation that is held back, and takes it back when it ends.
 */
final class ShieldedCleanUpTest {

  private final List<String> log = new ArrayList<>();

  @Test
  void aTimeoutAroundABlockInACleanUpLeavesNothingBehind() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            try {
              await(sleep(10));
            } finally {
              timeout(1, () -> shielded(() -> sleep(2)));
              await(sleep(1));
              log.add("cleaned up");
            }
          });
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelling()).isEqualTo(1);
      assertThat(runningLoop().time()).isEqualTo(4);
    });
    assertThat(log).containsExactly("cleaned up");
  }

  @Test
  void aSecondCancellationAroundABlockInACleanUpIsNotLost() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            try {
              await(sleep(10));
            } finally {
              timeout(1, () -> shielded(() -> sleep(2)));
              await(sleep(1));
              log.add("never");
            }
          });
      await(sleep(1));
      task.cancel();
      await(sleep(1.5));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelling()).isEqualTo(2);
      assertThat(runningLoop().time()).isEqualTo(3);
    });
    assertThat(log).isEmpty();
  }

  @Test
  void aGroupAroundABlockInACleanUpThatIsCancelledLeavesNothingBehind() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            try {
              await(sleep(10));
            } finally {
              taskGroup(group -> {
                shielded(() -> {
                  group.cancel();
                  await(sleep(1));
                });
              });
              await(sleep(1));
              log.add("cleaned up");
            }
          });
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelling()).isEqualTo(1);
      assertThat(runningLoop().time()).isEqualTo(3);
    });
    assertThat(log).containsExactly("cleaned up");
  }
}

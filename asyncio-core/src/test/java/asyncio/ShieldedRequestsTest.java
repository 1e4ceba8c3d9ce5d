package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cancellation requests that a shielded block holds back: how they count, and are taken back. */
final class ShieldedRequestsTest {

  private final List<String> log = new ArrayList<>();

  @Test
  void requestsCountWhenTheyArrive() {
    TestTime.run(() -> {
      Task<Void> task = shieldedForTwoSeconds();
      await(sleep(1));
      assertThat(task.cancel()).isTrue();
      assertThat(task.cancel()).isTrue();
      assertThat(task.cancel()).isTrue();
      assertThat(task.cancelling()).isZero();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelling()).isEqualTo(3);
    });
    assertThat(log).containsExactly("block ended");
  }

  @Test
  void severalRequestsAreOneError() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            shielded(() -> sleep(2));
            assertThatThrownBy(() -> await(sleep(10))).isInstanceOf(CancelledError.class);
            await(sleep(1));
            log.add("goes on");
          });
      await(sleep(1));
      task.cancel();
      task.cancel();
      await(task);
      assertThat(runningLoop().time()).isEqualTo(3);
    });
    assertThat(log).containsExactly("goes on");
  }

  @Test
  void aRequestThatIsTakenBackNeverArrives() {
    TestTime.run(() -> {
      Task<Void> task = shieldedForTwoSeconds();
      await(sleep(1));
      task.cancel();
      assertThat(task.uncancel()).isZero();
      await(task);
      assertThat(task.cancelling()).isZero();
    });
    assertThat(log).containsExactly("block ended", "goes on");
  }

  @Test
  void ofTwoRequestsOneArrivesWhenOneIsTakenBack() {
    TestTime.run(() -> {
      Task<Void> task = shieldedForTwoSeconds();
      await(sleep(1));
      task.cancel();
      task.cancel();
      task.uncancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelling()).isEqualTo(1);
    });
    assertThat(log).containsExactly("block ended");
  }

  @Test
  void takingBackMoreThanWasAskedForHasNoEffect() {
    TestTime.run(() -> {
      Task<Void> task = shieldedForTwoSeconds();
      await(sleep(1));
      assertThat(task.uncancel()).isZero();
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelling()).isEqualTo(1);
    });
    assertThat(log).containsExactly("block ended");
  }

  @Test
  void aRequestFromBeforeTheBlockCanBeTakenBackInIt() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            currentTask().cancel();
            shielded(() -> {
              assertThat(currentTask().cancelling()).isEqualTo(1);
              await(sleep(1));
              assertThat(currentTask().uncancel()).isZero();
            });
            await(sleep(1));
            log.add("goes on");
          });
      await(task);
    });
    assertThat(log).containsExactly("goes on");
  }

  @Test
  void aRequestFromBeforeAndOneFromWithinBothCount() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            currentTask().cancel();
            shielded(() -> sleep(2));
            await(sleep(10));
          });
      await(sleep(1));
      task.cancel();
      assertThat(task.cancelling()).isEqualTo(1);
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelling()).isEqualTo(2);
    });
  }

  @Test
  void oneFromBeforeThatIsTakenBackLeavesTheOneFromWithin() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            currentTask().cancel();
            shielded(() -> sleep(2));
            await(sleep(10));
          });
      await(sleep(1));
      task.cancel();
      task.uncancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelling()).isEqualTo(1);
    });
  }

  /** The time-out's request is held back by the inner block, the one from outside by the outer. */
  @Test
  void takingBackARequestFromOutsideLeavesThatOfATimeoutInBetween() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            shielded(() -> {
              assertThatThrownBy(() ->
                      timeout(
                          1,
                          () -> {
                            shielded(() -> sleep(3));
                            await(sleep(10));
                          }))
                  .isInstanceOf(TimeoutException.class);
              log.add("timed out");
            });
            await(sleep(1));
            log.add("goes on");
          });
      await(sleep(2));
      task.cancel();
      task.uncancel();
      await(task);
      assertThat(runningLoop().time()).isEqualTo(4);
    });
    assertThat(log).containsExactly("timed out", "goes on");
  }

  /** The inner request overwrites nothing of the outer one. */
  @Test
  void theMessageSurvivesATimeoutInTheBlock() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            shielded(() -> {
              await(sleep(2));
              assertThatThrownBy(() -> timeout(0, () -> yieldTwice()))
                  .isInstanceOf(TimeoutException.class);
            });
            await(sleep(10));
          });
      await(sleep(1));
      task.cancel("enough");
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class).hasMessage("enough");
    });
  }

  /** A task that yields waits for nothing that could be cancelled. */
  private static void yieldTwice() {
    await(sleep(0));
    await(sleep(0));
  }

  private Task<Void> shieldedForTwoSeconds() {
    return createTask(() -> {
      shielded(() -> sleep(2));
      log.add("block ended");
      await(sleep(1));
      log.add("goes on");
    });
  }
}

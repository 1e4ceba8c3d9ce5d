package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** How the cancellations of a task are counted, taken back, and told apart by who counts them. */
class TaskUncancelTest {

  @Test
  void aRequestCountsFromTheMomentItIsMade() {
    TestTime.run(() -> {
      Task<Void> task = createTask(sleep(10));
      assertThat(task.cancelling()).isZero();

      assertThat(task.cancel()).isTrue();
      assertThat(task.cancelling()).isEqualTo(1);
      assertThat(task.cancel()).isTrue();
      assertThat(task.cancelling()).isEqualTo(2);

      assertThat(task.cancelled()).isFalse();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelled()).isTrue();
    });
  }

  @Test
  void aTaskThatTookARequestBackCanBeCancelledAgain() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            try {
              await(sleep(10));
            } catch (CancelledError e) {
              currentTask().uncancel();
              await(sleep(10));
            }
          });
      await(sleep(1));

      task.cancel();
      assertThat(task.cancelling()).isEqualTo(1);
      await(sleep(1));
      assertThat(task.cancelling()).isZero();
      assertThat(task.done()).isFalse();

      task.cancel();
      assertThat(task.cancelling()).isEqualTo(1);
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelled()).isTrue();
      assertThat(runningLoop().time()).isEqualTo(2);
    });
  }

  @Test
  void takingARequestBackFromATaskThatHasEndedLeavesItCancelled() {
    TestTime.run(() -> {
      Task<Void> task = createTask(sleep(10));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);

      assertThat(task.uncancel()).isZero();

      assertThat(task.done()).isTrue();
      assertThat(task.cancelled()).isTrue();
    });
  }

  @Test
  void aResultThatWasOnItsWayArrivesIfTheRequestIsTakenBack() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      Task<String> task = createTask(() -> await(future) + " arrived");
      await(sleep(0));
      future.setResult("value");

      task.cancel();
      assertThat(task.uncancel()).isZero();

      assertThat(await(task)).isEqualTo("value arrived");
      assertThat(task.cancelled()).isFalse();
    });
  }

  // ----- a block that cancels its own task, as a time-out does

  @Test
  void aBlockThatCancelsItsTaskTakesThatBackAndTheTaskGoesOn() {
    TestTime.run(() -> {
      Task<String> task =
          createTask(() -> {
            boolean inTime = sleepsInTime(10, 1);
            await(sleep(1)); // not affected
            return (inTime ? "in time" : "too late") + " at " + runningLoop().time();
          });
      assertThat(await(task)).isEqualTo("too late at 2.0");
      assertThat(task.cancelling()).isZero();
    });
  }

  @Test
  void aBlockThatEndsInTimeHasNothingToTakeBack() {
    TestTime.run(() -> {
      Task<Boolean> task = createTask(() -> sleepsInTime(0, 10));
      assertThat(await(task)).isTrue();
      assertThat(task.cancelling()).isZero();
    });
  }

  @Test
  void aBlockKnowsItsOwnRequestFromThatOfAnother() {
    TestTime.run(() -> {
      Task<Boolean> task = createTask(() -> sleepsInTime(10, 1));
      runningLoop().callLater(1, task::cancel); // in the iteration of the block's own
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelling()).isEqualTo(1);
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  /** A time-out made by hand. */
  private static boolean sleepsInTime(double seconds, double limit) {
    Task<?> task = currentTask();
    AtomicBoolean late = new AtomicBoolean();
    Handle timer =
        runningLoop()
            .callLater(
                limit,
                () -> {
                  late.set(true);
                  task.cancel();
                });
    try {
      await(sleep(seconds));
      return true;
    } catch (CancelledError e) {
      if (late.get() && task.uncancel() == 0) {
        return false;
      }
      throw e;
    } finally {
      timer.cancel();
    }
  }
}

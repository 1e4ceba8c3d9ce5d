package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several cancellations of one task, those it refuses, and those of itself. */
class TaskCancelRequestsTest {

  private final List<String> seen = new ArrayList<>();

  // ----- more than once

  @Test
  void twoRequestsBeforeTheErrorIsThrownGiveOneError() {
    TestTime.run(() -> {
      Task<String> task =
          createTask(() -> {
            assertThatThrownBy(() -> await(runningLoop().createFuture()))
                .isInstanceOf(CancelledError.class);
            await(sleep(0));
            await(sleep(1));
            return "went on";
          });
      await(sleep(0));

      task.cancel();
      task.cancel();

      assertThat(task.cancelling()).isEqualTo(2);
      assertThat(await(task)).isEqualTo("went on");
      assertThat(task.cancelled()).isFalse();
      assertThat(task.cancelling()).isEqualTo(2);
    });
  }

  @Test
  void whereATaskWaitsTheFirstMessageArrives() {
    TestTime.run(() -> {
      Task<Void> task = createTask(sleep(3600));
      await(sleep(0));
      task.cancel("first");
      task.cancel("second");
      assertThatThrownBy(() -> await(task)).hasMessage("first");
    });
  }

  @Test
  void whereATaskDoesNotWaitTheLastMessageArrives() {
    TestTime.run(() -> {
      Task<Void> unstarted = createTask(sleep(3600));
      unstarted.cancel("first");
      unstarted.cancel("second");
      assertThatThrownBy(() -> await(unstarted)).hasMessage("second");

      Task<Void> yielding = createTask(sleep(0));
      await(sleep(0));
      yielding.cancel("first");
      yielding.cancel("second");
      assertThatThrownBy(() -> await(yielding)).hasMessage("second");
    });
  }

  @Test
  void aTaskThatCleansUpCanBeCancelledAgain() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            try {
              await(sleep(3600));
            } finally {
              seen.add("cleaning up");
              await(sleep(3600));
              seen.add("clean");
            }
          });
      await(sleep(1));
      task.cancel("first");
      await(sleep(1));
      assertThat(seen).containsExactly("cleaning up");
      task.cancel("second");

      assertThatThrownBy(() -> await(task)).hasMessage("second");
      assertThat(task.cancelling()).isEqualTo(2);
    });
    assertThat(seen).containsExactly("cleaning up");
  }

  @Test
  void aCleanUpMayWait() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            try {
              await(sleep(3600));
            } finally {
              await(sleep(5));
              seen.add("clean");
            }
          });
      await(sleep(0));
      task.cancel("why");

      assertThatThrownBy(() -> await(task)).hasMessage("why");
      assertThat(runningLoop().time()).isEqualTo(5);
    });
    assertThat(seen).containsExactly("clean");
  }

  @Test
  void aTaskMayRefuse() {
    TestTime.run(() -> {
      Task<String> task =
          createTask(() -> {
            try {
              await(sleep(3600));
              return "slept";
            } catch (CancelledError e) {
              return "refused";
            }
          });
      await(sleep(0));
      assertThat(task.cancel()).isTrue();

      assertThat(await(task)).isEqualTo("refused");
      assertThat(task.cancelled()).isFalse();
      assertThat(task.cancelling()).isEqualTo(1);
    });
  }

  @Test
  void aTaskThatAwaitsOneThatRefusesIsNotCancelled() {
    TestTime.run(() -> {
      Task<String> stubborn =
          createTask(() -> {
            try {
              await(sleep(3600));
              return "slept";
            } catch (CancelledError e) {
              return "refused";
            }
          });
      Task<String> task = createTask(() -> await(stubborn));
      await(sleep(0));
      task.cancel();
      assertThat(await(task)).isEqualTo("refused");
      assertThat(task.cancelled()).isFalse();
    });
  }

  // ----- uncancel

  @Test
  void takingBackTheLastRequestRescindsWhatWasNotDelivered() {
    TestTime.run(() -> {
      Task<String> task = createTask(() -> "ran");
      task.cancel();
      task.cancel();
      assertThat(task.uncancel()).isEqualTo(1);
      assertThat(task.uncancel()).isZero();
      assertThat(task.uncancel()).isZero();

      assertThat(await(task)).isEqualTo("ran");
      assertThat(task.cancelling()).isZero();
    });
  }

  @Test
  void aRequestThatRemainsIsDelivered() {
    TestTime.run(() -> {
      Task<String> task = createTask(() -> "ran");
      task.cancel();
      task.cancel();
      task.uncancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
    });
  }

  @Test
  void aFutureThatWasCancelledAlreadyThrowsNevertheless() {
    TestTime.run(() -> {
      Task<Void> task = createTask(sleep(3600));
      await(sleep(0));
      task.cancel();
      assertThat(task.uncancel()).isZero();

      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
    });
  }

  @Test
  void whoHandlesTheErrorTakesTheRequestBack() {
    TestTime.run(() -> {
      Task<Integer> task =
          createTask(() -> {
            assertThatThrownBy(() -> await(sleep(3600))).isInstanceOf(CancelledError.class);
            assertThat(currentTask().cancelling()).isEqualTo(1);
            currentTask().uncancel();
            await(sleep(1));
            return currentTask().cancelling();
          });
      await(sleep(0));
      task.cancel();
      assertThat(await(task)).isZero();
    });
  }

  // ----- oneself

  @Test
  void aTaskThatCancelsItselfGetsTheErrorWhereItNextWaits() {
    TestTime.run(() -> {
      Future<Integer> done = runningLoop().createFuture();
      Future<Integer> pending = runningLoop().createFuture();
      done.setResult(1);
      Task<Void> task =
          createTask(() -> {
            currentTask().cancel("myself");
            await(done);
            seen.add("what is done does not wait");
            await(pending);
          });
      await(sleep(0));

      assertThat(pending.cancelled()).isTrue();
      assertThatThrownBy(() -> await(task)).hasMessage("myself");
    });
    assertThat(seen).containsExactly("what is done does not wait");
  }

  @Test
  void aTaskThatCancelsItselfAndReturnsIsCancelled() {
    TestTime.run(() -> {
      Task<String> task =
          createTask(() -> {
            currentTask().cancel("myself");
            return "lost";
          });

      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class).hasMessage("myself");
      assertThat(task.cancelled()).isTrue();
      assertThatThrownBy(task::result).hasMessage("myself");
    });
  }

  @Test
  void aTaskThatCancelsItselfAndFailsHasFailed() {
    IllegalStateException failure = new IllegalStateException();
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            currentTask().cancel();
            throw failure;
          });

      assertThatThrownBy(() -> await(task)).isSameAs(failure);
      assertThat(task.cancelled()).isFalse();
    });
  }
}

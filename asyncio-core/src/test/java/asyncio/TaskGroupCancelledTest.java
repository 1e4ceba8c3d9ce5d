package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.taskGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A task group whose parent task is cancelled from outside. */
@Timeout(60)
@ParameterizedClass
@EnumSource(TaskStart.class)
class TaskGroupCancelledTest {

  private final TaskStart start;
  private final List<String> log = new ArrayList<>();
  private final IOException failure = new IOException("failure");

  TaskGroupCancelledTest(TaskStart start) {
    this.start = start;
  }

  /** Runs the group in a task of its own, and cancels that after a second. */
  private static Task<Void> cancelledAfterASecond(TaskGroup.VoidBlock block) {
    Task<Void> parent = createTask(() -> taskGroup(block));
    await(sleep(1));
    assertThat(parent.done()).isFalse();
    parent.cancel("from outside");
    return parent;
  }

  private static void assertCancelled(Task<Void> parent) {
    assertThatThrownBy(() -> await(parent)).isInstanceOf(CancelledError.class);
    assertThat(parent.cancelled()).isTrue();
  }

  private static List<Throwable> failuresOf(Awaitable<?> awaitable) {
    ExceptionGroup thrown = catchThrowableOfType(ExceptionGroup.class, () -> await(awaitable));
    assertThat(thrown).isNotNull();
    return thrown.exceptions();
  }

  private void sleepOrLog(double seconds, String words) {
    try {
      await(sleep(seconds));
    } catch (CancelledError e) {
      log.add(words);
      throw e;
    }
  }

  private void sleepAndFail() throws IOException {
    try {
      await(sleep(10));
    } catch (CancelledError e) {
      throw failure;
    }
  }

  private void failAfter(double seconds) throws IOException {
    await(sleep(seconds));
    throw failure;
  }

  @Test
  void itsTasksAreCancelledWhileItWaits() {
    start.run(() -> {
      Task<Void> parent =
          cancelledAfterASecond(group -> {
            for (int i = 0; i < 3; i++) {
              int number = i;
              group.createTask(() -> sleepOrLog(10, "task " + number));
            }
          });
      assertCancelled(parent);
      assertThat(log).containsExactly("task 0", "task 1", "task 2");
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  @Test
  void theMessageArrivesWithTheError() {
    start.run(() -> {
      Task<Void> parent = cancelledAfterASecond(group -> await(sleep(10)));
      assertThatThrownBy(() -> await(parent))
          .isInstanceOf(CancelledError.class)
          .hasMessage("from outside");
    });
  }

  @Test
  void itsBlockIsCancelledAndThenItsTasks() {
    start.run(() -> {
      Task<Void> parent =
          cancelledAfterASecond(group -> {
            group.createTask(() -> sleepOrLog(10, "task"));
            sleepOrLog(10, "block");
          });
      assertCancelled(parent);
      assertThat(log).containsExactly("block", "task");
    });
  }

  @Test
  void aBlockWithoutTasksIsCancelled() {
    start.run(() -> {
      assertCancelled(cancelledAfterASecond(group -> sleepOrLog(10, "block")));
      assertThat(log).containsExactly("block");
    });
  }

  @Test
  void aGroupWithNothingButTasksIsCancelledBeforeAnyOfThemEnds() {
    start.run(() -> {
      List<Task<?>> tasks = new ArrayList<>();
      Task<Void> parent =
          cancelledAfterASecond(group -> {
            tasks.add(group.createTask(sleep(2)));
            tasks.add(group.createTask(sleep(3)));
          });
      assertCancelled(parent);
      assertThat(tasks).allMatch(Task::cancelled);
    });
  }

  @Test
  void whatTasksFailWithInTheirCleanUpGoesFirst() {
    start.run(() -> {
      Task<Void> parent =
          cancelledAfterASecond(group -> {
            for (int i = 0; i < 3; i++) {
              group.createTask(this::sleepAndFail);
            }
            await(sleep(10));
          });
      assertThat(failuresOf(parent)).containsExactly(failure, failure, failure);
    });
  }

  @Test
  void whatTheBlockFailsWithInsteadGoesFirst() {
    start.run(() ->
        assertThat(failuresOf(cancelledAfterASecond(group -> sleepAndFail())))
            .containsExactly(failure));
  }

  @Test
  void aTaskThatFailsWhileTheBlockCleansUpGoesFirst() {
    start.run(() -> {
      Task<Void> parent =
          cancelledAfterASecond(group -> {
            group.createTask(() -> failAfter(3));
            try {
              await(sleep(10));
            } finally {
              await(sleep(5));
            }
          });
      assertThat(failuresOf(parent)).containsExactly(failure);
      assertThat(runningLoop().time()).isEqualTo(3); // which cut the clean-up short
    });
  }

  @Test
  void soItDoesForWhoAwaitsTheParent() {
    start.run(() -> {
      Task<Void> waiting =
          createTask(() ->
              await(
                  createTask(() ->
                      taskGroup(group -> {
                        group.createTask(() -> failAfter(3));
                        try {
                          await(sleep(10));
                        } finally {
                          await(sleep(5));
                        }
                      }))));
      await(sleep(1));
      waiting.cancel();
      assertThat(failuresOf(waiting)).containsExactly(failure);
    });
  }

  @Test
  void aCancellationThatAFailureWentBeforeComesAtTheNextAwait() {
    start.run(() -> {
      Task<Void> parent =
          createTask(() -> {
            assertThat(
                    catchThrowableOfType(
                        ExceptionGroup.class,
                        () ->
                            taskGroup(group -> {
                              Task<?> self = currentTask();
                              group.createTask(() -> cancelAndFail(self));
                              await(sleep(10));
                            })))
                .isNotNull();
            assertThat(currentTask().cancelling()).isEqualTo(1);
            log.add("failed");
            await(sleep(0));
            log.add("NOT CANCELLED");
          });
      assertCancelled(parent);
      assertThat(log).containsExactly("failed");
    });
  }

  private void cancelAndFail(Task<?> other) throws IOException {
    await(sleep(1));
    other.cancel();
    throw failure;
  }

  @Test
  void aFailureAloneLeavesNoCancellationBehind() {
    start.run(() -> {
      assertThat(
              catchThrowableOfType(
                  ExceptionGroup.class,
                  () ->
                      taskGroup(group -> {
                        group.createTask(() -> failAfter(0));
                        await(sleep(10));
                      })))
          .isNotNull();
      assertThat(currentTask().cancelling()).isZero();
      await(sleep(0));
      await(sleep(1));
    });
  }

  @Test
  void aCancellationJustAsTheLastTaskEndsIsNotLost() {
    start.run(() -> {
      Task<Void> parent =
          createTask(() -> {
            taskGroup(group -> {
              Task<Void> task = group.createTask(sleep(1));
              task.addDoneCallback(_ -> log.add("all ended"));
              Task<?> self = currentTask();
              task.addDoneCallback(_ -> self.cancel());
            });
            log.add("NOT CANCELLED");
          });
      assertCancelled(parent);
      assertThat(log).containsExactly("all ended");
    });
  }
}

package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.taskGroup;
import static asyncio.Asyncio.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A task group that is ended by {@code cancel} while somebody outside cancels its parent: that must
 * not be lost (gh-155433).
 */
@Timeout(60)
@ParameterizedClass
@EnumSource(TaskStart.class)
class TaskGroupCancelRaceTest {

  private final TaskStart start;
  private final List<String> log = new ArrayList<>();

  TaskGroupCancelRaceTest(TaskStart start) {
    this.start = start;
  }

  /** A task that needs ten seconds to clean up. */
  private static void slowToEnd() {
    try {
      await(sleep(100));
    } finally {
      await(sleep(10));
    }
  }

  /** A block in a task that is cancelled from outside at second 2; the group ends at second 1. */
  private void assertCancelledFromOutside(TaskGroup.VoidBlock block) {
    Task<Void> parent =
        createTask(() -> {
          try {
            taskGroup(block);
            log.add("NOT CANCELLED");
          } finally {
            log.add("cancelling " + currentTask().cancelling());
          }
        });
    runningLoop().callLater(2, () -> parent.cancel());
    assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(parent));
    assertThat(parent.cancelled()).isTrue();
    assertThat(runningLoop().time()).isEqualTo(11);
    assertThat(log).containsExactly("cancelling 1");
  }

  @Test
  void whileTheTasksEndAfterABlockThatHadEnded() {
    start.run(() ->
        assertCancelledFromOutside(group -> {
          group.createTask(TaskGroupCancelRaceTest::slowToEnd);
          await(sleep(1));
          group.cancel();
        }));
  }

  @Test
  void whileTheTasksEndAfterABlockThatWasCutShort() {
    start.run(() ->
        assertCancelledFromOutside(group -> {
          group.createTask(TaskGroupCancelRaceTest::slowToEnd);
          runningLoop().callLater(1, group::cancel);
          await(sleep(100));
        }));
  }

  @Test
  void whileTheTasksEndThatTheGroupWasWaitingFor() {
    start.run(() ->
        assertCancelledFromOutside(group -> {
          group.createTask(TaskGroupCancelRaceTest::slowToEnd);
          runningLoop().callLater(1, group::cancel);
        }));
  }

  @Test
  void whileTheBlockCleansUp() {
    start.run(() ->
        assertCancelledFromOutside(group -> {
          group.createTask(TaskGroupCancelRaceTest::slowToEnd);
          runningLoop().callLater(1, group::cancel);
          try {
            await(sleep(100));
          } finally {
            await(sleep(5));
          }
        }));
  }

  @Test
  void inTheSameIterationAfterIt() {
    assertBothInOneIteration(true);
  }

  @Test
  void inTheSameIterationBeforeIt() {
    assertBothInOneIteration(false);
  }

  private void assertBothInOneIteration(boolean groupFirst) {
    start.run(() -> {
      TaskGroup group = new TaskGroup();
      Task<Void> parent =
          createTask(() ->
              group.run(() -> {
                group.createTask(sleep(10));
              }));
      await(sleep(1));
      if (groupFirst) {
        group.cancel();
      }
      parent.cancel();
      group.cancel();
      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(parent));
      assertThat(parent.cancelling()).isEqualTo(1);
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  @Test
  void aRequestThatWasThereBeforeTheGroupComesAtTheNextAwait() {
    start.run(() -> {
      Task<Void> parent =
          createTask(() -> {
            currentTask().cancel();
            TaskGroup group = new TaskGroup();
            group.cancel();
            group.run(() -> log.add("block"));
            log.add("after the group");
            await(sleep(1));
            log.add("NOT CANCELLED");
          });
      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(parent));
    });
    assertThat(log).containsExactly("block", "after the group");
  }

  @Test
  void aTimeoutMeanwhileIsATimeout() {
    start.run(() -> {
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() ->
              timeout(
                  2,
                  () ->
                      taskGroup(group -> {
                        group.createTask(TaskGroupCancelRaceTest::slowToEnd);
                        await(sleep(1));
                        group.cancel();
                      })));
      assertThat(runningLoop().time()).isEqualTo(11);
      assertThat(currentTask().cancelling()).isZero();
    });
  }

  @Test
  void aTimeoutInTheBlockStaysInTheBlock() {
    start.run(() -> {
      taskGroup(group -> {
        group.createTask(sleep(10));
        try {
          timeout(1, () -> await(sleep(100)));
        } catch (TimeoutException e) {
          log.add("timed out");
          group.cancel();
        }
      });
      assertThat(runningLoop().time()).isEqualTo(1);
      assertThat(currentTask().cancelling()).isZero();
    });
    assertThat(log).containsExactly("timed out");
  }

  @Test
  void aFailureMeanwhileGoesFirstAndTheCancellationComesAtTheNextAwait() {
    IOException failure = new IOException("in the clean-up");
    start.run(() -> {
      Task<Void> parent =
          createTask(() -> {
            try {
              taskGroup(group -> {
                group.createTask(() -> {
                  try {
                    slowToEnd();
                  } catch (CancelledError e) {
                    throw failure;
                  }
                });
                await(sleep(1));
                group.cancel();
              });
            } catch (ExceptionGroup e) {
              log.add("failed; cancelling " + currentTask().cancelling());
              assertThat(e.exceptions()).containsExactly(failure);
            }
            await(sleep(0));
            log.add("NOT CANCELLED");
          });
      runningLoop().callLater(2, () -> parent.cancel());
      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(parent));
    });
    assertThat(log).containsExactly("failed; cancelling 1");
  }

  @Test
  void aBlockThatRefusesTheOneOfTheGroupIsNotCancelledLater() {
    start.run(() -> {
      taskGroup(group -> {
        runningLoop().callLater(1, group::cancel);
        try {
          await(sleep(100));
        } catch (CancelledError e) {
          log.add("refused");
        }
        await(sleep(1));
      });
      assertThat(currentTask().cancelling()).isZero();
      await(sleep(1));
      assertThat(runningLoop().time()).isEqualTo(3);
    });
    assertThat(log).containsExactly("refused");
  }
}

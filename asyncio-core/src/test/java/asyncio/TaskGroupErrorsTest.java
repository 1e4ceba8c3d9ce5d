package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.taskGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A task group in which a task or the block fails. */
@Timeout(60)
@ParameterizedClass
@EnumSource(TaskStart.class)
class TaskGroupErrorsTest {

  private final TaskStart start;
  private final List<String> log = new ArrayList<>();
  private final IOException failure = new IOException("failure");
  private final IOException other = new IOException("other");

  TaskGroupErrorsTest(TaskStart start) {
    this.start = start;
  }

  /** Runs the group, which fails, and gives the members of what it throws. */
  private static List<Throwable> failuresOf(TaskGroup.VoidBlock block) {
    ExceptionGroup thrown = catchThrowableOfType(ExceptionGroup.class, () -> taskGroup(block));
    assertThat(thrown).isNotNull();
    assertThat(thrown.text()).isEqualTo("unhandled errors in a TaskGroup");
    assertThat(currentTask().cancelling()).isZero();
    return thrown.exceptions();
  }

  private static void failAfter(double seconds, Exception failure) throws Exception {
    await(sleep(seconds));
    throw failure;
  }

  private static VoidBody failing(double seconds, Exception failure) {
    return () -> failAfter(seconds, failure);
  }

  private void sleepOrLog(double seconds, String words) {
    try {
      await(sleep(seconds));
    } catch (CancelledError e) {
      log.add(words);
      throw e;
    }
    log.add("NOT CANCELLED");
  }

  @Test
  void aFailureCancelsTheOtherTasks() {
    start.run(() -> {
      List<Task<?>> tasks = new ArrayList<>();
      List<Throwable> failures =
          failuresOf(group -> {
            tasks.add(group.createTask(failing(1, failure)));
            tasks.add(group.createTask(() -> sleepOrLog(10, "sibling cancelled")));
          });
      assertThat(failures).containsExactly(failure);
      assertThat(tasks.getLast().cancelled()).isTrue();
      assertThat(log).containsExactly("sibling cancelled");
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  @Test
  void aFailureCancelsTheBlockWhereItWaits() {
    start.run(() -> {
      List<Throwable> failures =
          failuresOf(group -> {
            group.createTask(failing(1, failure));
            group.createTask(failing(1, other));
            group.createTask(() -> sleepOrLog(10, "sibling cancelled"));
            sleepOrLog(10, "block cancelled");
          });
      assertThat(failures).containsExactly(failure, other);
      assertThat(log).containsExactly("sibling cancelled", "block cancelled");
    });
  }

  @Test
  void whatTheOtherTasksFailWithInTheirCleanUpIsInTheGroupToo() {
    start.run(() -> {
      List<Throwable> failures =
          failuresOf(group -> {
            group.createTask(failing(1, failure));
            group.createTask(() -> {
              try {
                await(sleep(10));
              } finally {
                failAfter(1, other);
              }
            });
          });
      assertThat(failures).containsExactly(failure, other);
      assertThat(runningLoop().time()).isEqualTo(2);
    });
  }

  @Test
  void aBlockThatFailsAfterAWhileCancelsTheTasks() {
    start.run(() -> {
      List<Task<?>> tasks = new ArrayList<>();
      List<Throwable> failures =
          failuresOf(group -> {
            tasks.add(group.createTask(sleep(10)));
            tasks.add(group.createTask(sleep(20)));
            await(sleep(1));
            throw failure;
          });
      assertThat(failures).containsExactly(failure);
      assertThat(tasks).allMatch(Task::cancelled);
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  @Test
  void aBlockThatFailsAtOnceCancelsTheTasks() {
    start.run(() -> {
      List<Task<?>> tasks = new ArrayList<>();
      List<Throwable> failures =
          failuresOf(group -> {
            tasks.add(group.createTask(sleep(10)));
            tasks.add(group.createTask(sleep(20)));
            throw failure;
          });
      assertThat(failures).containsExactly(failure);
      assertThat(tasks).allMatch(Task::cancelled);
    });
  }

  @Test
  void aBlockWithoutTasksFailsAsAGroupToo() {
    start.run(() ->
        assertThat(
                failuresOf(group -> {
                  throw failure;
                }))
            .containsExactly(failure));
  }

  @Test
  void whatTheBlockFailsWithAsItIsCancelledComesAfterTheTask() {
    start.run(() ->
        assertThat(
                failuresOf(group -> {
                  group.createTask(failing(1, failure));
                  failWhenCancelled();
                }))
            .containsExactly(failure, other));
  }

  private void failWhenCancelled() throws IOException {
    try {
      await(sleep(10));
    } catch (CancelledError e) {
      throw other;
    }
  }

  /** A resource in the block that fails as it is closed: gh-95289. */
  @Test
  void whatAResourceOfTheBlockFailsWithOnItsWayOutIsInTheGroupToo() {
    start.run(() ->
        assertThat(
                failuresOf(group -> {
                  try (AutoCloseable _ = this::failToClose) {
                    group.createTask(failing(0, failure));
                    await(sleep(10));
                  } catch (CancelledError e) {
                    throw (Exception) e.getSuppressed()[0];
                  }
                }))
            .containsExactly(failure, other));
  }

  private void failToClose() throws IOException {
    throw other;
  }

  @Test
  void anErrorIsAFailureLikeAnyOther() {
    AssertionError error = new AssertionError("of a task");
    StackOverflowError overflow = new StackOverflowError("of the block");
    start.run(() ->
        assertThat(
                failuresOf(group -> {
                  group.createTask(() -> {
                    await(sleep(1));
                    throw error;
                  });
                  try {
                    await(sleep(10));
                  } catch (CancelledError e) {
                    throw overflow;
                  }
                }))
            .containsExactly(error, overflow));
  }

  @Test
  void tasksThatMultiplyAreAllCancelled() {
    start.run(() -> {
      List<Throwable> failures =
          failuresOf(group -> {
            group.createTask(() -> multiply(group));
            group.createTask(() -> {
              while (log.size() < 10) {
                await(sleep(1.5));
              }
              throw failure;
            });
          });
      assertThat(failures).containsExactly(failure);
      int made = log.size();
      await(sleep(10));
      assertThat(log).hasSize(made).hasSizeGreaterThanOrEqualTo(10);
    });
  }

  private void multiply(TaskGroup group) {
    log.add("head");
    await(sleep(1));
    group.createTask(() -> multiply(group));
    group.createTask(() -> multiply(group));
  }

  @Test
  void aBlockThatAwaitsTheTaskThatFailsIsCancelledAndNotToldTheFailure() {
    start.run(() ->
        assertThat(
                failuresOf(group -> {
                  Task<Void> task = group.createTask(failing(1, failure));
                  try {
                    await(task, IOException.class);
                  } catch (IOException e) {
                    log.add("NOT REACHED");
                  } catch (CancelledError e) {
                    log.add("cancelled");
                    throw e;
                  }
                }))
            .containsExactly(failure));
    assertThat(log).containsExactly("cancelled");
  }

  /** gh-128550: the task's own failure comes before it sees that of the one that it made. */
  @Test
  void aTaskWhoseOwnTaskFailsIsCancelledWhereItWaits() {
    start.run(() -> {
      List<Throwable> failures =
          failuresOf(group -> {
            group.createTask(() -> {
              group.createTask(() -> {
                throw failure;
              });
              sleepOrLog(10, "cancelled");
            });
          });
      assertThat(failures).containsExactly(failure);
      assertThat(log).containsExactly("cancelled");
    });
  }

  @Test
  void noFailureIsReportedAsNeverLookedAt() {
    List<ExceptionContext> reports = new ArrayList<>();
    start.run(() -> {
      runningLoop().setExceptionHandler((_, context) -> reports.add(context));
      failuresOf(group -> {
        group.createTask(failing(1, failure));
        group.createTask(failing(1, other));
      });
    });
    assertThat(reports).isEmpty();
  }
}

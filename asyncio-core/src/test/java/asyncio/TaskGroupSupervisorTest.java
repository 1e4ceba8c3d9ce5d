package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.taskGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A task group in which a task's failure leaves the others alone. */
@Timeout(60)
@ParameterizedClass
@EnumSource(TaskStart.class)
class TaskGroupSupervisorTest {

  private final TaskStart start;
  private final List<Task<?>> tasks = new ArrayList<>();
  private final IOException failure = new IOException("failure");
  private final IOException other = new IOException("other");

  TaskGroupSupervisorTest(TaskStart start) {
    this.start = start;
  }

  private static List<Throwable> failuresOf(ThrowingCallable call) {
    ExceptionGroup thrown = catchThrowableOfType(ExceptionGroup.class, call);
    assertThat(thrown).isNotNull();
    return thrown.exceptions();
  }

  private static void failAfter(double seconds, IOException failure) throws IOException {
    await(sleep(seconds));
    throw failure;
  }

  @Test
  void theOthersAndTheBlockGoOnAndItsFailuresComeOutInTheEnd() {
    start.run(() -> {
      TaskGroup group = TaskGroup.supervisor();
      List<Throwable> failures =
          failuresOf(() ->
              group.run(() -> {
                group.createTask(() -> failAfter(2, other));
                group.createTask(() -> failAfter(1, failure));
                tasks.add(group.createTask(sleep(3, "value")));
                await(sleep(1.5));
                tasks.add(group.createTask(sleep(3, "another")));
              }));
      assertThat(failures).containsExactly(failure, other); // as they happened
      assertThat(tasks).<Object>extracting(Task::result).containsExactly("value", "another");
      assertThat(runningLoop().time()).isEqualTo(4.5);
      assertThat(currentTask().cancelling()).isZero();
    });
  }

  @Test
  void withoutAFailureItGivesWhatTheBlockReturns() {
    start.run(() -> {
      TaskGroup group = TaskGroup.supervisor();
      Task<String> task = group.run(() -> List.of(group.createTask(sleep(1, "value")))).getFirst();
      assertThat(task.result()).isEqualTo("value");
    });
  }

  @Test
  void aFailureOfTheBlockCancelsTheTasks() {
    start.run(() -> {
      TaskGroup group = TaskGroup.supervisor();
      List<Throwable> failures =
          failuresOf(() ->
              group.run(() -> {
                group.createTask(() -> failAfter(1, failure));
                tasks.add(group.createTask(sleep(10)));
                failAfter(2, other);
              }));
      assertThat(failures).containsExactly(failure, other);
      assertThat(tasks).allMatch(Task::cancelled);
      assertThat(runningLoop().time()).isEqualTo(2);
    });
  }

  @Test
  void aFailureThatTheBlockAwaitsComesOutOfTheAwait() {
    start.run(() -> {
      TaskGroup group = TaskGroup.supervisor();
      List<Throwable> failures =
          failuresOf(() ->
              group.run(() -> {
                Task<Void> task = group.createTask(() -> failAfter(1, failure));
                assertThatExceptionOfType(IOException.class).isThrownBy(() -> await(task));
              }));
      assertThat(failures).containsExactly(failure);
    });
  }

  @Test
  void aCancellationFromOutsideCancelsTheTasks() {
    start.run(() -> {
      TaskGroup group = TaskGroup.supervisor();
      Task<Void> parent =
          createTask(() ->
              group.run(() -> {
                tasks.add(group.createTask(sleep(10)));
              }));
      await(sleep(1));
      parent.cancel();
      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(parent));
      assertThat(tasks).allMatch(Task::cancelled);
    });
  }

  @Test
  void aFailureGoesBeforeACancellationFromOutside() {
    start.run(() -> {
      TaskGroup group = TaskGroup.supervisor();
      Task<Void> parent =
          createTask(() ->
              group.run(() -> {
                group.createTask(() -> failAfter(1, failure));
                group.createTask(sleep(10));
              }));
      await(sleep(2));
      parent.cancel();
      assertThat(failuresOf(() -> await(parent))).containsExactly(failure);
      assertThat(runningLoop().time()).isEqualTo(2);
    });
  }

  @Test
  void itCanBeEndedEarly() {
    start.run(() -> {
      TaskGroup group = TaskGroup.supervisor();
      group.run(() -> {
        tasks.add(group.createTask(sleep(10)));
        runningLoop().callLater(1, group::cancel);
        await(sleep(20));
      });
      assertThat(tasks).allMatch(Task::cancelled);
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  @Test
  void endedEarlyItsFailuresComeOutAllTheSame() {
    start.run(() -> {
      TaskGroup group = TaskGroup.supervisor();
      List<Throwable> failures =
          failuresOf(() ->
              group.run(() -> {
                group.createTask(() -> failAfter(1, failure));
                await(sleep(2));
                group.cancel();
              }));
      assertThat(failures).containsExactly(failure);
    });
  }

  @Test
  void aTaskGroupInItIsATaskLikeAnyOther() {
    start.run(() -> {
      TaskGroup group = TaskGroup.supervisor();
      List<Throwable> failures =
          failuresOf(() ->
              group.run(() -> {
                group.createTask(() ->
                    taskGroup(inner -> {
                      inner.createTask(() -> failAfter(1, failure));
                      tasks.add(inner.createTask(sleep(10)));
                    }));
                await(sleep(2));
              }));
      assertThat(failures).singleElement().isInstanceOf(ExceptionGroup.class);
      assertThat(tasks).allMatch(Task::cancelled);
      assertThat(runningLoop().time()).isEqualTo(2);
    });
  }
}

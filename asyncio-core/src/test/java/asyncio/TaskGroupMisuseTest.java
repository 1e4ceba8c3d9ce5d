package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.taskGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A task group used at the wrong time or place. */
@Timeout(60)
@ParameterizedClass
@EnumSource(TaskStart.class)
class TaskGroupMisuseTest {

  private final TaskStart start;
  private final List<String> log = new ArrayList<>();

  TaskGroupMisuseTest(TaskStart start) {
    this.start = start;
  }

  private static void assertRefused(String message, ThrowingCallable call) {
    assertThatIllegalStateException().isThrownBy(call).withMessageContaining(message);
  }

  /** A coroutine that the group refuses, and closes: nothing can run it any more. */
  private void assertCreateTaskRefused(String message, TaskGroup group) {
    Coroutine<Boolean> coroutine = async(() -> log.add("BODY"));
    assertRefused(message, () -> group.createTask(coroutine));
    assertRefused("already awaited", () -> await(coroutine));
    assertThat(log).isEmpty();
  }

  @Test
  void itIsNotEnteredAgainInItsOwnBlock() {
    start.run(() -> {
      TaskGroup group = new TaskGroup();
      group.run(
          () -> assertRefused("has already been entered", () -> group.run(() -> log.add("BLOCK"))));
    });
    assertThat(log).isEmpty();
  }

  @Test
  void itIsNotUsedTwice() {
    start.run(() -> {
      TaskGroup group = new TaskGroup();
      group.run(() -> log.add("first"));
      assertRefused("has already been entered", () -> group.run(() -> log.add("SECOND")));
    });
    assertThat(log).containsExactly("first");
  }

  @Test
  void beforeItsBlockItMakesNoTask() {
    start.run(() -> assertCreateTaskRefused("has not been entered", new TaskGroup()));
  }

  @Test
  void afterItsEndItMakesNoTask() {
    start.run(() -> {
      TaskGroup group = new TaskGroup();
      group.run(() -> sleep(0));
      assertCreateTaskRefused("is finished", group);
    });
  }

  @Test
  void whileItIsBeingEndedItMakesNoTask() {
    start.run(() -> {
      Throwable thrown =
          catchThrowable(() ->
              taskGroup(group -> {
                group.createTask(() -> failAfter(1));
                group.createTask(() -> {
                  try {
                    await(sleep(10));
                  } catch (CancelledError e) {
                    assertCreateTaskRefused("is shutting down", group);
                    throw e;
                  }
                });
              }));
      assertThat(thrown).isInstanceOf(ExceptionGroup.class);
      assertThat(((ExceptionGroup) thrown).exceptions()).hasSize(1);
    });
  }

  private static void failAfter(double seconds) {
    await(sleep(seconds));
    throw new UnsupportedOperationException("after " + seconds);
  }

  @Test
  void withoutALoopItIsNotEntered() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new TaskGroup().run(() -> log.add("BLOCK")))
        .withMessageContaining("no running event loop");
    assertThat(log).isEmpty();
  }

  @Test
  void aCallbackOfTheLoopCannotEnterIt() {
    start.run(() -> {
      TaskGroup group = new TaskGroup();
      List<Throwable> thrown = new ArrayList<>();
      runningLoop()
          .callSoon(() -> thrown.add(catchThrowable(() -> group.run(() -> log.add("BLOCK")))));
      await(sleep(0));
      assertThat(thrown.getFirst())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("inside a task");
      assertCreateTaskRefused("has not been entered", group);
    });
  }

  /** A callback may use the group of a task. */
  @Test
  void aCallbackOfTheLoopCanMakeATaskInIt() {
    start.run(() -> {
      taskGroup(group -> {
        runningLoop().callSoon(() -> group.createTask(() -> log.add("task")));
        await(sleep(1));
      });
      assertThat(log).containsExactly("task");
    });
  }

  @Test
  void anotherTaskMayMakeATaskInItWhileItIsOpen() {
    start.run(() -> {
      TaskGroup group = new TaskGroup();
      Task<Void> owner = createTask(() -> group.run(() -> await(sleep(1))));
      await(sleep(0.5));
      Task<String> task = group.createTask(sleep(2, "value"));
      await(owner);
      assertThat(task.result()).isEqualTo("value");
      assertThat(runningLoop().time()).isEqualTo(2.5);
    });
  }
}

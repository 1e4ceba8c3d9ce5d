package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.taskGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Ending a task group early. */
@Timeout(60)
@ParameterizedClass
@EnumSource(TaskStart.class)
class TaskGroupCancelTest {

  private final TaskStart start;
  private final List<String> log = new ArrayList<>();

  TaskGroupCancelTest(TaskStart start) {
    this.start = start;
  }

  /** Nothing of the group is left, and nothing of it was reported. */
  private void run(VoidBody body) {
    List<ExceptionContext> reports = new ArrayList<>();
    start.run(() -> {
      runningLoop().setExceptionHandler((_, context) -> reports.add(context));
      body.run();
      assertThat(currentTask().cancelling()).isZero();
      await(sleep(0));
      assertThat(Asyncio.allTasks()).containsExactly(currentTask());
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void itsTasksAreCancelledAndItEndsWithoutAnError() {
    run(() -> {
      List<Task<?>> tasks = new ArrayList<>();
      taskGroup(group -> {
        tasks.add(group.createTask(sleep(10)));
        tasks.add(group.createTask(sleep(20)));
        await(sleep(1));
        group.cancel();
      });
      assertThat(tasks).allMatch(Task::cancelled);
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  @Test
  void aTaskMayEndTheBlockWhereItWaits() {
    run(() -> {
      taskGroup(group -> {
        group.createTask(() -> {
          await(sleep(1));
          group.cancel();
          log.add("goes on until it waits");
          await(sleep(0));
          log.add("NOT REACHED");
        });
        await(sleep(10));
        log.add("NOT REACHED");
      });
      assertThat(runningLoop().time()).isEqualTo(1);
    });
    assertThat(log).containsExactly("goes on until it waits");
  }

  @Test
  void aTaskMayEndTheGroupThatWaitsForIt() {
    run(() -> {
      List<Task<?>> tasks = new ArrayList<>();
      taskGroup(group -> {
        tasks.add(group.createTask(sleep(10)));
        group.createTask(() -> {
          await(sleep(1));
          group.cancel();
        });
      });
      assertThat(tasks).allMatch(Task::cancelled);
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  @Test
  void aTaskOutsideMayEndIt() {
    run(() -> {
      TaskGroup group = new TaskGroup();
      Task<Void> owner =
          createTask(() ->
              group.run(() -> {
                group.createTask(sleep(10));
                await(sleep(20));
              }));
      await(sleep(1));
      group.cancel();
      await(owner);
      assertThat(owner.cancelled()).isFalse();
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  @Test
  void aCallbackMayEndIt() {
    run(() -> {
      taskGroup(group -> {
        group.createTask(sleep(10));
        runningLoop().callLater(1, group::cancel);
      });
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  @Test
  void onlyTheFirstOfSeveralCompetitorsEndsTheGroup() {
    run(() -> {
      taskGroup(group -> {
        for (int i = 3; i > 0; i--) {
          int seconds = i;
          group.createTask(() -> {
            await(sleep(seconds));
            log.add("winner " + seconds);
            group.cancel();
          });
        }
      });
      assertThat(runningLoop().time()).isEqualTo(1);
    });
    assertThat(log).containsExactly("winner 1");
  }

  @Test
  void aSecondTimeNothingHappens() {
    run(() -> {
      List<Task<?>> tasks = new ArrayList<>();
      taskGroup(group -> {
        tasks.add(
            group.createTask(() -> {
              try {
                await(sleep(10));
              } finally {
                await(sleep(1));
                group.cancel();
                await(sleep(1));
                log.add("cleaned up");
              }
            }));
        await(sleep(1));
        group.cancel();
        group.cancel();
        assertThat(currentTask().cancelling()).isEqualTo(1);
        assertThat(tasks.getFirst().cancelling()).isEqualTo(1);
      });
      assertThat(runningLoop().time()).isEqualTo(3);
    });
    assertThat(log).containsExactly("cleaned up");
  }

  @Test
  void afterItsEndNothingHappens() {
    run(() -> {
      TaskGroup group = new TaskGroup();
      Task<String> task = group.run(() -> List.of(group.createTask(sleep(1, "value")))).getFirst();
      group.cancel();
      assertThat(currentTask().cancelling()).isZero();
      await(sleep(1));
      assertThat(task.result()).isEqualTo("value");
      assertThat(group).hasToString("<TaskGroup entered>");
    });
  }

  @Test
  void beforeItsBlockTheBlockIsCancelledWhereItWaits() {
    run(() -> {
      TaskGroup group = new TaskGroup();
      group.cancel();
      group.run(() -> {
        log.add("block");
        await(sleep(10));
        log.add("NOT REACHED");
      });
      assertThat(runningLoop().time()).isZero();
    });
    assertThat(log).containsExactly("block");
  }

  @Test
  void aBlockThatNeverWaitsRunsToItsEnd() {
    run(() -> {
      TaskGroup group = new TaskGroup();
      group.cancel();
      assertThat(group.<String>run(() -> "value")).isEqualTo("value");
      await(sleep(1));
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  @Test
  void afterItTheBlockStartsNoMoreTasks() {
    run(() -> {
      taskGroup(group -> {
        group.cancel();
        assertThatIllegalStateException()
            .isThrownBy(() -> group.createTask(() -> log.add("BODY")))
            .withMessageContaining("is shutting down");
      });
    });
    assertThat(log).isEmpty();
  }

  @Test
  void theBlockThatItCutShortReturnsNull() {
    run(() -> {
      String result =
          taskGroup(group -> {
            group.cancel();
            await(sleep(1));
            return "value";
          });
      assertThat(result).isNull();
    });
  }

  @Test
  void theBlockThatEndedBeforeKeepsItsResult() {
    run(() -> {
      String result =
          taskGroup(group -> {
            group.createTask(sleep(10));
            runningLoop().callLater(1, group::cancel);
            return "value";
          });
      assertThat(result).isEqualTo("value");
    });
  }

  /** gh-155418: it is no task of the group yet when it calls cancel. */
  @Test
  void aTaskThatCallsItBeforeItFirstWaitsIsCancelledThere() {
    run(() -> {
      List<Task<?>> tasks = new ArrayList<>();
      taskGroup(group -> {
        tasks.add(
            group.createTask(
                async(() -> {
                  group.cancel();
                  await(sleep(10));
                }),
                TaskOptions.eager()));
        assertThat(tasks.getFirst().cancelling()).isEqualTo(1);
      });
      assertThat(tasks.getFirst().cancelled()).isTrue();
      assertThat(runningLoop().time()).isZero();
    });
  }
}

package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.taskGroup;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A task group in which nothing fails. */
@Timeout(60)
@ParameterizedClass
@EnumSource(TaskStart.class)
class TaskGroupTest {

  private final TaskStart start;
  private final List<String> log = new ArrayList<>();

  TaskGroupTest(TaskStart start) {
    this.start = start;
  }

  @Test
  void itEndsWhenAllOfItsTasksHave() {
    start.run(() -> {
      List<Task<String>> tasks = new ArrayList<>();
      taskGroup(group -> {
        tasks.add(group.createTask(sleep(1, "one")));
        tasks.add(group.createTask(sleep(2, "two")));
      });
      assertThat(runningLoop().time()).isEqualTo(2);
      assertThat(tasks).extracting(Task::result).containsExactly("one", "two");
    });
  }

  @Test
  void itsTasksRunWhileTheBlockWaits() {
    start.run(() -> {
      List<Task<String>> tasks = new ArrayList<>();
      taskGroup(group -> {
        tasks.add(group.createTask(sleep(1, "one")));
        await(sleep(1.5));
        assertThat(tasks.getFirst().done()).isTrue();
        tasks.add(group.createTask(sleep(2, "two")));
      });
      assertThat(runningLoop().time()).isEqualTo(3.5);
      assertThat(tasks).extracting(Task::result).containsExactly("one", "two");
    });
  }

  @Test
  void itGivesWhatTheBlockReturnsWhenTheTasksHaveEnded() {
    start.run(() -> {
      String result =
          taskGroup(group -> {
            group.createTask(sleep(1));
            return "result at " + runningLoop().time();
          });
      assertThat(result).isEqualTo("result at 0.0");
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  @Test
  void aGroupThatWasMadeBeforeIsRunWithABlock() {
    start.run(() -> {
      TaskGroup group = new TaskGroup();
      assertThat(
              group.run(() -> {
                Task<String> task = group.createTask(sleep(1, "value"));
                return await(task);
              }))
          .isEqualTo("value");
    });
  }

  @Test
  void aBlockMayEndByAwaitingWhatItReturns() {
    start.run(() -> {
      TaskGroup group = new TaskGroup();
      assertThat(group.run(() -> group.createTask(sleep(1, "value")))).isEqualTo("value");
    });
  }

  @Test
  void aTaskIsMadeOfACoroutineOrOfABody() {
    start.run(() -> {
      List<Task<?>> tasks = new ArrayList<>();
      taskGroup(group -> {
        tasks.add(group.createTask(async(() -> "coroutine")));
        tasks.add(group.createTask(() -> "value"));
        tasks.add(group.createTask(() -> sleep(1, "awaited")));
        tasks.add(group.createTask(() -> log.add("ran")));
        tasks.add(group.createTask(() -> log.clear()));
      });
      assertThat(tasks)
          .<Object>extracting(Task::result)
          .containsExactly("coroutine", "value", "awaited", true, null);
    });
  }

  @Test
  void aTaskThatIsCancelledByItselfDisturbsNobody() {
    start.run(() -> {
      List<Task<String>> tasks = new ArrayList<>();
      taskGroup(group -> {
        tasks.add(group.createTask(sleep(10, "one")));
        await(sleep(1));
        tasks.getFirst().cancel();
        tasks.add(group.createTask(sleep(2, "two")));
      });
      assertThat(tasks.getFirst().cancelled()).isTrue();
      assertThat(tasks.getLast().result()).isEqualTo("two");
      assertThat(runningLoop().time()).isEqualTo(3);
      assertThat(currentTask().cancelling()).isZero();
    });
  }

  @Test
  void aTaskMayAddMoreWhileTheGroupWaits() {
    start.run(() -> {
      taskGroup(group -> {
        group.createTask(() -> {
          await(sleep(1));
          group.createTask(() -> logAfter(2));
          group.createTask(() -> logAfter(1));
        });
      });
      assertThat(log).containsExactly("after 1 at 2.0", "after 2 at 3.0");
      assertThat(runningLoop().time()).isEqualTo(3);
    });
  }

  private void logAfter(int seconds) {
    await(sleep(seconds));
    log.add("after " + seconds + " at " + runningLoop().time());
  }

  @Test
  void itKnowsTheTasksThatHaveNotEndedInTheOrderInWhichTheyWereStarted() {
    start.run(() -> {
      taskGroup(group -> {
        Task<Void> slow = group.createTask(sleep(2));
        Task<Void> fast = group.createTask(sleep(1));
        assertThat(group.tasks()).containsExactly(slow, fast);
        await(sleep(1.5));
        assertThat(group.tasks()).containsExactly(slow);
        await(sleep(1));
        assertThat(group.tasks()).isEmpty();
      });
    });
  }

  @Test
  void manyTasksComeAndGoWhileTheBlockGoesOn() {
    start.run(() -> {
      taskGroup(group -> {
        for (int i = 0; i < 1_000; i++) {
          await(sleep(1));
          group.createTask(sleep(2.5));
          assertThat(group.tasks()).hasSizeLessThanOrEqualTo(3);
        }
      });
      assertThat(runningLoop().time()).isEqualTo(1_002.5);
    });
  }

  @Test
  void aTaskMayHaveAName() {
    start.run(() -> {
      taskGroup(group -> {
        assertThat(group.createTask(sleep(0), TaskOptions.named("fetch")).name())
            .isEqualTo("fetch");
      });
    });
  }

  @Test
  void aTaskMayHaveAContextThatItChanges() {
    ContextVar<Integer> var = new ContextVar<>("var", 0);
    start.run(() -> {
      taskGroup(group -> {
        Context context = Context.copyContext();
        for (int value = 1; value <= 2; value++) {
          int now = value;
          await(
              group.createTask(
                  async(() -> {
                    await(sleep(0));
                    var.set(now);
                  }),
                  TaskOptions.DEFAULT.withContext(context)));
          context.run(() -> assertThat(var.get()).isEqualTo(now));
        }
        assertThat(var.get()).isZero();
      });
    });
  }

  @Test
  void itsTextTellsWhatItHolds() {
    start.run(() -> {
      TaskGroup group = new TaskGroup();
      assertThat(group).hasToString("<TaskGroup>");
      group.run(() -> {
        assertThat(group).hasToString("<TaskGroup entered>");
        group.createTask(sleep(1));
        group.createTask(sleep(1));
        assertThat(group).hasToString("<TaskGroup tasks=2 entered>");
        group.cancel();
        assertThat(group).hasToString("<TaskGroup tasks=2 cancelling>");
      });
    });
  }
}

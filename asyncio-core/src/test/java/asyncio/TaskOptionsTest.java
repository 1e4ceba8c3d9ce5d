package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.waitAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Names, contexts and factories of tasks. */
class TaskOptionsTest {

  // ----- names

  @Test
  void tasksWithoutANameAreNumbered() {
    TestTime.run(() -> {
      Task<Void> first = createTask(sleep(0));
      Task<Void> second = createTask(sleep(0));
      assertThat(first.name()).matches("Task-\\d+");
      assertThat(number(second)).isEqualTo(number(first) + 1);
      assertThat(first.name()).isEqualTo(first.name());
    });
  }

  @Test
  void aTaskThatIsGivenANameTakesNoNumber() {
    TestTime.run(() -> {
      Task<Void> first = createTask(sleep(0));
      Task<Void> named = createTask(sleep(0), TaskOptions.named("reader"));
      Task<Void> second = createTask(sleep(0), TaskOptions.DEFAULT);
      assertThat(named.name()).isEqualTo("reader");
      assertThat(number(second)).isEqualTo(number(first) + 1);
    });
  }

  @Test
  void numbersGoOnFromOneLoopToTheNext() {
    List<Integer> numbers = new ArrayList<>();
    TestTime.run(() -> numbers.add(number(currentTask())));
    TestTime.run(() -> numbers.add(number(currentTask())));

    assertThat(numbers.getLast()).isGreaterThan(numbers.getFirst());
  }

  private static int number(Task<?> task) {
    return Integer.parseInt(task.name().substring("Task-".length()));
  }

  @Test
  void aTaskCanBeRenamedAtAnyTime() {
    TestTime.run(() -> {
      Task<String> task =
          createTask(
              async(() -> {
                currentTask().setName("while it runs");
                await(sleep(1));
                return currentTask().name();
              }),
              TaskOptions.named("at first"));
      task.setName("before its start");
      assertThat(task.name()).isEqualTo("before its start");
      await(sleep(0));
      assertThat(task.name()).isEqualTo("while it runs");
      task.setName("while it waits");
      assertThat(await(task)).isEqualTo("while it waits");
      task.setName("at the end");
      assertThat(task.name()).isEqualTo("at the end");
    });
  }

  @Test
  void theThreadOfANamedTaskHasItsName() {
    TestTime.run(() -> {
      Task<List<String>> task =
          createTask(
              async(() -> {
                String before = Thread.currentThread().getName();
                await(sleep(1));
                return List.of(before, Thread.currentThread().getName());
              }),
              TaskOptions.named("reader"));
      await(sleep(0));
      task.setName("renamed");
      assertThat(await(task)).containsExactly("reader", "renamed");
    });
  }

  @Test
  void aTaskSaysItsNameAndState() {
    TestTime.run(() -> {
      Task<String> task = createTask(async(() -> "r"), TaskOptions.named("reader"));
      assertThat(task).hasToString("<Task name='reader' pending>");
      await(task);
      assertThat(task).hasToString("<Task name='reader' finished result=r>");
    });
  }

  @Test
  void aTaskSaysWhichTaskItWaitsForAndThatItIsBeingCancelled() {
    TestTime.run(() -> {
      Task<Void> reader = createTask(sleep(1), TaskOptions.named("reader"));
      Task<Void> writer = createTask(async(() -> await(reader)), TaskOptions.named("writer"));
      await(sleep(0));
      assertThat(writer).hasToString("<Task name='writer' pending wait_for='reader'>");

      writer.cancel();
      assertThat(writer).hasToString("<Task name='writer' cancelling wait_for='reader'>");
    });
  }

  @Test
  void aTaskSaysHowItEnded() {
    TestTime.run(() -> {
      Task<String> failed =
          createTask(
              async(() -> {
                throw new IllegalStateException("broken");
              }),
              TaskOptions.named("writer"));
      Task<Void> cancelled = createTask(sleep(1), TaskOptions.named("poller"));
      cancelled.cancel();
      await(waitAll(List.of(failed, cancelled)));

      assertThat(failed.toString()).contains("'writer' finished", "IllegalStateException: broken");
      assertThat(cancelled.toString()).contains("'poller' cancelled");
      assertThat(failed.exception()).hasMessage("broken");
    });
  }

  // ----- coroutine and context

  @Test
  void aTaskKnowsItsCoroutine() {
    TestTime.run(() -> {
      Coroutine<Void> coroutine = sleep(0);
      Task<Void> task = createTask(coroutine);
      assertThat(task.coroutine()).isSameAs(coroutine);
      await(task);
      assertThat(task.coroutine()).isSameAs(coroutine);
    });
  }

  @Test
  void aTaskRunsInACopyOfTheContextOfItsCreator() {
    ContextVar<String> variable = new ContextVar<>("variable", "unset");
    TestTime.run(() -> {
      variable.set("at creation");
      Task<String> task =
          createTask(() -> {
            String seen = variable.get();
            variable.set("by the task");
            await(sleep(1));
            return seen + ", then " + variable.get();
          });
      variable.set("after creation");
      assertThat(await(task)).isEqualTo("at creation, then by the task");
      assertThat(variable.get()).isEqualTo("after creation");
      assertThat(task.context().run(() -> variable.get())).isEqualTo("by the task");
    });
  }

  @Test
  void aTaskRunsInTheVeryContextThatIsGiven() {
    ContextVar<String> variable = new ContextVar<>("variable", "unset");
    Context context = new Context();
    TestTime.run(() -> {
      Task<?> task =
          createTask(
              async(() -> variable.set("by the task")), TaskOptions.DEFAULT.withContext(context));
      assertThat(task.context()).isSameAs(context);
      assertThat(task.name()).startsWith("Task-");
      await(task);
      assertThat(variable.get()).isEqualTo("unset");
    });
    assertThat(context.run(() -> variable.get())).isEqualTo("by the task");
  }

  // ----- factories

  /** Makes tasks as they are made without it, and remembers them. */
  private static final class Remembering implements TaskFactory {

    final List<Task<?>> made = new ArrayList<>();
    final List<TaskOptions> options = new ArrayList<>();

    @Override
    public <T extends @Nullable Object> Task<T> create(
        EventLoop loop, Coroutine<T> coroutine, TaskOptions asked) {
      Task<T> task = Task.create(loop, coroutine, asked);
      made.add(task);
      options.add(asked);
      return task;
    }
  }

  @Test
  void aFactoryMakesAllTasksOfItsLoop() {
    Remembering factory = new Remembering();
    TestTime.run(() -> {
      runningLoop().setTaskFactory(factory);
      assertThat(runningLoop().taskFactory()).isSameAs(factory);
      Task<Void> task = createTask(sleep(0), TaskOptions.named("explicit"));
      await(gather(sleep(0), sleep(0)));

      assertThat(factory.made).hasSize(3).startsWith(task);
      assertThat(factory.options)
          .containsExactly(TaskOptions.named("explicit"), TaskOptions.DEFAULT, TaskOptions.DEFAULT);
    });
  }

  @Test
  void withoutAFactoryTasksAreMadeAsBefore() {
    Remembering factory = new Remembering();
    TestTime.run(() -> {
      runningLoop().setTaskFactory(factory);
      runningLoop().setTaskFactory(null);
      assertThat(runningLoop().taskFactory()).isNull();
      await(createTask(sleep(0)));
      assertThat(factory.made).isEmpty();
    });
  }
}

package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createEagerTaskFactory;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.runCoroutineThreadsafe;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.shield;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.taskGroup;
import static asyncio.Asyncio.waitFor;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loops whose tasks start at once. */
@Timeout(60)
class EagerTaskFactoryTest {

  private final EventLoop loop = TestTime.newLoop();
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  /** Makes tasks, and counts those that do not start at once. */
  private static final class Counting implements TaskFactory {
    int lazy;
    int eager;

    @Override
    public <T extends @Nullable Object> Task<T> create(
        EventLoop loop, Coroutine<T> coroutine, TaskOptions options) {
      if (Boolean.TRUE.equals(options.eagerStart())) {
        eager++;
      } else {
        lazy++;
      }
      return Task.create(loop, coroutine, options);
    }
  }

  private void run(VoidBody body) {
    loop.runUntilComplete(async(body));
  }

  @Test
  void theLoopKnowsItsFactory() {
    TaskFactory factory = Asyncio::eagerTaskFactory;
    loop.setTaskFactory(factory);
    assertThat(loop.taskFactory()).isSameAs(factory);
    run(() -> assertThat(createTask(() -> "value").result()).isEqualTo("value"));
  }

  @Test
  void aFactoryMayHaveAnotherOneMakeItsTasks() {
    Counting counting = new Counting();
    loop.setTaskFactory(createEagerTaskFactory(counting));
    run(() -> {
      counting.lazy = 0;
      counting.eager = 0;
      assertThat(createTask(() -> "value").done()).isTrue();
      assertThat(createTask(async(() -> "value"), TaskOptions.DEFAULT.withEagerStart(false)).done())
          .isFalse();
      assertThat(counting.eager).isEqualTo(1);
      assertThat(counting.lazy).isEqualTo(1);
    });
  }

  @Test
  void theTasksHaveTheNameAndTheContextThatTheyWereGiven() {
    Context context = new Context();
    for (TaskFactory factory :
        List.<TaskFactory>of(Asyncio::eagerTaskFactory, createEagerTaskFactory(Task::create))) {
      loop.setTaskFactory(factory);
      run(() -> {
        Task<String> task =
            createTask(
                async(() -> currentTask().name()), TaskOptions.named("given").withContext(context));
        assertThat(task.result()).isEqualTo("given");
        assertThat(task.context()).isSameAs(context);
      });
    }
  }

  @Test
  void aLoopThatDoesNotRunStartsNothing() {
    loop.setTaskFactory(Asyncio::eagerTaskFactory);
    Task<Boolean> task = loop.createTask(async(() -> log.add("runs")));
    assertThat(log).isEmpty();
    loop.runUntilComplete(task);
    assertThat(log).containsExactly("runs");
  }

  @Test
  void withoutTheFactoryATaskMayBeStartedAtOnceAllTheSame() {
    run(() -> {
      assertThat(createTask(async(() -> "value"), TaskOptions.eager()).done()).isTrue();
      assertThat(createTask(async(() -> "value")).done()).isFalse();
    });
  }

  // ----- the functions that make tasks

  @Test
  void whatNeedsNoTimeIsDoneAtOnceInAGatherAShieldAndATimeout() {
    loop.setTaskFactory(Asyncio::eagerTaskFactory);
    run(() -> {
      loop.callSoon(() -> log.add("next iteration"));
      assertThat(gather(() -> 1, () -> 2).done()).isTrue();
      assertThat(shield(() -> 3).done()).isTrue();
      assertThat(await(waitFor(() -> 4, 1))).isEqualTo(4);
      assertThat(log).isEmpty();
    });
  }

  @Test
  void coroutinesThatWaitAreGatheredAsEver() {
    loop.setTaskFactory(Asyncio::eagerTaskFactory);
    run(() -> {
      assertThat(await(gather(sleep(2, "slow"), sleep(1, "fast"), async(() -> "at once"))))
          .containsExactly("slow", "fast", "at once");
      assertThat(runningLoop().time()).isEqualTo(2);
    });
  }

  @Test
  void aCoroutineThatIsHandedInStartsAtOnceInItsCallback() {
    loop.setTaskFactory(Asyncio::eagerTaskFactory);
    run(() -> {
      CompletableFuture<String> result =
          runCoroutineThreadsafe(async(() -> currentTask().name()), loop);
      assertThat(result).isNotDone();
      await(sleep(0));
      await(sleep(0)); // one for the task, one to tell the result
      assertThat(result).isCompleted();
    });
  }

  // ----- how many tasks are made that do not start at once

  private int lazyTasksOf(boolean eager, Coroutine<?> main) {
    Counting counting = new Counting();
    loop.setTaskFactory(eager ? createEagerTaskFactory(counting) : counting);
    loop.runUntilComplete(main);
    return counting.lazy;
  }

  @Test
  void coroutinesThatAwaitOneAnotherMakeNoTasks() {
    assertThat(lazyTasksOf(false, chain(100))).isEqualTo(1);
    assertThat(lazyTasksOf(true, chain(100))).isZero();
  }

  @Test
  void taskGroupsInTaskGroupsMakeATaskForEach() {
    assertThat(lazyTasksOf(false, groups(5, 4))).isEqualTo(1 + 5 + 25 + 125 + 625);
    assertThat(lazyTasksOf(true, groups(5, 4))).isZero();
  }

  @Test
  void gathersInGathersMakeATaskForEach() {
    assertThat(lazyTasksOf(false, gathers(5, 4))).isEqualTo(1 + 5 + 25 + 125 + 625);
    assertThat(lazyTasksOf(true, gathers(5, 4))).isZero();
  }

  private static Coroutine<Integer> chain(int depth) {
    return async(() -> depth == 0 ? 0 : 1 + await(chain(depth - 1)));
  }

  private static Coroutine<Void> groups(int width, int depth) {
    return async(() -> {
      if (depth > 0) {
        taskGroup(group -> {
          Collections.nCopies(width, depth - 1)
              .forEach(below -> group.createTask(groups(width, below)));
        });
      }
    });
  }

  private static Coroutine<Void> gathers(int width, int depth) {
    return async(() -> {
      if (depth > 0) {
        await(
            gather(
                Collections.nCopies(width, depth - 1).stream()
                    .map(below -> gathers(width, below))
                    .toList()));
      }
    });
  }
}

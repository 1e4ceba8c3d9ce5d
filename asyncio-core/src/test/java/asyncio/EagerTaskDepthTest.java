package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that start at once in one another, many deep. */
@Timeout(60)
class EagerTaskDepthTest {

  private final List<String> log = new ArrayList<>();

  private static Task<Void> eager(String name, VoidBody body) {
    return createTask(async(body), TaskOptions.named(name).withEagerStart(true));
  }

  @Test
  void inOneAnotherFiveHundredDeep() {
    TestTime.run(() -> {
      List<Task<?>> tasks = new ArrayList<>();
      nest(500, tasks);
      assertThat(tasks).hasSize(500).noneMatch(Task::done);
      assertThat(log).hasSize(500).startsWith("499 starts").endsWith("0 starts");
      log.clear();
      await(sleep(1));
      assertThat(log).hasSize(500).startsWith("0 ends").endsWith("499 ends");
      assertThat(tasks).allMatch(Task::done);
    });
  }

  private void nest(int depth, List<Task<?>> tasks) {
    if (depth == 0) {
      return;
    }
    int number = depth - 1;
    tasks.add(
        eager(
            "" + number,
            () -> {
              log.add(number + " starts");
              nest(number, tasks);
              assertThat(currentTask().name()).isEqualTo("" + number);
              await(sleep(0));
              log.add(number + " ends");
            }));
  }

  @Test
  void inOneAnotherAndAwaitedFiveHundredDeep() {
    TestTime.run(() -> {
      Task<Integer> task = depth(500);
      assertThat(task.done()).isFalse();
      assertThat(await(task)).isEqualTo(500);
      Task<Integer> cancelled = depth(500);
      cancelled.cancel();
      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(cancelled));
      assertThat(Asyncio.allTasks()).containsExactly(currentTask());
    });
  }

  private static Task<Integer> depth(int left) {
    return createTask(
        async(() -> {
          if (left == 0) {
            await(sleep(1));
            return 0;
          }
          return await(depth(left - 1)) + 1;
        }),
        TaskOptions.eager());
  }

  /** A mistake, mostly; like any recursion it may end with the stack, but not the loop with it. */
  @Test
  void inOneAnotherTooDeepTheLoopGoesOnAllTheSame() {
    TestTime.run(() -> {
      Task<Void> task = eager("first", () -> tooDeep(20_000));
      assertThat(catchThrowable(() -> await(task)))
          .satisfiesAnyOf(
              none -> assertThat(none).isNull(),
              thrown -> assertThat(thrown).isInstanceOf(StackOverflowError.class));
      assertThat(await(createTask(sleep(1, "value")))).isEqualTo("value");
      assertThat(Asyncio.allTasks()).containsExactly(currentTask());
    });
  }

  private static void tooDeep(int left) {
    if (left > 0) {
      await(eager("next", () -> tooDeep(left - 1)));
    }
  }
}

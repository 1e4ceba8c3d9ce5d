package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which task is the running one. */
class CurrentTaskTest {

  private final List<Task<?>> seen = new ArrayList<>();

  @Test
  void tasksThatTakeTurnsEachSeeThemselves() {
    TestTime.run(() -> {
      Future<String> first = runningLoop().createFuture();
      Future<String> second = runningLoop().createFuture();
      Task<Void> a =
          createTask(() -> {
            seen.add(currentTask());
            await(first);
            seen.add(currentTask());
            second.setResult("go on");
          });
      Task<Void> b =
          createTask(() -> {
            seen.add(currentTask());
            first.setResult("go on");
            await(second);
            seen.add(currentTask());
          });
      await(a);
      await(b);
      assertThat(seen).containsExactly(a, b, a, b);
    });
  }

  @Test
  void aTaskThatFailsOrIsCancelledIsNoLongerTheRunningOne() {
    TestTime.run(() -> {
      Task<?> main = currentTask();
      Task<Void> failing =
          createTask(() -> {
            throw new IllegalStateException();
          });
      assertThatThrownBy(() -> await(failing)).isInstanceOf(IllegalStateException.class);
      assertThat(currentTask()).isSameAs(main);

      Task<Void> cancelled = createTask(sleep(10));
      await(sleep(0));
      cancelled.cancel();
      assertThatThrownBy(() -> await(cancelled)).isInstanceOf(CancelledError.class);
      assertThat(currentTask()).isSameAs(main);
    });
  }

  @Test
  void betweenTheStepsOfTasksThereIsNone() {
    TestTime.run(() -> {
      runningLoop().callSoon(() -> seen.add(currentTask()));
      await(createTask(sleep(0)));
      runningLoop().callSoon(() -> seen.add(currentTask()));
      await(sleep(0));
    });
    assertThat(seen).hasSize(2).containsOnlyNulls();
  }

  @Test
  void whileALoopDoesNotRunItHasNone() {
    try (EventLoop loop = TestTime.newLoop()) {
      assertThat(loop.current).isNull();
      Task<Void> task =
          loop.createTask(
              async(() -> {
                seen.add(currentTask());
              }));
      loop.runUntilComplete(task);
      assertThat(seen).containsExactly(task);
      assertThat(loop.current).isNull();
    }
  }

  @Test
  void whereNoLoopRunsNobodyCanAsk() {
    assertThatThrownBy(Asyncio::currentTask)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no running event loop");
  }
}

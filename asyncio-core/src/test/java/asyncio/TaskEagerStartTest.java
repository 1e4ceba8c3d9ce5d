package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether a task that is made starts at once. */
class TaskEagerStartTest {

  private final List<String> seen = new ArrayList<>();

  private Coroutine<Boolean> notingItsTask() {
    return async(() -> seen.add(currentTask().name()));
  }

  @Test
  void aTaskThatIsToStartAtOnceHasEndedIfItNeedNotWait() {
    TestTime.run(() -> {
      Task<?> main = currentTask();
      Task<Boolean> task =
          createTask(notingItsTask(), TaskOptions.named("eager").withEagerStart(true));
      assertThat(seen).containsExactly("eager");
      assertThat(task.done()).isTrue();
      assertThat(currentTask()).isSameAs(main);
      assertThat(await(task)).isTrue();
    });
  }

  @Test
  void aTaskThatIsNotToStartAtOnceWaitsForTheNextIteration() {
    TestTime.run(() -> {
      Task<Boolean> task =
          createTask(notingItsTask(), TaskOptions.named("lazy").withEagerStart(false));
      assertThat(seen).isEmpty();
      assertThat(task.done()).isFalse();
      assertThat(await(task)).isTrue();
      assertThat(seen).containsExactly("lazy");
    });
  }

  @Test
  void aTaskThatIsNotToStartAtOnceWaitsThoughItsFactoryIsEager() {
    TestTime.run(() -> {
      runningLoop().setTaskFactory(Asyncio::eagerTaskFactory);
      Task<Boolean> lazy = createTask(notingItsTask(), TaskOptions.DEFAULT.withEagerStart(false));
      assertThat(lazy.done()).isFalse();
      Task<Boolean> eager = createTask(notingItsTask());
      assertThat(eager.done()).isTrue();
      await(lazy);
      assertThat(seen).containsExactly(eager.name(), lazy.name());
    });
  }

  @Test
  void aTaskThatWaitsGoesOnLikeAnyOther() {
    TestTime.run(() -> {
      Task<String> task = createTask(sleep(1, "value"), TaskOptions.eager());
      assertThat(task.done()).isFalse();
      assertThat(await(task)).isEqualTo("value");
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  @Test
  void onALoopThatDoesNotRunNothingStarts() {
    try (EventLoop loop = TestTime.newLoop()) {
      Task<Boolean> task = loop.createTask(notingItsTask(), TaskOptions.eager());
      assertThat(task.done()).isFalse();
      assertThat(seen).isEmpty();
      assertThat(loop.runUntilComplete(task)).isTrue();
    }
  }
}

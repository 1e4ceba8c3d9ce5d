package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.ensureFuture;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Making a future of whatever can be awaited. */
class EnsureFutureTest {

  @Test
  void aCoroutineBecomesATaskOfTheRunningLoop() {
    TestTime.run(() -> {
      Future<String> future = ensureFuture(sleep(1, "value"));
      assertThat(future).isInstanceOf(Task.class);
      assertThat(future.loop()).isSameAs(runningLoop());
      assertThat(future.done()).isFalse();
      assertThat(await(future)).isEqualTo("value");
    });
  }

  @Test
  void aCoroutineRunsThoughNobodyAwaitsItsTask() {
    TestTime.run(() -> {
      Future<String> future = ensureFuture(async(() -> "value"));
      await(sleep(0));
      assertThat(future.result()).isEqualTo("value");
    });
  }

  @Test
  void aFutureStaysItselfDoneOrNot() {
    TestTime.run(() -> {
      Future<String> pending = runningLoop().createFuture();
      Future<String> done = runningLoop().createFuture();
      done.setResult("value");
      assertThat(ensureFuture(pending)).isSameAs(pending);
      assertThat(ensureFuture(done)).isSameAs(done);
    });
  }

  @Test
  void aTaskStaysItself() {
    TestTime.run(() -> {
      Task<String> task = createTask(() -> "value");
      assertThat(ensureFuture(task)).isSameAs(task);
      assertThat(await(ensureFuture(task))).isEqualTo("value");
    });
  }

  @Test
  void aTaskOfAnotherLoopIsRefusedEvenIfItIsDone() {
    try (EventLoop other = TestTime.newLoop()) {
      Task<String> task = other.createTask(async(() -> "value"));
      assertThat(other.runUntilComplete(task)).isEqualTo("value");
      TestTime.run(() ->
          assertThatThrownBy(() -> ensureFuture(task))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("different event loop"));
    }
  }

  @Test
  void withoutARunningLoopThereIsNothingToMakeATaskOn() {
    Coroutine<String> coroutine = async(() -> "value");
    assertThatThrownBy(() -> ensureFuture(coroutine))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no running event loop");

    // it was not taken
    TestTime.run(() -> assertThat(await(coroutine)).isEqualTo("value"));
  }
}

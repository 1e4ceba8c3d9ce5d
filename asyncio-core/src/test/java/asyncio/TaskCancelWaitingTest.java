package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cancelling a task and what it waits for, and what the task does about that. */
class TaskCancelWaitingTest {

  private final List<Object> seen = new ArrayList<>();

  @Test
  void theFutureAndThenTheTaskMayBothBeCancelled() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      Task<String> task = createTask(() -> await(future));
      await(sleep(0));

      assertThat(future.cancel("the future")).isTrue();
      assertThat(task.cancel("the task")).isTrue();

      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(future.cancelled()).isTrue();
      assertThat(task.cancelled()).isTrue();
      assertThat(task.cancelling()).isEqualTo(1);
    });
  }

  @Test
  void aTaskThatCancelsItselfCancelsTheTaskThatItAwaitsNext() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      Task<String> nested = createTask(() -> await(future));
      Task<String> task =
          createTask(() -> {
            await(sleep(0)); // the nested task is waiting by now
            currentTask().cancel("all of us");
            return await(nested);
          });

      assertThatThrownBy(() -> await(task)).hasMessage("all of us");
      assertThat(task.cancelled()).isTrue();
      assertThat(nested.cancelled()).isTrue();
      assertThat(future.cancelled()).isTrue();
    });
  }

  @Test
  void aTaskThatSwallowsTheErrorMayWaitForMore() {
    TestTime.run(() -> {
      Future<String> first = runningLoop().createFuture();
      Future<String> second = runningLoop().createFuture();
      Task<String> task =
          createTask(() -> {
            try {
              return await(first);
            } catch (CancelledError e) {
              return await(second);
            }
          });
      await(sleep(0));
      task.cancel();
      await(sleep(0));
      assertThat(first.cancelled()).isTrue();
      assertThat(second.done()).isFalse();

      second.setResult("in the end");

      assertThat(await(task)).isEqualTo("in the end");
      assertThat(task.cancelled()).isFalse();
    });
  }

  @Test
  void aCoroutineThatIsAwaitedPassesTheErrorToItsAwaiter() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      Task<String> task =
          createTask(() -> {
            try {
              return await(noting(future));
            } catch (CancelledError e) {
              seen.add("outer");
              return "handled";
            }
          });
      await(sleep(0));
      task.cancel();

      assertThat(await(task)).isEqualTo("handled");
      assertThat(future.cancelled()).isTrue();
    });
    assertThat(seen).containsExactly("inner", "outer");
  }

  private Coroutine<String> noting(Future<String> future) {
    return async(() -> {
      try {
        return await(future);
      } catch (CancelledError e) {
        seen.add("inner");
        throw e;
      }
    });
  }

  @Test
  void aKeyboardInterruptInsteadOfTheErrorLeavesTheLoop() {
    KeyboardInterrupt interrupt = new KeyboardInterrupt();
    try (EventLoop loop = TestTime.newLoop()) {
      Task<Void> task =
          loop.createTask(
              async(() -> {
                try {
                  await(sleep(10));
                } catch (CancelledError e) {
                  throw interrupt;
                }
              }));
      loop.stop();
      loop.runForever();
      task.cancel();
      assertThat(task.done()).isFalse();

      assertThatThrownBy(loop::runForever).isSameAs(interrupt);

      assertThat(task.cancelled()).isFalse();
      assertThat(task.exception()).isSameAs(interrupt);
    }
  }

  @Test
  void theFailureOfATaskThatIsCancelledAfterwardsIsNotReported() {
    TestTime.run(() -> {
      runningLoop().setExceptionHandler((loop, context) -> seen.add(context.message()));
      Task<Void> task =
          createTask(() -> {
            throw new IOException("nobody cares");
          });
      await(sleep(1));
      assertThat(task.cancel()).isFalse();
    });
    assertThat(seen).isEmpty();
  }
}

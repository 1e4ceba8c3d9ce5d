package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Cancelling tasks that wait for themselves, in a circle: the cancellation goes round until the
 * stack ends, as CPython's does until its RecursionError.
 */
class CancelCircleTest {

  private final List<Throwable> handled = new ArrayList<>();

  /** In CPython the error comes out of the task's step, to the exception handler. */
  @Test
  @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
  void aTaskThatIsToBeCancelledAndAwaitsItsOwnGatherIsReportedAndWaits() {
    TestTime.run(() -> {
      handleErrors();
      Future<Object> other = runningLoop().createFuture();
      Task<Object> task =
          createTask(
              async(() -> {
                currentTask().cancel("at last");
                return await(gather(List.of(self(), other)));
              }));
      await(sleep(1));
      assertThat(task.done()).isFalse();
      assertThat(handled).hasOnlyElementsOfType(StackOverflowError.class).hasSize(1);

      other.setException(new IllegalArgumentException("ends the gather"));

      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
    });
  }

  /** CPython cancels first, and then notes that it did. */
  @Test
  void aTimeOutThatCouldNotCancelItsBlockHasNotExpired() {
    TestTime.run(() -> {
      handleErrors();
      Task<Object> circle = createTask(async(() -> await(gather(List.of(forever(), self())))));
      await(sleep(0));

      assertThatThrownBy(() -> await(waitFor(gather(List.of(forever(), circle)), 1)))
          .isInstanceOf(CancelledError.class);
      assertThat(runningLoop().time()).isEqualTo(1);
      assertThat(handled).hasOnlyElementsOfType(StackOverflowError.class).hasSize(1);
    });
  }

  private void handleErrors() {
    runningLoop().setExceptionHandler((loop, context) -> handled.add(context.exception()));
  }

  private static Coroutine<Object> forever() {
    return sleep(3600, "too late");
  }

  @SuppressWarnings("unchecked") // the tests give objects
  private static Task<Object> self() {
    return (Task<Object>) currentTask();
  }
}

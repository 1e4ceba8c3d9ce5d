package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.waitAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the error of a cancelled task says: the message, and where the task was. */
class TaskCancelErrorTest {

  // ----- the message

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "why"})
  void whoAsksForTheResultLaterIsToldTheMessage(String message) {
    TestTime.run(() -> {
      Task<Void> task = cancelledInItsSleep(message);
      assertThatThrownBy(task::result).isInstanceOf(CancelledError.class).hasMessage(message);
    });
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "why"})
  void whoAsksForTheExceptionLaterIsToldTheMessage(String message) {
    TestTime.run(() -> {
      Task<Void> task = cancelledInItsSleep(message);
      assertThatThrownBy(task::exception).isInstanceOf(CancelledError.class).hasMessage(message);
    });
  }

  private static Task<Void> cancelledInItsSleep(String message) {
    Task<Void> task = createTask(sleep(10));
    await(sleep(0));
    task.cancel(message);
    await(waitAll(List.of(task)));
    return task;
  }

  @Test
  void aCancellationWithoutAMessageHasNone() {
    TestTime.run(() -> {
      Task<Void> task = createTask(sleep(10));
      await(sleep(0));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class).hasMessage(null);
    });
  }

  @Test
  void aTaskThatNeverRanHasItsMessageToo() {
    TestTime.run(() -> {
      Task<Void> task = createTask(sleep(10));
      task.cancel("not needed");
      await(waitAll(List.of(task)));
      assertThatThrownBy(task::exception)
          .isInstanceOf(CancelledError.class)
          .hasMessage("not needed");
    });
  }

  @Test
  void whoCatchesTheErrorMayThrowAnotherBecauseOfIt() {
    TestTime.run(() -> {
      Task<Void> inner = createTask(sleep(10));
      Task<Void> outer =
          createTask(() -> {
            try {
              await(inner);
            } catch (CancelledError e) {
              throw new IllegalStateException("given up", e);
            }
          });
      runningLoop().callLater(1, () -> inner.cancel("why"));

      assertThatThrownBy(() -> await(outer))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("given up")
          .cause()
          .isInstanceOf(CancelledError.class)
          .hasMessage("why")
          .hasNoCause();
      assertThat(outer.cancelled()).isFalse();
    });
  }

  // ----- the stack

  @Test
  void theErrorShowsWhereTheTaskWaited() {
    TestTime.run(() -> {
      Task<Void> task = createTask(() -> untilTomorrow());
      await(sleep(0));
      task.cancel();
      assertThatMethodsOf(catchThrowable(() -> await(task))).contains("untilTomorrow");
    });
  }

  @Test
  void theErrorShowsWhereTheTaskWaitedToWhoAsksLater() {
    TestTime.run(() -> {
      Task<Void> task = createTask(() -> untilTomorrow());
      await(sleep(0));
      task.cancel();
      await(waitAll(List.of(task)));
      assertThatMethodsOf(catchThrowable(task::exception)).contains("untilTomorrow");
    });
  }

  private static void untilTomorrow() {
    await(sleep(86_400));
  }

  private static ListAssert<String> assertThatMethodsOf(Throwable thrown) {
    assertThat(thrown).isInstanceOf(CancelledError.class);
    return assertThat(
        Arrays.stream(thrown.getStackTrace()).map(StackTraceElement::getMethodName).toList());
  }
}

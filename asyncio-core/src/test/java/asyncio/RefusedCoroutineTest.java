package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a coroutine that could not be made a task. */
final class RefusedCoroutineTest {

  /** Refuses as a closed loop does. */
  private static final class Refusing implements TaskFactory {

    @Override
    public <T extends @Nullable Object> Task<T> create(
        EventLoop loop, Coroutine<T> coroutine, TaskOptions options) {
      throw new IllegalStateException("refused");
    }
  }

  @Test
  void whoCallsEnsureFutureIsToldByTheErrorAndNotWarnedAsWell() {
    try (LoggingCapture logged = new LoggingCapture()) {
      TestTime.run(() -> {
        runningLoop().setTaskFactory(new Refusing());
        assertThatIllegalStateException()
            .isThrownBy(() -> ensureFuture(sleep(1)))
            .withMessage("refused");
        runningLoop().setTaskFactory(null);
      });

      assertThat(logged.messages()).isEmpty();
    }
  }

  @Test
  void whoCallsCreateTaskKeepsItAndMayTryAgain() {
    TestTime.run(() -> {
      runningLoop().setTaskFactory(new Refusing());
      Coroutine<String> coroutine = sleep(1, "value");
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> createTask(coroutine));
      runningLoop().setTaskFactory(null);

      assertThat(await(createTask(coroutine))).isEqualTo("value");
    });
  }
}

package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run that a KeyboardInterrupt has left: nothing of it disturbs the next one. */
@Timeout(60)
final class InterruptedRunTest {

  private final EventLoop loop = TestTime.newLoop();
  private final List<String> log = new ArrayList<>();
  private final List<String> reports = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void theEndOfItsTaskDoesNotStopTheNextRun() {
    loop.callSoon(InterruptedRunTest::interrupt);
    assertInterrupted(async(() -> await(sleep(1))));

    // the task of the interrupted run ends meanwhile
    assertThat(loop.runUntilComplete(sleep(2, "value"))).isEqualTo("value");
    assertThat(loop.time()).isEqualTo(2);
  }

  @Test
  void theTaskThatThrewItDoesNotStopTheNextRun() {
    assertInterrupted(async(InterruptedRunTest::interrupt));

    loop.callSoon(() ->
        loop.callSoon(() -> {
          log.add("second iteration");
          loop.stop();
        }));
    loop.runForever();
    assertThat(log).containsExactly("second iteration");
  }

  @Test
  void whatRunUntilCompleteHasThrownIsNotReportedAgain() {
    loop.setExceptionHandler((where, context) -> reports.add(context.message()));
    assertInterrupted(async(InterruptedRunTest::interrupt));
    loop.close();

    assertThat(reports).isEmpty();
  }

  @Test
  void itsTaskGoesOnInTheNextRun() {
    loop.callSoon(InterruptedRunTest::interrupt);
    Task<String> task = loop.createTask(sleep(1, "value"));
    assertThatExceptionOfType(KeyboardInterrupt.class)
        .isThrownBy(() -> loop.runUntilComplete(task));
    assertThat(task.done()).isFalse();

    assertThat(loop.runUntilComplete(task)).isEqualTo("value");
  }

  private void assertInterrupted(Coroutine<?> coroutine) {
    assertThatExceptionOfType(KeyboardInterrupt.class)
        .isThrownBy(() -> loop.runUntilComplete(coroutine));
    assertThat(loop.isRunning()).isFalse();
  }

  private static void interrupt() {
    throw new KeyboardInterrupt();
  }
}

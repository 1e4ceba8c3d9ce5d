package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Debug mode tells afterwards how long a callback, or a step of a task, has taken. */
@Timeout(60)
final class SlowCallbackTest {

  private final EventLoop loop = TestTime.newLoop();
  private final LoggingCapture logged = new LoggingCapture();

  @BeforeEach
  void everythingIsSlow() {
    loop.setDebug(true);
    loop.setSlowCallbackDuration(Duration.ofNanos(1));
  }

  @AfterEach
  void close() {
    logged.close();
    loop.close();
  }

  @Test
  void aSlowCallbackIsNamed() {
    loop.callSoon(
        new Runnable() {
          @Override
          public void run() {
            waitForTheClock();
            loop.stop();
          }

          @Override
          public String toString() {
            return "stop the loop";
          }
        });
    loop.runForever();

    assertThat(reports())
        .singleElement()
        .asString()
        .matches("Executing <Handle stop the loop> took .* seconds");
  }

  @Test
  void aSlowStepOfATaskIsNamedByTheTask() {
    loop.createTask(
        async(() -> {
          waitForTheClock();
          loop.stop();
        }),
        TaskOptions.named("stopper"));
    loop.runForever();

    assertThat(reports())
        .singleElement()
        .asString()
        .matches("Executing <Task name='stopper' .*> took .* seconds");
  }

  @Test
  void whatIsFastEnoughIsNotNamed() {
    loop.setSlowCallbackDuration(Duration.ofDays(1));
    loop.callSoon(loop::stop);
    loop.createTask(sleep(0));
    loop.runForever();
    loop.stop();
    loop.runForever();

    assertThat(reports()).isEmpty();
  }

  /** However coarse it is. */
  private static void waitForTheClock() {
    long before = System.nanoTime();
    while (System.nanoTime() == before) {
      Thread.onSpinWait();
    }
  }

  private List<String> reports() {
    assertThat(logged.records()).extracting(LogRecord::getLevel).allMatch(Level.WARNING::equals);
    return logged.messages().stream().filter(text -> text.startsWith("Executing")).toList();
  }
}

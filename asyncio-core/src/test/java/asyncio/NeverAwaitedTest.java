package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The warning of coroutines that were made and never awaited. */
@Timeout(60)
class NeverAwaitedTest {

  private final LoggingCapture log = new LoggingCapture();

  @AfterEach
  void stopCapturing() {
    log.close();
  }

  @Test
  void theyAreCountedWhenTheLoopCloses() {
    TestTime.run(() -> {
      sleep(1);
      sleep(2);
      await(sleep(3));
    });

    assertThat(log.messages()).hasSize(1);
    assertThat(log.messages().getFirst())
        .startsWith("2 coroutine(s) were never awaited")
        .contains("-Dasyncio.debug=true");
    assertThat(log.records().getFirst().getLevel()).isEqualTo(Level.WARNING);
  }

  @Test
  void whatWasAwaitedOrClosedOrGivenToATaskIsNotCounted() {
    TestTime.run(() -> {
      await(sleep(1));
      sleep(2).close();
      createTask(sleep(3));
      createTask(sleep(4)).cancel();
      await(sleep(0));
    });

    assertThat(log.messages()).isEmpty();
  }

  @Test
  void theCoroutineOfATaskThatNeverStartedIsNotCounted() {
    EventLoop loop = TestTime.newLoop();
    loop.setExceptionHandler((on, context) -> {});
    loop.createTask(sleep(1));
    loop.close();

    assertThat(log.messages()).isEmpty();
  }

  @Test
  void whatIsMadeOutsideOfALoopIsNobodysBusiness() {
    sleep(1);
    TestTime.run(() -> await(sleep(0)));

    assertThat(log.messages()).isEmpty();
  }

  @Test
  void closingALoopAgainDoesNotWarnAgain() {
    EventLoop loop = TestTime.newLoop();
    loop.callSoon(() -> sleep(1));
    loop.stop();
    loop.runForever();
    loop.close();
    loop.close();

    assertThat(log.messages()).hasSize(1);
  }

  @Test
  void debugModeShowsWhereEachOneWasMade() {
    TestTime.run(() -> {
      runningLoop().setDebug(true);
      runningLoop().setSlowCallbackDuration(Duration.ofHours(1)); // no report of a busy machine
      makeAndForget();
      await(sleep(0));
    });

    assertThat(log.records()).hasSize(1);
    LogRecord entry = log.records().getFirst();
    assertThat(entry.getLevel()).isEqualTo(Level.WARNING);
    assertThat(entry.getMessage()).startsWith("a coroutine was never awaited");
    assertThat(entry.getThrown().getStackTrace())
        .extracting(StackTraceElement::getMethodName)
        .contains("makeAndForget");
  }

  private static void makeAndForget() {
    async(() -> await(sleep(1)));
  }

  @Test
  void debugModeTellsAsSoonAsACoroutineIsGarbage() {
    try (Runner runner = new Runner(true)) {
      runner.loop().setSlowCallbackDuration(Duration.ofHours(1)); // no report of a busy machine
      runner.run(
          async(() -> {
            makeAndForget();
            while (log.records().isEmpty()) {
              System.gc();
              await(sleep(0.001));
            }
          }));
    }

    assertThat(log.messages()).hasSize(1);
  }

  @Test
  void debugModeIsSilentAboutWhatWasAwaitedOrClosed() {
    TestTime.run(() -> {
      Coroutine<Void> before = sleep(1);
      runningLoop().setDebug(true);
      runningLoop().setSlowCallbackDuration(Duration.ofHours(1)); // no report of a busy machine
      await(before);
      await(sleep(1));
      sleep(2).close();
      await(createTask(sleep(3)));
    });

    assertThat(log.messages()).isEmpty();
  }

  @Test
  void aCoroutineMadeInDebugModeMayBeAwaitedWithoutIt() {
    TestTime.run(() -> {
      runningLoop().setDebug(true);
      runningLoop().setSlowCallbackDuration(Duration.ofHours(1)); // no report of a busy machine
      Coroutine<Void> before = sleep(1);
      runningLoop().setDebug(false);
      await(before);
    });

    assertThat(log.messages()).isEmpty();
  }
}

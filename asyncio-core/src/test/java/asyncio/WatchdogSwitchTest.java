package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the watchdog watches: while the loop runs, if it is switched on, and never in vain. */
@Timeout(60)
final class WatchdogSwitchTest {

  private static final Duration SHORT = Duration.ofMillis(10);

  private final LoggingCapture logged = new LoggingCapture();

  @AfterEach
  void closeLog() {
    logged.close();
  }

  // ----- on

  @Test
  void itCanBeSwitchedOnInTheMiddleOfWhatIsStuck() {
    run(() -> {
      runningLoop().setWatchdog(SHORT);
      computeUntilReported();
    });
  }

  @Test
  void aShorterLimitHoldsForWhatRunsAlready() {
    run(() -> {
      runningLoop().setWatchdog(Duration.ofDays(1));
      await(sleep(0));
      runningLoop().setWatchdog(SHORT);
      computeUntilReported();
    });
  }

  @Test
  void itWatchesAgainWhenTheLoopRunsAgain() {
    try (EventLoop loop = EventLoop.create()) {
      loop.setWatchdog(SHORT);
      loop.runUntilComplete(sleep(0));
      loop.runUntilComplete(async(this::computeUntilReported));
    }
  }

  @Test
  void debugModeHandsOverToItWhenThatEnds() {
    run(() -> {
      EventLoop loop = runningLoop();
      loop.setWatchdog(SHORT);
      loop.setSlowCallbackDuration(Duration.ofDays(1));
      loop.setDebug(true);
      await(sleep(0));
      loop.setDebug(false);
      computeUntilReported();
    });
  }

  /** When it began nobody looked at the clock. */
  @Test
  void whatDebugModeFindsRunningIsNotSaidToHaveTakenLong() {
    run(() -> {
      EventLoop loop = runningLoop();
      loop.setWatchdog(Duration.ofDays(1));
      await(sleep(0));
      loop.setSlowCallbackDuration(Duration.ofMinutes(1));
      loop.setDebug(true);
      await(sleep(0));
      loop.setDebug(false);
    });

    assertThat(logged.messages()).noneMatch(text -> text.startsWith("Executing"));
  }

  @Test
  void withoutDebugModeNobodySaysAtTheEndHowLongItTook() {
    run(() -> {
      runningLoop().setWatchdog(SHORT);
      await(sleep(0));
      computeUntilReported();
    });

    assertThat(logged.messages()).noneMatch(text -> text.startsWith("Executing"));
  }

  @Test
  void anotherThreadThatIsRefusedHasChangedNothing() {
    run(() -> {
      EventLoop loop = runningLoop();
      List<Throwable> thrown = new ArrayList<>();
      CountDownLatch tried = new CountDownLatch(1);
      Thread.ofPlatform()
          .start(() -> {
            try {
              loop.setDebug(true);
            } catch (IllegalStateException e) {
              thrown.add(e);
            }
            tried.countDown();
          });
      tried.await();

      assertThat(thrown).hasSize(1);
      assertThat(loop.debug()).isFalse();
    });
  }

  // ----- off

  @Test
  void offMeansThatThereIsNoThread() {
    run(() -> {
      waitUntilNobodyWatches();
      await(sleep(0));
      assertThat(watchdogs()).isEmpty();
    });
  }

  @Test
  void switchedOffItsThreadEnds() {
    run(() -> {
      waitUntilNobodyWatches();
      runningLoop().setWatchdog(SHORT);
      assertThat(watchdogs()).hasSize(1).allMatch(Thread::isDaemon);
      await(sleep(0));
      assertThat(watchdogs()).hasSize(1);
      runningLoop().setWatchdog(null);
      waitUntilNobodyWatches();
    });
  }

  @Test
  void itsThreadEndsWithTheRunOfTheLoop() {
    waitUntilNobodyWatches();
    try (EventLoop loop = TestTime.newLoop()) {
      loop.setWatchdog(Duration.ofDays(1));
      assertThat(watchdogs()).isEmpty();
      loop.runUntilComplete(
          async(() -> {
            assertThat(watchdogs()).hasSize(1);
          }));
      waitUntilNobodyWatches();
    }
  }

  @Test
  void twoLoopsAreWatchedEachByItsOwn() {
    run(() -> {
      waitUntilNobodyWatches();
      runningLoop().setWatchdog(Duration.ofDays(1));
      await(
          toThread(() ->
              run(() -> {
                currentTask().setName("in the other loop");
                runningLoop().setWatchdog(SHORT);
                assertThat(watchdogs()).hasSize(2);
                computeUntilReported();
              })));
    });

    assertThat(reports())
        .extracting(LogRecord::getMessage)
        .isNotEmpty()
        .allMatch(text -> text.startsWith("<Task name='in the other loop'"));
  }

  private static void waitUntilNobodyWatches() {
    Wait.until(() -> watchdogs().isEmpty());
  }

  private static List<Thread> watchdogs() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("asyncio-watchdog"))
        .toList();
  }

  // ----- a loop that waits is not stuck

  @Test
  void aLoopThatWaitsBetweenItsStepsIsNotReported() {
    run(() -> {
      runningLoop().setWatchdog(Duration.ofMillis(1));
      await(sleep(0.1));
      await(toThread(() -> Thread.sleep(100)));
    });

    assertNobodyIsReportedForWaiting();
  }

  @Test
  void aLoopThatStartsByWaitingForATimerIsNotReported() {
    try (EventLoop loop = EventLoop.create()) {
      loop.setWatchdog(Duration.ofMillis(1));
      loop.callLater(0.2, loop::stop);
      loop.runForever();
    }

    assertNobodyIsReportedForWaiting();
  }

  @Test
  void aLoopThatStartsByWaitingForAnotherThreadIsNotReported() {
    try (EventLoop loop = EventLoop.create()) {
      loop.setWatchdog(Duration.ofMillis(1));
      Future<String> future = loop.createFuture();
      Thread other =
          Thread.ofPlatform()
              .start(() -> {
                Wait.until(() -> loop.isRunning() && !watchdogs().isEmpty());
                sleepFor(200);
                loop.callSoonThreadsafe(() -> future.setResult("done"));
              });
      assertThat(loop.runUntilComplete(future)).isEqualTo("done");
      Wait.forEnd(other);
    }

    assertNobodyIsReportedForWaiting();
  }

  private static void sleepFor(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** On a busy machine a step may well take longer than the limit, and be reported. */
  private void assertNobodyIsReportedForWaiting() {
    assertThat(reports())
        .allSatisfy(report ->
            assertThat(report.getThrown().getStackTrace())
                .extracting(StackTraceElement::getClassName)
                .doesNotContain(ParkDriver.class.getName()));
  }

  // -----

  private void computeUntilReported() {
    int before = reports().size();
    long start = System.nanoTime();
    while (reports().size() == before) {
      assertThat(System.nanoTime() - start).as("waits in vain").isLessThan(15_000_000_000L);
      Thread.onSpinWait();
    }
  }

  private List<LogRecord> reports() {
    return logged.records().stream()
        .filter(report -> report.getMessage().contains("has been blocking the event loop for"))
        .toList();
  }
}

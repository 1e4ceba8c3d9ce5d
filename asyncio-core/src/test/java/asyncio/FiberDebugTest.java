package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Debug mode tells which coroutine blocks the loop, and where. */
@Timeout(60)
final class FiberDebugTest {

  @Test
  void aCoroutineThatBlocksIsReportedWithItsStack() {
    try (LoggingCapture logged = new LoggingCapture()) {
      run(
          async(() -> {
            runningLoop().setSlowCallbackDuration(Duration.ofMillis(20));
            currentTask().setName("blocker");
            blockUntilReported(logged);
          }),
          true);

      assertThat(logged.messages()).hasSizeGreaterThanOrEqualTo(2);
      assertThat(logged.messages().getLast())
          .startsWith("Executing <Task name='blocker'")
          .contains("took")
          .endsWith("seconds");
      assertThat(logged.messages().getFirst())
          .contains("<Task name='blocker'")
          .contains("has been blocking the event loop")
          .contains("toThread");
      LogRecord report = logged.records().getFirst();
      assertThat(report.getLevel()).isEqualTo(Level.WARNING);
      assertThat(report.getThrown()).hasMessage("stuck here");
      assertThat(report.getThrown().getStackTrace())
          .extracting(StackTraceElement::getMethodName)
          .containsSubsequence("await", "blockUntilReported");
    }
  }

  private static void blockUntilReported(LoggingCapture logged) throws InterruptedException {
    CountDownLatch reported = new CountDownLatch(1);
    Thread.ofPlatform()
        .start(() -> {
          Wait.until(() -> !logged.records().isEmpty());
          reported.countDown();
        });
    reported.await();
  }

  @Test
  void aCoroutineThatBlocksTwiceIsReportedTwice() {
    try (LoggingCapture logged = new LoggingCapture()) {
      run(
          async(() -> {
            runningLoop().setSlowCallbackDuration(Duration.ofMillis(20));
            for (int i = 1; i <= 2; i++) {
              long reports = blockings(logged) + 1;
              CountDownLatch reported = new CountDownLatch(1);
              Thread.ofPlatform()
                  .start(() -> {
                    Wait.until(() -> blockings(logged) >= reports);
                    reported.countDown();
                  });
              reported.await();
              await(sleep(0));
            }
          }),
          true);

      assertThat(logged.messages()).filteredOn(text -> text.startsWith("Executing")).hasSize(2);
    }
  }

  private static long blockings(LoggingCapture logged) {
    return logged.messages().stream().filter(text -> text.contains("has been blocking")).count();
  }

  @Test
  void aCoroutineThatBlocksForLessIsNotReportedWhateverWakesTheLoopsThread() {
    try (LoggingCapture logged = new LoggingCapture()) {
      run(
          async(() -> {
            EventLoop loop = runningLoop();
            loop.setSlowCallbackDuration(Duration.ofHours(1));
            Thread[] loopThread = new Thread[1];
            loop.callSoon(() -> loopThread[0] = Thread.currentThread());
            await(sleep(0));
            blockWhileUnparking(loopThread[0]);
          }),
          true);

      assertThat(logged.messages()).isEmpty();
    }
  }

  private static void blockWhileUnparking(Thread loopThread) throws InterruptedException {
    Thread mine = Thread.currentThread();
    CountDownLatch over = new CountDownLatch(1);
    Thread.ofPlatform()
        .start(() -> {
          for (int i = 0; i < 10; i++) {
            Wait.untilBlocked(mine);
            Wait.untilBlocked(loopThread);
            LockSupport.unpark(loopThread);
          }
          over.countDown();
        });
    over.await();
  }

  @Test
  void aCoroutineThatAwaitsIsNotReported() {
    try (LoggingCapture logged = new LoggingCapture()) {
      run(
          async(() -> {
            runningLoop().setSlowCallbackDuration(Duration.ofMillis(500));
            await(sleep(0.7));
            await(toThread(() -> Thread.sleep(700)));
          }),
          true);

      assertThat(logged.messages()).isEmpty();
    }
  }

  @Test
  void withoutDebugModeNothingIsReported() {
    try (LoggingCapture logged = new LoggingCapture()) {
      run(() -> {
        runningLoop().setSlowCallbackDuration(Duration.ofNanos(1));
        Thread.sleep(2);
      });

      assertThat(logged.messages()).isEmpty();
    }
  }
}

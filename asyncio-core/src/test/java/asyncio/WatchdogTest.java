package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The watchdog reports what keeps the loop from going on, while it does. */
@Timeout(60)
final class WatchdogTest {

  private static final Duration SHORT = Duration.ofMillis(10);

  private final LoggingCapture logged = new LoggingCapture();

  @AfterEach
  void closeLog() {
    logged.close();
  }

  @Test
  void aCoroutineThatComputesIsReportedWhileItDoes() {
    runWatched(() -> {
      currentTask().setName("computing");
      await(sleep(0));
      computeUntilReported(1);
    });

    assertReport("<Task name='computing' pending>", "computeUntilReported");
  }

  @Test
  void aCoroutineThatBlocksIsReportedWhileItDoes() {
    runWatched(() -> {
      currentTask().setName("blocking");
      await(sleep(0));
      blockUntilReported();
    });

    assertReport("<Task name='blocking' pending>", "blockUntilReported");
  }

  @Test
  void aCoroutineThatIsAwaitedIsReportedWithWhoAwaitsIt() {
    runWatched(() -> {
      currentTask().setName("awaiting");
      await(inner());
    });

    assertReport("<Task name='awaiting' pending>", "computeUntilReported", "lambda$inner");
  }

  private Coroutine<Void> inner() {
    return async(() -> computeUntilReported(1));
  }

  @Test
  void aCallbackIsReportedByItsText() {
    runWatched(() -> {
      Future<Void> over = runningLoop().createFuture();
      runningLoop()
          .callSoon(
              new Runnable() {
                @Override
                public void run() {
                  computeUntilReported(1);
                  over.setResult(null);
                }

                @Override
                public String toString() {
                  return "the callback";
                }
              });
      await(over);
    });

    assertReport("<Handle the callback>", "computeUntilReported", "run");
  }

  @Test
  void aTimersCallbackIsReportedToo() {
    runWatched(() -> {
      Future<Void> over = runningLoop().createFuture();
      runningLoop()
          .callLater(
              0.001,
              () -> {
                computeUntilReported(1);
                over.setResult(null);
              });
      await(over);
    });

    assertReport("<TimerHandle ", "computeUntilReported");
  }

  @Test
  void aGeneratorsBodyIsReportedWithTheTaskThatAsks() {
    AsyncGenerator<Integer> generator =
        asyncGenerator(out -> {
          out.yield(1);
          computeUntilReported(1);
          out.yield(2);
        });
    runWatched(() -> {
      currentTask().setName("asking");
      for (int _ : generator) {
        await(sleep(0));
      }
    });

    assertReport("<Task name='asking' pending>", "computeUntilReported");
  }

  @Test
  void aTaskThatStartsAtOnceIsReportedAndNotItsMaker() {
    runWatched(() -> {
      currentTask().setName("maker");
      await(createTask(async(() -> computeUntilReported(1)), TaskOptions.eager().withName("made")));
    });

    assertReport("<Task name='made' pending>", "computeUntilReported");
  }

  @Test
  void afterATaskThatStartedAtOnceItsMakerIsReported() {
    runWatched(() -> {
      currentTask().setName("maker");
      Task<?> _ = createTask(sleep(0), TaskOptions.eager().withName("made"));
      computeUntilReported(1);
    });

    assertReport("<Task name='maker' pending>", "computeUntilReported");
  }

  @Test
  void whatGoesOnIsReportedAgain() {
    runWatched(() -> {
      currentTask().setName("computing");
      computeUntilReported(2);
    });

    assertThat(reports()).hasSizeGreaterThanOrEqualTo(2);
    assertReport("<Task name='computing' pending>", "computeUntilReported");
  }

  @Test
  void aTaskThatIsStuckTwiceIsReportedTwice() {
    runWatched(() -> {
      computeUntilReported(1);
      await(sleep(0));
      computeUntilReported(reports().size() + 1);
    });

    assertThat(reports()).hasSizeGreaterThanOrEqualTo(2);
  }

  /** The report is made on the watchdog's thread, which must go on. */
  @Test
  void aCallbackWhoseTextFailsIsReportedAllTheSame() {
    runWatched(() -> {
      Future<Void> over = runningLoop().createFuture();
      runningLoop()
          .callSoon(
              new Runnable() {
                @Override
                public void run() {
                  try {
                    computeUntilReported(1);
                  } finally {
                    over.setResult(null);
                  }
                }

                @Override
                public String toString() {
                  throw new IllegalStateException("no text");
                }
              });
      await(over);
    });

    assertReport("", "computeUntilReported");
  }

  @Test
  void whatTheCleanUpOfALoopThatIsClosedComputesIsReported() {
    EventLoop loop = TestTime.newLoop();
    loop.setExceptionHandler((where, context) -> {});
    loop.setWatchdog(SHORT);
    loop.createTask(
        async(() -> {
          try {
            await(loop.createFuture());
          } finally {
            computeUntilReported(1);
          }
        }),
        TaskOptions.named("left"));
    loop.runUntilComplete(sleep(0));
    loop.close();

    assertReport("<Task name='left' pending>", "computeUntilReported");
  }

  // -----

  private void runWatched(VoidBody body) {
    try (Runner runner = new Runner()) {
      runner.loop().setWatchdog(SHORT);
      runner.run(async(body));
    }
  }

  private void computeUntilReported(int reports) {
    long start = System.nanoTime();
    while (reports().size() < reports) {
      assertThat(System.nanoTime() - start).as("waits in vain").isLessThan(15_000_000_000L);
      Thread.onSpinWait();
    }
  }

  private void blockUntilReported() throws InterruptedException {
    CountDownLatch reported = new CountDownLatch(1);
    Thread.ofPlatform()
        .start(() -> {
          Wait.until(() -> !reports().isEmpty());
          reported.countDown();
        });
    reported.await();
  }

  /** Of what the tests do: on a busy machine anything else may be slow, and be reported. */
  private List<LogRecord> reports() {
    return logged.records().stream()
        .filter(report -> report.getMessage().contains("has been blocking the event loop for"))
        .filter(report ->
            Arrays.stream(report.getThrown().getStackTrace())
                .anyMatch(frame -> frame.getMethodName().endsWith("UntilReported")))
        .toList();
  }

  private void assertReport(String start, String... frames) {
    LogRecord report = reports().getLast();
    assertThat(report.getMessage()).startsWith(start).contains("toThread");
    assertThat(report.getLevel()).isEqualTo(Level.WARNING);
    assertThat(report.getThrown()).hasMessage("stuck here");
    List<String> stack =
        List.of(report.getThrown().getStackTrace()).stream()
            .map(StackTraceElement::getMethodName)
            .toList();
    for (String frame : frames) {
      assertThat(stack).anyMatch(name -> name.startsWith(frame));
    }
  }
}

package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A runner that gives what is left a limited time to end. */
@Timeout(60)
final class ShutdownGraceTest {

  private final List<String> log = new ArrayList<>();
  private final List<String> reports = new ArrayList<>();
  private double closedAt;

  @Test
  void tasksThatEndInTimeAreWaitedForAndNothingIsReported() {
    List<String> messages =
        runAndClose(
            Duration.ofSeconds(5),
            () -> {
              createTask(() -> {
                try {
                  await(sleep(100));
                } finally {
                  await(sleep(4));
                  log.add("cleaned up");
                }
              });
              await(sleep(1));
            });

    assertThat(log).containsExactly("cleaned up");
    assertThat(closedAt).isEqualTo(5.0);
    assertThat(messages).isEmpty();
    assertThat(reports).isEmpty();
  }

  private static void hangInHere() {
    await(sleep(100));
  }

  @Test
  void aTaskThatHangsIsReportedWithWhereItStandsAndWhoWaitsForItAndIsUnwound() {
    List<String> messages =
        runAndClose(
            Duration.ofSeconds(5),
            () -> {
              Task<Void> hanging =
                  createTask(
                      async(() -> {
                        try {
                          while (true) {
                            refuse();
                          }
                        } finally {
                          log.add("unwound");
                        }
                      }),
                      TaskOptions.named("hanging"));
              createTask(
                  async(() -> {
                    await(hanging);
                  }),
                  TaskOptions.named("waiting"));
              await(sleep(0));
            });

    assertThat(closedAt).isEqualTo(5.0);
    assertThat(messages).hasSize(1);
    assertThat(messages.getFirst())
        .startsWith(
            "2 task(s) did not end within the grace period of PT5S, although they were cancelled:")
        .contains("* Task(name='hanging'")
        .contains("ShutdownGraceTest.hangInHere")
        .contains("  + Awaited by:\n    * Task(name='waiting'");
    assertThat(log).containsExactly("unwound");
    assertThat(reports).hasSize(2).containsOnly("Task was destroyed but it is pending!");
  }

  private static void refuse() {
    try {
      hangInHere();
    } catch (CancelledError e) {
      // no
    }
  }

  @Test
  void whatTheOthersFailWithIsReportedAsEver() {
    runAndClose(
        Duration.ofSeconds(5),
        () -> {
          createTask(() -> {
            while (true) {
              refuse();
            }
          });
          createTask(() -> {
            try {
              await(sleep(100));
            } finally {
              fail();
            }
          });
          await(sleep(0));
        });

    assertThat(reports)
        .containsExactly(
            "unhandled exception during run() shutdown", "Task was destroyed but it is pending!");
  }

  @Test
  void withoutAnyGraceTasksAreStillCancelled() {
    List<String> messages =
        runAndClose(
            Duration.ZERO,
            () -> {
              createTask(() -> {
                try {
                  await(sleep(100));
                } finally {
                  log.add("cancelled");
                }
              });
              await(sleep(0));
            });

    assertThat(log).containsExactly("cancelled");
    assertThat(messages).isEmpty();
  }

  @Test
  void generatorsHaveTheTimeThatIsLeft() {
    List<String> messages =
        runAndClose(
            Duration.ofSeconds(5),
            () -> {
              createTask(() -> {
                try {
                  await(sleep(100));
                } finally {
                  await(sleep(3));
                }
              });
              await(sleep(0));
              AsyncGenerator<Integer> generator =
                  asyncGenerator(out -> {
                    try {
                      out.yield(1);
                    } finally {
                      hangInHere();
                    }
                  });
              KEPT.add(generator);
              generator.iterator().next();
            });
    KEPT.clear();

    assertThat(closedAt).isEqualTo(5.0);
    assertThat(messages).hasSize(1);
    assertThat(messages.getFirst()).contains("1 task(s)").contains("shutdownAsyncgens");
  }

  private static final List<Object> KEPT = new ArrayList<>();

  @Test
  void threadsHaveTheTimeThatIsLeft() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<String> messages = new ArrayList<>();
    try (LoggingCapture logging = new LoggingCapture()) {
      try (Runner runner = new Runner()) { // in real time: the virtual one waits for threads
        runner.setShutdownGrace(Duration.ofMillis(50));
        runner.run(
            async(() -> {
              createTask(
                  toThread(() -> {
                    begun.countDown();
                    go.await();
                  }));
              await(toThread(() -> begun.await()));
            }));
      }
      messages.addAll(logging.messages());
    } finally {
      go.countDown();
    }
    assertThat(messages).hasSize(1);
    assertThat(messages.getFirst())
        .startsWith("the executor did not finish its threads within PT0.0");
  }

  @Test
  void byDefaultAndWithNullATaskIsWaitedForWithoutLimit() {
    List<String> messages =
        runAndClose(
            null,
            () -> {
              createTask(() -> {
                try {
                  await(sleep(100));
                } finally {
                  await(sleep(1_000_000));
                }
              });
              await(sleep(0));
            });

    assertThat(closedAt).isEqualTo(1_000_000);
    assertThat(messages).isEmpty();
  }

  @Test
  void aNegativeGraceIsRefused() {
    try (Runner runner = new Runner()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> runner.setShutdownGrace(Duration.ofNanos(-1)));
    }
  }

  /** Runs the body, closes the runner, and gives what was logged. */
  private List<String> runAndClose(Duration grace, VoidBody body) {
    try (LoggingCapture logging = new LoggingCapture()) {
      EventLoop loop = TestTime.newLoop();
      loop.setExceptionHandler((_, context) -> reports.add(context.message()));
      try (Runner runner = new Runner(null, () -> loop)) {
        runner.setShutdownGrace(grace);
        runner.run(async(body));
      }
      closedAt = loop.time();
      assertThat(loop.isClosed()).isTrue();
      return logging.messages();
    }
  }

  private static void fail() {
    throw new IllegalStateException("clean-up");
  }
}

package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.asyncGenerator;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Ticks.assertTrace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In which iteration a loop ends, and in which order what is left is ended. As in CPython. */
class TickStopTest {

  /** Counts the iterations. */
  private static final class Counting implements IoDriver {

    private final TestTime time = new TestTime();
    private int iteration;

    @Override
    public void select(long timeoutNanos) {
      iteration++;
      time.select(timeoutNanos);
    }

    @Override
    public void wakeup() {
      time.wakeup();
    }

    @Override
    public void close() {}

    @Override
    public long nanoTime() {
      return time.nanoTime();
    }
  }

  private final Counting counting = new Counting();
  private final EventLoop loop = EventLoop.create(counting);
  private final List<String> trace = new ArrayList<>();

  private void log(String words) {
    trace.add(counting.iteration + ": " + words);
  }

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void aLoopThatIsStoppedFinishesItsIteration() {
    loop.callSoon(() -> {
      log("a");
      loop.callSoon(() -> log("scheduled by a"));
      loop.stop();
    });
    loop.callSoon(() -> log("same iteration"));
    loop.runForever();
    log("stopped");

    loop.callSoon(loop::stop);
    loop.runForever();
    log("stopped again");

    loop.stop();
    loop.callSoon(() -> log("though it was stopped before"));
    loop.runForever();
    log("stopped for good");

    assertThat(trace)
        .containsExactly(
            "1: a",
            "1: same iteration",
            "1: stopped",
            "2: scheduled by a",
            "2: stopped again",
            "3: though it was stopped before",
            "3: stopped for good");
  }

  @Test
  void aRunEndsInTheIterationAfterTheEndOfItsTask() {
    VoidBody main =
        () -> {
          loop.callSoon(() -> {
            log("scheduled by main");
            loop.callSoon(() -> log("scheduled by that"));
          });
          log("main ends");
        };
    loop.runUntilComplete(async(main));
    log("run ends");

    assertThat(trace).containsExactly("1: main ends", "2: scheduled by main", "2: run ends");
  }

  @Test
  void aKeyboardInterruptOfATaskEndsTheRunInTheMiddleOfItsIteration() {
    KeyboardInterrupt interrupt = new KeyboardInterrupt();
    VoidBody interrupted =
        () -> {
          throw interrupt;
        };
    VoidBody main =
        () -> {
          createTask(interrupted);
          loop.callSoon(() -> log("TOO LATE"));
          try {
            await(sleep(1));
          } finally {
            log("main is unwound");
          }
        };
    loop.setExceptionHandler((where, context) -> log(context.message()));

    assertThatThrownBy(() -> loop.runUntilComplete(async(main))).isSameAs(interrupt);
    log("run ends");
    loop.close();

    assertThat(trace)
        .containsExactly(
            "2: run ends",
            "2: Task was destroyed but it is pending!",
            "2: main is unwound",
            "2: Task exception was never retrieved");
  }

  @Test
  void closingTheGeneratorsTakesThreeIterationsMoreThanTheirCleanUp() {
    assertTrace(
        t -> {
          var generator =
              asyncGenerator(out -> {
                try {
                  out.yield(1);
                } finally {
                  t.log("generator's finally");
                  await(sleep(0));
                  t.log("generator closed");
                }
              });
          t.log(generator.iterator().next());
          await(t.loop().shutdownAsyncgens());
          t.log("shut down");
        },
        "+0: 1",
        "+1: generator's finally",
        "+2: generator closed",
        "+4: shut down");
  }

  @Test
  void whatTheCleanUpOfTasksThrowsIsReportedWhenAllHaveEnded() {
    List<String> seen = new ArrayList<>();
    VoidBody cleaningUp =
        () -> {
          try {
            await(sleep(10));
          } finally {
            seen.add("cancelled");
            await(sleep(0));
            seen.add("cleaned up");
          }
        };
    VoidBody failing =
        () -> {
          try {
            await(sleep(10));
          } catch (CancelledError e) {
            throw new IllegalStateException("in the clean-up");
          }
        };
    Body<Integer> main =
        () -> {
          runningLoop()
              .setExceptionHandler(
                  (where, context) -> seen.add("reported: " + context.exception().getMessage()));
          createTask(cleaningUp);
          createTask(failing);
          await(sleep(0));
          seen.add("main ends");
          return 5;
        };
    try (Runner runner = new Runner(null, TestTime::newLoop)) {
      seen.add("result " + runner.run(async(main)));
    }
    assertThat(seen)
        .containsExactly(
            "main ends", "result 5", "cancelled", "cleaned up", "reported: in the clean-up");
  }
}

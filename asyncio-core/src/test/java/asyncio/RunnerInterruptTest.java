package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An interrupt of the thread that waits in {@code run}: it cancels the main task. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RunnerInterruptTest {

  /** The thread that calls {@code run}. */
  enum Caller {
    PLATFORM,
    VIRTUAL;

    Thread start(Runnable body) {
      return this == PLATFORM
          ? Thread.ofPlatform().daemon().start(body)
          : Thread.ofVirtual().start(body);
    }
  }

  private final List<String> log = new CopyOnWriteArrayList<>();
  private volatile boolean over;

  @AfterEach
  void endWhatDoesNotEndByItself() {
    over = true;
  }

  @ParameterizedTest
  @EnumSource
  void ofAnIdleLoop(Caller caller) {
    assertThatAnInterruptCancels(
        caller,
        thread -> {
          inAnotherThread(() -> {
            Wait.until(() -> log.contains("waits"));
            Wait.untilBlocked(thread);
            thread.interrupt();
          });
          log.add("waits");
          await(sleep(3600));
        });
  }

  @ParameterizedTest
  @EnumSource
  void ofALoopWhoseCoroutineRuns(Caller caller) {
    assertThatAnInterruptCancels(
        caller,
        thread -> {
          log.add("waits");
          thread.interrupt();
          await(sleep(3600));
        });
  }

  @ParameterizedTest
  @EnumSource
  void ofALoopWhoseCoroutineBlocks(Caller caller) {
    assertThatAnInterruptCancels(
        caller,
        thread -> {
          log.add("waits");
          Thread mine = Thread.currentThread();
          Thread foreign =
              inAnotherThread(() -> {
                Wait.untilBlocked(mine);
                thread.interrupt();
              });
          Wait.forEnd(foreign);
          await(sleep(3600));
        });
  }

  /**
   * While a direct fiber comes and goes, one may get lost (ADR 1); who means it interrupts again.
   */
  @ParameterizedTest
  @EnumSource
  void ofALoopThatIsNeverIdle(Caller caller) {
    assertThatAnInterruptCancels(
        caller,
        thread -> {
          log.add("waits");
          inAnotherThread(() -> {
            while (!over && !log.contains("cancelled")) {
              thread.interrupt();
              LockSupport.parkNanos(1_000_000);
            }
          });
          while (!over) {
            await(sleep(0));
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void ofALoopThatRunsCallbacksAlone(Caller caller) {
    assertThatAnInterruptCancels(
        caller,
        thread -> {
          log.add("waits");
          EventLoop loop = runningLoop();
          Runnable[] again = new Runnable[1];
          again[0] =
              () -> {
                if (!over) {
                  loop.callSoon(again[0]);
                }
              };
          loop.callSoon(() -> {
            thread.interrupt();
            again[0].run();
          });
          await(sleep(3600));
        });
  }

  @ParameterizedTest
  @EnumSource
  void thatWasInterruptedBefore(Caller caller) {
    Thread thread =
        caller.start(() -> {
          Thread.currentThread().interrupt();
          try {
            run(() -> await(sleep(3600)));
          } catch (CancelledError e) {
            log.add("cancelled");
          }
          log.add("interrupted: " + Thread.currentThread().isInterrupted());
        });
    Wait.forEnd(thread);

    assertThat(log).containsExactly("cancelled", "interrupted: true");
  }

  @ParameterizedTest
  @EnumSource
  void theMainTaskMaySwallowItAndCleanUpMayAwait(Caller caller) {
    Thread thread =
        caller.start(() -> {
          Thread me = Thread.currentThread();
          log.add(
              run(() -> {
                createTask(() -> {
                  try {
                    await(sleep(3600));
                  } finally {
                    await(sleep(0.001));
                    log.add(await(toThread(() -> "clean-up of another task")));
                  }
                });
                interruptWhenIdle(me);
                try {
                  await(sleep(3600));
                } catch (CancelledError e) {
                  await(sleep(0.001));
                }
                return "value";
              }));
          log.add("interrupted: " + Thread.currentThread().isInterrupted());
        });
    Wait.forEnd(thread);

    assertThat(log)
        .containsExactly("waits", "clean-up of another task", "value", "interrupted: true");
  }

  @Test
  void aLoopWithoutARunnerGoesOnAndKeepsTheStatus() {
    Thread thread =
        Caller.PLATFORM.start(() -> {
          Thread me = Thread.currentThread();
          try (EventLoop loop = EventLoop.create()) {
            loop.callSoon(() -> {
              me.interrupt();
              loop.callLater(0.001, loop::stop);
            });
            loop.runForever();
          }
          log.add("interrupted: " + Thread.currentThread().isInterrupted());
        });
    Wait.forEnd(thread);

    assertThat(log).containsExactly("interrupted: true");
  }

  @Test
  void closingALoopWithPendingTasksKeepsTheStatus() {
    Thread thread =
        Caller.PLATFORM.start(() -> {
          try (EventLoop loop = EventLoop.create()) {
            loop.setExceptionHandler((where, context) -> log.add(context.message()));
            loop.createTask(async(() -> await(sleep(3600))));
            loop.stop();
            loop.runForever();
            Thread.currentThread().interrupt();
          }
          log.add("interrupted: " + Thread.currentThread().isInterrupted());
        });
    Wait.forEnd(thread);

    assertThat(log).containsExactly("Task was destroyed but it is pending!", "interrupted: true");
  }

  /** Runs the body, which gets the thread that called {@code run} and says when it waits. */
  private void assertThatAnInterruptCancels(Caller caller, Consumer<Thread> body) {
    Thread thread =
        caller.start(() -> {
          Thread me = Thread.currentThread();
          try {
            run(() -> body.accept(me));
          } catch (CancelledError e) {
            log.add("cancelled");
          }
          log.add("interrupted: " + Thread.currentThread().isInterrupted());
        });
    Wait.forEnd(thread);

    assertThat(log).containsExactly("waits", "cancelled", "interrupted: true");
  }

  private void interruptWhenIdle(Thread thread) {
    inAnotherThread(() -> {
      Wait.until(() -> log.contains("waits"));
      Wait.untilBlocked(thread);
      thread.interrupt();
    });
    log.add("waits");
  }

  private static Thread inAnotherThread(Runnable action) {
    return Thread.ofPlatform().daemon().start(action);
  }
}

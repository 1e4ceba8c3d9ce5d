package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Iterations: what runs in which, in which order, and how long the loop waits between them. */
@Timeout(60)
final class EventLoopTest {

  private final EventLoop loop = TestTime.newLoop();
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void callbacksRunInTheOrderInWhichTheyWereScheduled() {
    for (int i = 0; i < 1000; i++) {
      String number = "" + i;
      loop.callSoon(() -> log.add(number));
    }
    runOneIteration();

    assertThat(log)
        .hasSize(1000)
        .isSortedAccordingTo((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b)));
  }

  @Test
  void whatACallbackSchedulesWaitsForTheNextIteration() {
    loop.callSoon(() -> {
      log.add("a");
      loop.callSoon(() -> log.add("c"));
    });
    loop.callSoon(() -> log.add("b"));

    runOneIteration();
    assertThat(log).containsExactly("a", "b");

    runOneIteration();
    assertThat(log).containsExactly("a", "b", "c");
  }

  @Test
  void aTaskTakesItsPlaceAmongTheCallbacks() {
    loop.callSoon(() -> log.add("before"));
    loop.createTask(
        async(() -> {
          log.add("task");
        }));
    loop.callSoon(() -> log.add("after"));
    runOneIteration();

    assertThat(log).containsExactly("before", "task", "after");
  }

  @Test
  void timersThatAreDueRunAfterWhatWasReadyBefore() {
    loop.callLater(0, () -> log.add("timer"));
    loop.callSoon(() -> log.add("soon"));
    runOneIteration();

    assertThat(log).containsExactly("soon", "timer");
  }

  @Test
  void whatOtherThreadsHandedInRunsBeforeTheTimersThatAreDue() throws InterruptedException {
    loop.callLater(0, () -> log.add("timer"));
    Thread.ofPlatform().start(() -> loop.callSoonThreadsafe(() -> log.add("handed in"))).join();
    runOneIteration();

    assertThat(log).containsExactly("handed in", "timer");
  }

  @Test
  void whatWasHandedInWhileTheLoopDidNotRunKeepsItsPlaceBeforeALaterTask() {
    loop.callSoonThreadsafe(() -> log.add("handed in"));
    loop.createTask(
        async(() -> {
          log.add("task");
        }));
    runOneIteration();

    assertThat(log).containsExactly("handed in", "task");
  }

  @Test
  void aCallbackThatAlwaysSchedulesItselfDoesNotKeepTimersFromRunning() {
    Runnable[] again = new Runnable[1];
    again[0] = () -> loop.callSoon(again[0]);
    loop.callSoon(again[0]);
    loop.callLater(0, loop::stop);

    loop.runForever(); // ends
  }

  @Test
  void runUntilCompleteGivesTheResult() {
    Future<String> future = loop.createFuture();
    loop.callSoon(() -> future.setResult("value"));

    assertThat(loop.runUntilComplete(future)).isEqualTo("value");
    assertThat(loop.runUntilComplete(future)).isEqualTo("value");
    assertThat(loop.runUntilComplete(async(() -> "of a coroutine"))).isEqualTo("of a coroutine");
  }

  @Test
  void runUntilCompleteThrowsTheVeryException() {
    Exception failure = new Exception("checked");

    assertThatThrownBy(() -> loop.runUntilComplete(async(() -> raise(failure)))).isSameAs(failure);
  }

  @Test
  void runUntilCompleteRunsTheRestOfTheIterationInWhichItSeesTheEnd() {
    loop.runUntilComplete(
        async(() -> {
          loop.callSoon(() -> {
            log.add("scheduled by the last step");
            loop.callSoon(() -> log.add("one iteration later"));
          });
        }));

    assertThat(log).containsExactly("scheduled by the last step");
    runOneIteration();
    assertThat(log).endsWith("one iteration later");
  }

  @Test
  void keyboardInterruptLeavesTheLoopAtOnceAndTheRestForTheNextRun() {
    loop.callSoon(() -> log.add("first"));
    loop.callSoon(() -> {
      throw new KeyboardInterrupt();
    });
    loop.callSoon(() -> log.add("rest"));

    assertThatExceptionOfType(KeyboardInterrupt.class).isThrownBy(this::runOneIteration);
    assertThat(log).containsExactly("first");
    assertThat(loop.isRunning()).isFalse();

    runOneIteration();
    assertThat(log).containsExactly("first", "rest");
  }

  @Test
  void keyboardInterruptOfATaskLeavesRunUntilComplete() {
    assertThatExceptionOfType(KeyboardInterrupt.class)
        .isThrownBy(() -> loop.runUntilComplete(async(() -> raise(new KeyboardInterrupt()))));

    assertThat(loop.runUntilComplete(async(() -> 1))).isEqualTo(1);
  }

  @Test
  void knowsWhetherItRunsAndWhetherItIsClosed() {
    assertThat(loop.isRunning()).isFalse();
    assertThat(loop.isClosed()).isFalse();
    assertThat(loop).hasToString("<EventLoop running=false closed=false debug=false>");
    loop.runUntilComplete(
        async(() -> {
          assertThat(loop.isRunning()).isTrue();
        }));
    assertThat(loop.isRunning()).isFalse();
    loop.close();
    assertThat(loop.isClosed()).isTrue();
    assertThat(loop).hasToString("<EventLoop running=false closed=true debug=false>");
  }

  @Test
  void theRunningLoopIsTheOneThatRunsTheThread() {
    AtomicReference<EventLoop> inCallback = new AtomicReference<>();
    loop.callSoon(() -> inCallback.set(runningLoop()));

    assertThat(loop.runUntilComplete(async(() -> runningLoop()))).isSameAs(loop);
    assertThat(inCallback).hasValue(loop);
    assertThatThrownBy(Asyncio::runningLoop)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("no running event loop");
  }

  @Test
  void aTaskFactoryMakesTheTasks() {
    TaskFactory named =
        new TaskFactory() {
          @Override
          public <T> Task<T> create(EventLoop on, Coroutine<T> coroutine, TaskOptions options) {
            return Task.create(on, coroutine, TaskOptions.named("made"));
          }
        };
    loop.setTaskFactory(named);

    assertThat(loop.taskFactory()).isSameAs(named);
    assertThat(loop.runUntilComplete(async(() -> currentTask().name()))).isEqualTo("made");

    loop.setTaskFactory(null);
    assertThat(loop.taskFactory()).isNull();
    assertThat(loop.runUntilComplete(async(() -> currentTask().name()))).startsWith("Task-");
  }

  @Test
  void debugModeIsOffUntilItIsSet() {
    assertThat(loop.debug()).isFalse();
    loop.setDebug(true);
    assertThat(loop.debug()).isTrue();
  }

  @Test
  void runUntilCompleteOfAFutureOfAnotherLoopIsAnError() {
    try (EventLoop other = EventLoop.create()) {
      assertThatThrownBy(() -> loop.runUntilComplete(other.createFuture()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("different event loop");
    }
  }

  private void runOneIteration() {
    loop.stop();
    loop.runForever();
  }

  private static Object raise(Throwable exception) throws Exception {
    throw Rethrow.asIs(exception);
  }
}

package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Functions that run in executors for a loop, and its default executor. */
@Timeout(60)
final class ExecutorTest {

  private final List<String> log = new ArrayList<>();

  @Test
  void runInExecutorUsesTheExecutorGiven() {
    try (ExecutorService executor =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name("mine").factory())) {
      run(() -> {
        EventLoop loop = runningLoop();
        assertThat(await(loop.runInExecutor(executor, () -> Thread.currentThread().getName())))
            .isEqualTo("mine");
        assertThat(
                catchThrowable(
                    () -> await(loop.runInExecutor(executor, () -> Integer.parseInt("x")))))
            .isInstanceOf(NumberFormatException.class);
      });
    }
  }

  @Test
  void runInExecutorDoesNotHandOnTheContext() {
    ContextVar<String> user = new ContextVar<>("user", "nobody");
    run(() -> {
      user.set("coroutine");
      assertThat(await(runningLoop().runInExecutor(null, () -> user.get()))).isEqualTo("nobody");
    });
  }

  @Test
  void anExecutorThatRunsItAtOnceIsFine() {
    run(() -> {
      Future<String> future =
          runningLoop()
              .runInExecutor(
                  Runnable::run,
                  () -> {
                    log.add("ran");
                    return "value";
                  });
      log.add("back");
      assertThat(future.done()).isFalse();
      assertThat(await(future)).isEqualTo("value");
    });
    assertThat(log).containsExactly("ran", "back");
  }

  @Test
  void whatTheExecutorRejectsIsThrownAtOnce() {
    ExecutorService shutDown = Executors.newCachedThreadPool();
    shutDown.shutdown();
    run(() -> {
      assertThatThrownBy(() -> runningLoop().runInExecutor(shutDown, () -> 1))
          .isInstanceOf(RejectedExecutionException.class);
      assertThat(runningLoop().hasOutsideWork()).isFalse();
    });
  }

  @Test
  void aCallThatIsCancelledBeforeItBeginsDoesNotBegin() {
    List<Runnable> queue = new ArrayList<>();
    Executor manual = queue::add;
    run(() -> {
      Future<Boolean> future = runningLoop().runInExecutor(manual, () -> log.add("ran"));
      future.cancel();
      queue.removeFirst().run();
      await(sleep(0));
      assertThat(future.cancelled()).isTrue();
    });
    assertThat(log).isEmpty();
  }

  @Test
  void theLoopKnowsWhetherAnotherThreadOwesItAResult() {
    List<Runnable> queue = new ArrayList<>();
    run(() -> {
      EventLoop loop = runningLoop();
      assertThat(loop.hasOutsideWork()).isFalse();
      Future<Integer> future = loop.runInExecutor(queue::add, () -> 1);
      assertThat(loop.hasOutsideWork()).isTrue();
      queue.removeFirst().run();
      await(future);
      assertThat(loop.hasOutsideWork()).isFalse();
    });
  }

  @Test
  void aResultThatComesAfterTheLoopIsClosedIsDropped() {
    List<Runnable> queue = new ArrayList<>();
    Future<Boolean> future;
    try (EventLoop loop = EventLoop.create()) {
      future = loop.runInExecutor(queue::add, () -> log.add("ran"));
    }
    queue.removeFirst().run();

    assertThat(log).containsExactly("ran");
    assertThat(future.done()).isFalse();
  }

  @Test
  void theDefaultExecutorCanBeSetAndIsShutDownWithTheLoop() {
    ExecutorService executor =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name("mine").factory());
    try (EventLoop loop = EventLoop.create()) {
      loop.setDefaultExecutor(executor);
      String name = loop.runUntilComplete(toThread(() -> Thread.currentThread().getName()));

      assertThat(name).isEqualTo("mine");
      assertThat(executor.isShutdown()).isFalse();
    }
    assertThat(executor.isShutdown()).isTrue();
  }

  @Test
  void shuttingDownWaitsForWhatRuns() {
    CountDownLatch go = new CountDownLatch(1);
    run(() -> {
      EventLoop loop = runningLoop();
      loop.runInExecutor(
          null,
          () -> {
            go.await();
            return log.add("ended");
          });
      createTask(go::countDown);
      await(loop.shutdownDefaultExecutor(null));
      log.add("shut down");
    });

    assertThat(log).containsExactly("ended", "shut down");
  }

  @Test
  void shuttingDownWaitsNoLongerThanItsTimeOutAndSaysSo() {
    CountDownLatch go = new CountDownLatch(1);
    try (LoggingCapture logged = new LoggingCapture()) {
      run(() -> {
        EventLoop loop = runningLoop();
        loop.runInExecutor(
            null,
            () -> {
              go.await();
              return log.add("ended");
            });
        await(loop.shutdownDefaultExecutor(Duration.ofMillis(1)));
        assertThat(log).isEmpty();
        go.countDown();
      });

      assertThat(logged.messages())
          .containsExactly("the executor did not finish its threads within PT0.001S");
      assertThat(logged.records().getFirst().getLevel()).isEqualTo(Level.WARNING);
    }
  }

  @Test
  void afterShuttingDownTheDefaultExecutorTakesNothing() {
    run(() -> {
      EventLoop loop = runningLoop();
      await(loop.shutdownDefaultExecutor(null)); // there was none

      assertThatThrownBy(() -> loop.runInExecutor(null, () -> 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the loop's executor has been shut down");
      assertThatThrownBy(() -> await(toThread(() -> 1))).isInstanceOf(IllegalStateException.class);
      assertThat(await(loop.runInExecutor(Runnable::run, () -> "given"))).isEqualTo("given");
    });
  }
}

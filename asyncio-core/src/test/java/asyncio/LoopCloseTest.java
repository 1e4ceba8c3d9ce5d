package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of tasks, callbacks and timers when their loop is closed. */
@Timeout(60)
final class LoopCloseTest {

  private final EventLoop loop = EventLoop.create();
  private final List<String> log = new ArrayList<>();
  private final List<ExceptionContext> reports = new ArrayList<>();

  @BeforeEach
  void noteReports() {
    loop.setExceptionHandler((where, context) -> reports.add(context));
  }

  @Test
  void finallyBlocksOfPendingTasksRun() {
    for (String name : List.of("a", "b", "c")) {
      loop.createTask(
          async(() -> {
            try {
              nested(name);
            } finally {
              log.add("outer " + name);
            }
          }));
    }
    runOneIteration();
    loop.close();

    assertThat(log)
        .containsExactly("inner a", "outer a", "inner b", "outer b", "inner c", "outer c");
  }

  private void nested(String name) {
    try {
      await(sleep(3600));
      log.add("never");
    } finally {
      log.add("inner " + name);
    }
  }

  @Test
  void pendingTasksAreReportedOnce() {
    Task<?> started = loop.createTask(async(() -> await(sleep(3600))));
    runOneIteration();
    Task<?> notStarted = loop.createTask(async(() -> log.add("never")));
    loop.close();

    assertThat(reports)
        .extracting(ExceptionContext::message)
        .containsOnly("Task was destroyed but it is pending!");
    assertThat(reports)
        .extracting(report -> report.details().get("task"))
        .containsExactly(started, notStarted);
    assertThat(log).isEmpty();
  }

  @Test
  void theThreadsOfPendingTasksEnd() {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      loop.createTask(
          async(() -> {
            threads.add(Thread.currentThread());
            await(sleep(3600));
          }));
    }
    runOneIteration();
    loop.close();

    assertThat(threads).hasSize(100);
    threads.forEach(Wait::forEnd);
  }

  @Test
  void cleanUpRunsInItsTaskAndContextAndHasARunningLoop() {
    ContextVar<String> user = new ContextVar<>("user", "nobody");
    List<Object> seen = new ArrayList<>();
    Task<?> task =
        loop.createTask(
            async(() -> {
              user.set("task");
              try {
                await(sleep(3600));
              } finally {
                seen.addAll(List.of(currentTask(), runningLoop(), user.get()));
              }
            }));
    runOneIteration();
    loop.close();

    assertThat(seen).containsExactly(task, loop, "task");
    assertThat(loop.isRunning()).isFalse();
  }

  @Test
  void whatAPendingTaskHoldsIsReleased() {
    Object monitor = new Object();
    ReentrantLock lock = new ReentrantLock();
    loop.createTask(
        async(() -> {
          lock.lock();
          try {
            synchronized (monitor) {
              await(sleep(3600));
            }
          } finally {
            lock.unlock();
          }
        }));
    runOneIteration();
    loop.close();

    assertThat(lock.isLocked()).isFalse();
    Wait.forEnd(
        Thread.ofPlatform()
            .start(() -> {
              synchronized (monitor) {
                monitor.notifyAll();
              }
            }));
  }

  @Test
  void aTaskThatRefusesToBeUnwoundEnds() {
    Task<String> task =
        loop.createTask(
            async(() -> {
              try {
                await(sleep(3600));
              } catch (Throwable e) {
                log.add("refuses");
              }
              return "value";
            }));
    runOneIteration();
    loop.close();

    assertThat(log).containsExactly("refuses");
    assertThat(task.result()).isEqualTo("value");
  }

  @Test
  void catchingExceptionsDoesNotKeepATaskFromBeingUnwound() {
    loop.createTask(
        async(() -> {
          try {
            await(sleep(3600));
          } catch (Exception e) {
            log.add("caught");
          } finally {
            log.add("finally");
          }
          log.add("after");
        }));
    runOneIteration();
    loop.close();

    assertThat(log).containsExactly("finally");
  }

  @Test
  void anExceptionOutOfCleanUpIsReported() {
    RuntimeException failure = new RuntimeException("clean-up");
    loop.createTask(
        async(() -> {
          try {
            await(sleep(3600));
          } finally {
            raise(failure);
          }
        }));
    runOneIteration();
    loop.close();

    assertThat(reports).extracting(ExceptionContext::exception).contains(failure);
  }

  @Test
  void aTaskThatAwaitsAgainInItsCleanUpIsUnwoundFurther() {
    Future<String> never = loop.createFuture();
    Lock lock = new Lock();
    loop.createTask(
        async(() -> {
          try (var _ = await(lock.acquire())) {
            await(never);
          } finally {
            log.add("cleans up");
            await(never);
            log.add("never");
          }
        }));
    runOneIteration();
    try (LoggingCapture logged = new LoggingCapture()) {
      loop.close();

      assertThat(log).containsExactly("cleans up");
      assertThat(logged.messages()).isEmpty();
    }
  }

  @Test
  void aTaskThatAwaitsAgainAndAgainIsWarnedAboutAndDoesNotKeepTheOthersFromTheirs() {
    Future<String> never = loop.createFuture();
    loop.createTask(
        async(() -> {
          while (true) {
            try {
              await(never);
            } catch (Throwable e) {
              // and again
            }
          }
        }),
        TaskOptions.named("stubborn"));
    loop.createTask(
        async(() -> {
          try {
            await(never);
          } finally {
            log.add("cleaned up");
          }
        }));
    runOneIteration();
    try (LoggingCapture logged = new LoggingCapture()) {
      loop.close();

      assertThat(log).containsExactly("cleaned up");
      assertThat(logged.messages()).hasSize(1);
      assertThat(logged.messages().getFirst())
          .contains("'stubborn'")
          .endsWith("awaits again after its loop was closed");
    }
  }

  @Test
  void whatCleanUpAwaitsWithoutWaitingIsFine() {
    Future<String> done = loop.createFuture();
    done.setResult("value");
    loop.createTask(
        async(() -> {
          try {
            await(sleep(3600));
          } finally {
            log.add(await(done));
            log.add(await(async(() -> "of a coroutine")));
          }
        }));
    runOneIteration();
    loop.close();

    assertThat(log).containsExactly("value", "of a coroutine");
  }

  @Test
  void aLoopCanBeClosedByACoroutineOfAnother() {
    AtomicInteger unwound = new AtomicInteger();
    loop.createTask(
        async(() -> {
          try {
            await(sleep(3600));
          } finally {
            unwound.incrementAndGet();
          }
        }));
    runOneIteration();

    EventLoop other =
        run(() -> {
          loop.close();
          await(sleep(0));
          return runningLoop();
        });
    assertThat(unwound).hasValue(1);
    assertThat(other).isNotSameAs(loop);
  }

  private void runOneIteration() {
    loop.stop();
    loop.runForever();
  }

  private static void raise(RuntimeException exception) {
    throw exception;
  }
}

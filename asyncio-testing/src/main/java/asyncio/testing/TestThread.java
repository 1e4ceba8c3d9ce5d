package asyncio.testing;

import static asyncio.Asyncio.currentTask;

import asyncio.CancelledError;
import asyncio.EventLoop;
import asyncio.Task;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;
import org.opentest4j.TestAbortedException;

/** Runs the loop of one JUnit test on a thread of its own, which can be given up. */
/*
 * When the time is over, the loop is asked for its tasks, and cancels the body. If it does not
 * answer, or the body does not end, the thread is left behind, a daemon, so that JUnit goes on with
 * the other tests.
 */
final class TestThread {

  private static final long GRACE_MILLIS = 1000;

  // immutable state
  private final AsyncExtension.Settings settings;
  private final TestLoop loop;
  private final boolean parallel;
  private final LinkedBlockingQueue<Runnable> jobs = new LinkedBlockingQueue<>();

  // mutable state
  private final List<Method> methods = new ArrayList<>();
  private boolean ended; // on the thread
  private boolean givenUp; // on JUnit's

  /**
   * A thread that waits for what to run.
   *
   * @param parallel whether other tests may run at the same time
   */
  TestThread(AsyncExtension.Settings settings, boolean parallel) {
    this.settings = settings;
    this.parallel = parallel;
    loop = new TestLoop(settings.loopFactory(), true);
    Thread.ofPlatform().daemon().name("asyncio-test").start(this::work);
  }

  private void work() {
    while (!ended) {
      try {
        jobs.take().run();
      } catch (InterruptedException e) {
        // was meant for a job that has ended
      }
    }
  }

  // ----- on JUnit's thread

  /**
   * Runs the invocation as a coroutine.
   *
   * @param method whose it is, or null if it is not known
   */
  void run(Invocation<@Nullable Void> invocation, @Nullable Method method) throws Exception {
    if (givenUp) {
      invocation.skip();
      return;
    }
    if (method != null) {
      methods.add(method);
    }
    onThread(() -> loop.run(() -> proceed(invocation)));
  }

  /**
   * Ends the loop and the thread.
   *
   * @param failure what the test has failed with, or null
   * @throws AssertionError if the test has not failed, and has left something behind
   */
  void close(@Nullable Throwable failure) throws Exception {
    if (failure != null && !(failure instanceof TestAbortedException)) {
      settings.failed().set(true);
    }
    if (givenUp) {
      return;
    }
    try {
      onThread(() -> loop.close(this::isOurs).report(failure));
    } finally {
      jobs.add(() -> ended = true);
    }
  }

  private void onThread(Runnable body) throws Exception {
    FutureTask<?> job = new FutureTask<>(body, null);
    jobs.add(job);
    try {
      waitFor(job);
    } catch (TestAbortedException e) {
      throw e;
    } catch (Exception | Error e) {
      settings.failed().set(true);
      TestSchedule schedule = settings.schedule();
      if (schedule == null) {
        throw e;
      }
      Replay run = schedule.replay();
      throw run.failure("failed with " + run, "@SeededTest(seeds = " + run.seed() + ")", "", e);
    }
  }

  private void waitFor(FutureTask<?> job) throws Exception {
    try {
      if (settings.timeout() > 0) {
        job.get((long) (settings.timeout() * 1e9), TimeUnit.NANOSECONDS);
      } else {
        job.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception exception) {
        throw exception;
      }
      throw e.getCause() instanceof Error error ? error : new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw timedOut(job);
    } catch (InterruptedException e) { // JUnit's own time-out
      job.cancel(true);
      throw e;
    }
  }

  private AssertionError timedOut(FutureTask<?> job) throws InterruptedException {
    AssertionError error =
        new AssertionError(
            "the test did not end within " + settings.timeout() + " s" + askAndCancel());
    try {
      job.get(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof CancelledError)) {
        error.addSuppressed(e.getCause());
      }
    } catch (TimeoutException e) {
      givenUp = true;
      error.addSuppressed(new IllegalStateException("it does not end when it is cancelled either"));
    }
    return error;
  }

  /** The tasks, in lines that each begin with a line break. */
  private String askAndCancel() throws InterruptedException {
    EventLoop asked = loop.loop();
    CompletableFuture<String> tasks = new CompletableFuture<>();
    asked.callSoonThreadsafe(() -> {
      tasks.complete(TaskReport.of(asked));
      Task<?> main = loop.main();
      if (main != null) {
        main.cancel();
      }
    });
    try {
      return tasks.get(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      Task<?> stuck = currentTask(asked);
      return "\nthe loop is stuck in "
          + (stuck == null ? "a callback" : stuck + UserStack.lines(stuck.stack(), "    "));
    }
  }

  /** Whether the test has made the loop, and not another one that runs at the same time. */
  private boolean isOurs(EventLoop other) {
    return !parallel || other.madeAt().stream().anyMatch(this::isOfOurMethods);
  }

  private boolean isOfOurMethods(StackTraceElement frame) {
    return methods.stream()
        .anyMatch(method ->
            frame.getClassName().equals(method.getDeclaringClass().getName())
                && (frame.getMethodName().equals(method.getName())
                    || frame.getMethodName().startsWith("lambda$" + method.getName() + "$")));
  }

  // ----- in the coroutine

  private static void proceed(Invocation<@Nullable Void> invocation) throws Exception {
    try {
      invocation.proceed();
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}

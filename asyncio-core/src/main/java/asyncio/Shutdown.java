package asyncio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends what a runner's main task has left behind on its loop. */
/*
 * Without a grace period this is CPython's asyncio.run, which waits for the tasks and generators
 * without limit. With one, all of it has to be over in time, and what is not is reported and left:
 * closing the loop unwinds it.
 */
final class Shutdown {

  private static final Duration EXECUTOR_TIMEOUT = Duration.ofMinutes(5);

  private final EventLoop loop;
  private final @Nullable Duration grace;
  private final long deadline;

  Shutdown(EventLoop loop, @Nullable Duration grace) {
    this.loop = loop;
    this.grace = grace;
    this.deadline = Nanos.later(loop.nanoTime(), Nanos.ofLimit(grace));
  }

  void run() {
    cancelTasks();
    closeGenerators();
    shutdownExecutor();
  }

  private void cancelTasks() {
    List<Task<?>> left = new ArrayList<>(loop.tasks.copy());
    if (left.isEmpty()) {
      return;
    }
    for (Task<?> task : left) {
      task.cancel();
    }
    if (grace == null) {
      loop.runUntilComplete(GatheringFuture.<@Nullable Object>ofOutcomes(loop, left));
    } else {
      reportHanging(waitFor(left));
    }
    for (Task<?> task : left) {
      Throwable exception = task.failed() ? task.exception() : null;
      if (exception != null) {
        loop.callExceptionHandler(
            ExceptionContext.of("unhandled exception during run() shutdown", exception)
                .with("task", task));
      }
    }
  }

  private void closeGenerators() {
    Coroutine<@Nullable Void> close = loop.shutdownAsyncgens();
    if (grace == null) {
      loop.runUntilComplete(close);
    } else {
      Task<@Nullable Void> closing = loop.createTask(close, TaskOptions.named("shutdownAsyncgens"));
      reportHanging(waitFor(List.of(closing)));
    }
  }

  private void shutdownExecutor() {
    if (grace == null) {
      loop.runUntilComplete(loop.shutdownDefaultExecutor(EXECUTOR_TIMEOUT));
    } else if (timeLeft() > 0) { // else closing the loop lets go of it
      loop.runUntilComplete(loop.shutdownDefaultExecutor(Duration.ofNanos(timeLeft())));
    }
  }

  private long timeLeft() {
    return Math.max(0, deadline - loop.nanoTime());
  }

  /** Waits as long as there is time; returns what has not ended. */
  private Collection<Task<?>> waitFor(List<Task<?>> tasks) {
    return loop.runUntilComplete(Waits.<Task<?>>wait(tasks, timeLeft(), Waits.Until.ALL_COMPLETED))
        .pending();
  }

  private void reportHanging(Collection<Task<?>> hanging) {
    if (hanging.isEmpty()) {
      return;
    }
    StringBuilder report = new StringBuilder();
    report
        .append(hanging.size())
        .append(" task(s) did not end within the grace period of ")
        .append(grace)
        .append(", although they were cancelled:\n");
    for (Task<?> task : hanging) {
      report.append(Asyncio.formatCallGraph(task));
    }
    EventLoop.LOGGER.log(System.Logger.Level.WARNING, report.toString().stripTrailing());
  }
}

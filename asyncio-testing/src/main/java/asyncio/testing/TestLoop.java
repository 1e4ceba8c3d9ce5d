package asyncio.testing;

import static asyncio.Asyncio.allTasks;
import static asyncio.Asyncio.async;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.waitAll;

import asyncio.Awaitable;
import asyncio.EventLoop;
import asyncio.ExceptionContext;
import asyncio.Runner;
import asyncio.Task;
import asyncio.VoidBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The loop of one test, which runs the bodies of the test one after the other in one context, and
 * at the end looks for what they have left behind. For one thread.
 */
final class TestLoop {

  private final Runner runner;
  private final EventLoop loop;
  private final Set<EventLoop> openBefore = EventLoop.openLoops();
  private final List<ExceptionContext> unseen = new ArrayList<>();
  private volatile @Nullable Task<?> main;

  /**
   * A loop that is open.
   *
   * @param debug whether to find out where the leftovers were made, which takes some time
   */
  TestLoop(Supplier<EventLoop> loopFactory, boolean debug) {
    runner = new Runner(debug ? true : null, loopFactory);
    loop = runner.loop();
    loop.setExceptionHandler((_, context) -> unseen.add(context));
  }

  EventLoop loop() {
    return loop;
  }

  /** The task that runs the body, or has run the latest one. Any thread. */
  @Nullable Task<?> main() {
    return main;
  }

  /** Runs the body as a coroutine. What it throws is thrown as it is. */
  void run(VoidBody body) {
    try {
      runner.run(
          async(() -> {
            main = currentTask();
            body.run();
          }));
    } catch (Throwable e) {
      unwindMain(e);
      throw e;
    }
  }

  /** After a deadlock the body still waits: it is cancelled, so that it cleans up. */
  @SuppressWarnings("ReferenceEquality") // that very exception is meant
  private void unwindMain(Throwable failure) {
    Task<?> stuck = main;
    if (stuck == null || stuck.done()) {
      return;
    }
    stuck.cancel();
    try {
      Awaitable<?> end = waitAll(List.of(stuck));
      runner.run(end);
    } catch (Throwable e) {
      if (e != failure) {
        failure.addSuppressed(e);
      }
    }
  }

  /**
   * Ends what is left and closes the loop.
   *
   * @param isOurs which of the loops that are open now, and were not at first, are the test's
   * @return what the test left behind
   */
  Leftovers close(Predicate<EventLoop> isOurs) {
    Leftovers leftovers = new Leftovers();
    for (Task<?> task : allTasks(loop)) {
      if (task.cancelling() == 0) { // one that was cancelled gets the time to end
        leftovers.add(task);
      }
    }
    try {
      runner.close();
    } catch (Throwable e) {
      leftovers.addFailure(e);
    }
    unseen.forEach(leftovers::add);
    for (EventLoop other : EventLoop.openLoops()) {
      if (other != loop && !openBefore.contains(other) && isOurs.test(other)) {
        leftovers.add(other);
      }
    }
    return leftovers;
  }
}

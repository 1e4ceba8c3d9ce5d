package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.waitAll;
import static asyncio.Ticks.assertTrace;

import java.util.List;
import org.junit.jupiter.api.Test;

/** In which iteration a cancellation arrives. The expected lines were measured on CPython. */
class TickCancelTest {

  /** Awaits, and logs the words if that is cancelled. */
  private static void orLog(Awaitable<?> awaitable, Ticks t, Object... words) {
    try {
      await(awaitable);
    } catch (CancelledError e) {
      t.log(words);
      throw e;
    }
  }

  private static void swallow(Awaitable<?> awaitable, Ticks t, Object... words) {
    try {
      await(awaitable);
    } catch (CancelledError e) {
      t.log(words);
    }
  }

  @Test
  void aTaskThatWaitsForAFuture() {
    assertTrace(
        t -> {
          Future<Integer> future = t.loop().createFuture();
          future.addDoneCallback(done -> t.log("future's callback"));
          Task<Void> task = createTask(() -> orLog(future, t, "CancelledError in task"));
          await(sleep(0));
          t.mark();
          task.cancel();
          t.log("future cancelled", future.cancelled(), "task done", task.done());
          swallow(task, t, "main resumed");
        },
        "+0: future cancelled true task done false",
        "+1: future's callback",
        "+1: CancelledError in task",
        "+2: main resumed");
  }

  @Test
  void aTaskThatHasNotStarted() {
    assertTrace(
        t -> {
          Task<Void> task = createTask(() -> t.log("BODY"));
          task.cancel();
          swallow(task, t, "main resumed");
        },
        "+2: main resumed");
  }

  @Test
  void aTaskThatYields() {
    assertTrace(
        t -> {
          Task<Void> task = createTask(() -> orLog(sleep(0), t, "CancelledError"));
          await(sleep(0));
          t.mark();
          task.cancel();
          swallow(task, t, "main");
        },
        "+1: CancelledError",
        "+2: main");
  }

  @Test
  void oneself() {
    assertTrace(
        t -> {
          Task<Void> task =
              createTask(() -> {
                currentTask().cancel();
                t.log("cancels itself");
                Future<Integer> done = t.loop().createFuture();
                done.setResult(1);
                await(done);
                t.log("what is done does not deliver");
                orLog(t.loop().createFuture(), t, "CancelledError");
              });
          t.mark();
          swallow(task, t, "main");
        },
        "+1: cancels itself",
        "+1: what is done does not deliver",
        "+2: CancelledError",
        "+3: main");
  }

  @Test
  void oneselfAndThenReturning() {
    assertTrace(
        t -> {
          Task<Integer> task =
              createTask(() -> {
                currentTask().cancel();
                return 5;
              });
          swallow(task, t, "main");
          t.log("cancelled", task.cancelled());
        },
        "+2: main",
        "+2: cancelled true");
  }

  @Test
  void aTaskWhoseResultIsOnItsWay() {
    assertTrace(
        t -> {
          Future<Integer> future = t.loop().createFuture();
          Task<Void> task = createTask(() -> orLog(future, t, "CancelledError"));
          await(sleep(0));
          t.mark();
          future.setResult(1);
          t.log("cancel", task.cancel());
          swallow(task, t, "main");
        },
        "+0: cancel true",
        "+1: CancelledError",
        "+2: main");
  }

  @Test
  void nestedTasks() {
    assertTrace(
        t -> {
          Task<Void> task =
              createTask(() ->
                  orLog(
                      createTask(() -> orLog(t.loop().createFuture(), t, "B cancelled")),
                      t,
                      "A cancelled"));
          await(sleep(0));
          await(sleep(0));
          t.mark();
          task.cancel();
          swallow(task, t, "main");
        },
        "+1: B cancelled",
        "+2: A cancelled",
        "+3: main");
  }

  @Test
  void twiceBeforeTheErrorArrives() {
    assertTrace(
        t -> {
          Task<Void> task =
              createTask(() -> {
                swallow(t.loop().createFuture(), t, "first");
                t.log("cancelling", currentTask().cancelling());
                swallow(sleep(0), t, "SECOND");
                t.log("no second");
              });
          await(sleep(0));
          t.mark();
          task.cancel("one");
          task.cancel("two");
          await(waitAll(List.of(task)));
          t.log("cancelled", task.cancelled());
        },
        "+1: first",
        "+1: cancelling 2",
        "+2: no second",
        "+4: cancelled false");
  }

  @Test
  void againDuringTheCleanUp() {
    assertTrace(
        t -> {
          Task<Void> task =
              createTask(() -> {
                swallow(t.loop().createFuture(), t, "clean-up");
                orLog(t.loop().createFuture(), t, "cancelled again");
              });
          await(sleep(0));
          t.mark();
          task.cancel();
          await(sleep(0));
          await(sleep(0));
          task.cancel();
          await(waitAll(List.of(task)));
          t.log("cancelled", task.cancelled(), "cancelling", task.cancelling());
        },
        "+1: clean-up",
        "+3: cancelled again",
        "+5: cancelled true cancelling 2");
  }

  @Test
  void takenBackBeforeItArrives() {
    assertTrace(
        t ->
            await(
                createTask(() -> {
                  currentTask().cancel();
                  currentTask().uncancel();
                  await(sleep(0));
                  t.log("not cancelled", currentTask().cancelling());
                })),
        "+2: not cancelled 0");
  }

  @Test
  void takenBackByWhoCaughtIt() {
    assertTrace(
        t -> {
          Task<Integer> task =
              createTask(() -> {
                swallow(sleep(10), t, "cancelled");
                currentTask().uncancel();
                await(sleep(0));
                t.log("ran on; cancelling", currentTask().cancelling());
                return 1;
              });
          await(sleep(0));
          task.cancel();
          t.log(await(task), task.cancelled());
        },
        "+2: cancelled",
        "+3: ran on; cancelling 0",
        "+4: 1 false");
  }

  @Test
  void oneOfTwoThatAwaitOneTask() {
    assertTrace(
        t -> {
          Task<Void> shared = createTask(sleep(10));
          Task<Void> a = createTask(() -> orLog(shared, t, "a", "CancelledError"));
          Task<Void> b = createTask(() -> orLog(shared, t, "b", "CancelledError"));
          await(sleep(0));
          await(sleep(0));
          t.mark();
          a.cancel();
          await(waitAll(List.of(a, b)));
          t.log(a.cancelling(), b.cancelling(), shared.cancelled());
        },
        "+2: a CancelledError",
        "+2: b CancelledError",
        "+4: 1 0 true");
  }

  @Test
  void whoWaitsForAnEventThatIsSetInTheSameIteration() {
    assertTrace(
        t -> {
          Event event = new Event();
          Task<Void> x = createTask(() -> orLog(event.whenSet(), t, "x CancelledError"));
          Task<Void> y =
              createTask(() -> {
                await(event.whenSet());
                t.log("y woke");
              });
          await(sleep(0));
          t.mark();
          x.cancel();
          event.set();
          await(waitAll(List.of(x, y)));
          t.log(x.cancelled());
        },
        "+1: x CancelledError",
        "+1: y woke",
        "+3: true");
  }
}

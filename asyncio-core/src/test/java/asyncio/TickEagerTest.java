package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.waitAll;
import static asyncio.Ticks.assertTrace;

import java.util.List;
import org.junit.jupiter.api.Test;

/** In which iteration a task that starts at once goes on. Measured on CPython. */
class TickEagerTest {

  @Test
  void aTaskThatNeedNotWaitIsDoneAtOnceAndItsCallbacksComeInTheNextIteration() {
    assertTrace(
        t -> {
          Task<Void> task = createTask(async(() -> t.log("body")), TaskOptions.eager());
          t.log("done", task.done());
          task.addDoneCallback(_ -> t.log("callback"));
          await(task);
          t.log("awaited");
          await(sleep(0));
          t.log("next");
        },
        "+0: body",
        "+0: done true",
        "+0: awaited",
        "+1: callback",
        "+1: next");
  }

  @Test
  void aTaskThatWaitsGoesOnInTheNextIteration() {
    assertTrace(
        t -> {
          Task<?> main = currentTask();
          Task<Void> task =
              createTask(
                  async(() -> {
                    t.log("first part; main is current", currentTask() == main);
                    await(sleep(0));
                    t.log("second part");
                  }),
                  TaskOptions.eager());
          t.log("done", task.done(), "main is current", currentTask() == main);
          await(task);
          t.log("awaited");
        },
        "+0: first part; main is current false",
        "+0: done false main is current true",
        "+1: second part",
        "+2: awaited");
  }

  @Test
  void aGatherOfTasksThatNeedNotWaitIsDoneAtOnce() {
    assertTrace(
        t -> {
          t.loop().setTaskFactory(Asyncio::eagerTaskFactory);
          List<Integer> results =
              await(
                  gather(
                      () -> {
                        t.log("first");
                        return 1;
                      },
                      () -> {
                        t.log("second");
                        return 2;
                      }));
          t.log(results);
        },
        "+0: first",
        "+0: second",
        "+0: [1, 2]");
  }

  @Test
  void aFailureIsKept() {
    assertTrace(
        t -> {
          int zero = 0;
          Task<Integer> task = createTask(async(() -> 1 / zero), TaskOptions.eager());
          t.log("done", task.done(), task.exception());
        },
        "+0: done true java.lang.ArithmeticException: / by zero");
  }

  @Test
  void cancelledWhereItWaitsTheErrorComesInTheNextIteration() {
    assertTrace(
        t -> {
          Task<Void> task =
              createTask(
                  async(() -> {
                    t.log("starts");
                    try {
                      await(sleep(10));
                    } catch (CancelledError e) {
                      t.log("cancelled");
                      throw e;
                    }
                  }),
                  TaskOptions.eager());
          task.cancel();
          await(waitAll(List.of(task)));
          t.log("task cancelled", task.cancelled());
        },
        "+0: starts",
        "+1: cancelled",
        "+3: task cancelled true");
  }

  @Test
  void nestedOnesGoOnInTheOrderInWhichTheyBeganToWait() {
    assertTrace(
        t -> await(eager(t, 0)),
        "+0: in 0 0",
        "+0: in 1 1",
        "+0: in 2 2",
        "+0: out 2 2",
        "+0: out 1 1",
        "+0: out 0 0",
        "+1: goes on 2",
        "+1: goes on 1",
        "+1: goes on 0");
  }

  private static Task<Void> eager(Ticks t, int number) {
    return createTask(
        async(() -> {
          t.log("in", number, currentTask().name());
          if (number < 2) {
            eager(t, number + 1);
          }
          t.log("out", number, currentTask().name());
          await(sleep(0));
          t.log("goes on", number);
        }),
        TaskOptions.named("" + number).withEagerStart(true));
  }
}

package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.runCoroutineThreadsafe;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.waitAll;
import static asyncio.Ticks.assertTrace;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** In which iteration others see the end of a task, an event or a call. Measured on CPython. */
class TickTaskTest {

  private static Coroutine<Void> untilCancelled(Ticks t) {
    return async(() -> {
      t.log("body");
      try {
        await(sleep(10));
      } catch (CancelledError e) {
        t.log("cancelled");
        throw e;
      }
    });
  }

  @Test
  void aFailureIsKeptForWhoWaits() {
    assertTrace(
        t -> {
          Task<Void> task =
              createTask(() -> {
                throw new IllegalStateException("x");
              });
          await(waitAll(List.of(task)));
          t.log(task.exception().getMessage());
        },
        "+3: x");
  }

  @Test
  void theMessageOfACancellationComesWithTheFirstErrorAlone() {
    assertTrace(
        t -> {
          Task<Void> task = createTask(sleep(10));
          await(sleep(0));
          task.cancel("why");
          try {
            await(task);
          } catch (CancelledError e) {
            t.log("first", e.getMessage());
          }
          try {
            task.result();
          } catch (CancelledError e) {
            t.log("second", e.getMessage());
          }
        },
        "+3: first why",
        "+3: second null");
  }

  @Test
  void aCallbackThatFailsIsReportedWhereItFails() {
    assertTrace(
        t -> {
          t.loop()
              .callSoon(() -> {
                throw new IllegalStateException("x");
              });
          t.loop().callSoon(() -> t.log("next callback"));
          t.loop()
              .setExceptionHandler(
                  (loop, context) -> t.log("reported", context.exception().getMessage()));
          await(sleep(0));
          t.log("the loop survives");
        },
        "+1: reported x",
        "+1: next callback",
        "+1: the loop survives");
  }

  // ----- events

  @Test
  void whoIsCancelledInTheIterationInWhichItsEventIsSetIsCancelled() {
    assertTrace(
        t -> {
          Event event = new Event();
          Task<Void> task =
              createTask(() -> {
                try {
                  await(event.whenSet());
                  t.log("WOKEN");
                } catch (CancelledError e) {
                  t.log("cancelled; set:", event.isSet());
                  throw e;
                }
              });
          await(sleep(0));
          t.mark();
          event.set();
          task.cancel();
          await(waitAll(List.of(task)));
          t.log(task.cancelled());
        },
        "+1: cancelled; set: true",
        "+3: true");
  }

  // ----- what is handed in from outside

  @Test
  void aCoroutineHandedInAndCancelledAtOnceDoesNotRun() {
    assertTrace(
        t -> {
          CompletableFuture<Void> stage = runCoroutineThreadsafe(untilCancelled(t), t.loop());
          t.log("cancel", stage.cancel(true));
          for (int i = 0; i < 4; i++) {
            await(sleep(0));
          }
          t.log("end");
        },
        "+0: cancel true",
        "+4: end");
  }

  @Test
  void aCoroutineHandedInAndCancelledBeforeItsFirstStepIsCancelledWhereItFirstWaits() {
    assertTrace(
        t -> {
          CompletableFuture<Void> stage = runCoroutineThreadsafe(untilCancelled(t), t.loop());
          await(sleep(0));
          t.log("cancel", stage.cancel(true));
          for (int i = 0; i < 2; i++) {
            await(sleep(0));
            t.log("main");
          }
        },
        "+1: cancel true",
        "+2: body",
        "+2: main",
        "+3: cancelled",
        "+3: main");
  }

  // ----- executors

  @Test
  void theResultOfAnExecutorIsSetInOneIterationAndSeenInTheNext() {
    assertTrace(
        t -> {
          Future<Integer> future =
              t.loop()
                  .runInExecutor(
                      Runnable::run,
                      () -> {
                        t.log("runs");
                        return 1;
                      });
          future.addDoneCallback(done -> t.log("done callback"));
          t.loop().callSoon(() -> t.log("done", future.done()));
          await(future);
          t.log("resumed");
        },
        "+0: runs",
        "+1: done true",
        "+2: done callback",
        "+2: resumed");
  }
}

package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.timeout;
import static asyncio.Asyncio.timeoutAt;
import static asyncio.Asyncio.waitAll;
import static asyncio.Asyncio.waitFor;
import static asyncio.Ticks.assertTrace;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which iteration a time-out comes, and what wins a race with it. Measured on CPython. */
class TickTimeoutTest {

  private static void logTimeout(Ticks t, VoidBody body) throws Exception {
    try {
      body.run();
    } catch (TimeoutException e) {
      t.log("time-out; cancelling", currentTask().cancelling());
    }
  }

  // ----- waitFor

  @Test
  void waitingForACoroutineInTimeTakesNoIteration() {
    assertTrace(t -> t.log(await(waitFor(() -> 5, 1))), "+0: 5");
  }

  @Test
  void waitingForAFutureInTimeTakesNoneMoreThanTheFuture() {
    assertTrace(
        t -> {
          t.log(await(waitFor(soonSet(t, 1), 1)));
          t.mark();
          t.log(await(waitFor(soonSet(t, 2), null)));
        },
        "+1: sets 1",
        "+2: 1",
        "+1: sets 2",
        "+2: 2");
  }

  private static Future<Integer> soonSet(Ticks t, int result) {
    Future<Integer> future = t.loop().createFuture();
    t.loop()
        .callSoon(() -> {
          t.log("sets", result);
          future.setResult(result);
        });
    return future;
  }

  @Test
  void waitingForNoTimeTakesThreeIterationsAndStartsNothing() {
    assertTrace(
        t -> {
          logTimeout(t, () -> await(waitFor(() -> t.log("BODY"), 0)));
          t.mark();
          Future<Integer> future = t.loop().createFuture();
          future.setResult(7);
          t.log(await(waitFor(future, Duration.ZERO)));
        },
        "+3: time-out; cancelling 0",
        "+0: 7");
  }

  @Test
  void aTaskThatRefusesWinsAgainstATimeOut() {
    assertTrace(
        t -> {
          Body<String> refusing =
              () -> {
                try {
                  return await(sleep(10, "slept"));
                } catch (CancelledError e) {
                  return "refused";
                }
              };
          t.log(await(waitFor(refusing, 0.005)));
          t.log(await(waitFor(createTask(refusing), 0.005)));
          t.mark();
          Task<String> started = createTask(refusing);
          await(sleep(0));
          t.log(await(waitFor(started, 0)));
        },
        "+2: refused",
        "+6: refused",
        "+4: refused");
  }

  @Test
  void aFutureIsCancelledInTheIterationOfTheTimer() {
    assertTrace(
        t -> {
          Future<Integer> future = t.loop().createFuture();
          future.addDoneCallback(done -> t.log("future's callback", done.cancelled()));
          t.loop().callLater(0.005, () -> t.log("its time"));
          logTimeout(t, () -> await(waitFor(future, 0.005)));
        },
        "+1: its time",
        "+2: future's callback true",
        "+2: time-out; cancelling 0");
  }

  @Test
  void whoIsCancelledWaitsForTheTask() {
    assertTrace(
        t -> {
          Task<Void> inner =
              createTask(() -> {
                try {
                  await(sleep(10));
                } catch (CancelledError e) {
                  t.log("inner cancelled");
                  await(sleep(0));
                  t.log("inner done");
                  throw e;
                }
              });
          Task<Void> waiting =
              createTask(() -> {
                try {
                  await(waitFor(inner, 5));
                } catch (CancelledError e) {
                  t.log("waitFor cancelled; inner done", inner.done());
                  throw e;
                }
              });
          await(sleep(0));
          t.mark();
          waiting.cancel();
          await(waitAll(List.of(waiting)));
          t.log(waiting.cancelled());
        },
        "+1: inner cancelled",
        "+2: inner done",
        "+3: waitFor cancelled; inner done true",
        "+5: true");
  }

  @Test
  void aResultThatIsOnItsWayIsLostToACancellation() {
    assertTrace(
        t -> {
          Future<String> future = t.loop().createFuture();
          Task<String> task = createTask(() -> waitFor(future, 5));
          await(sleep(0));
          t.mark();
          future.setResult("precious");
          task.cancel();
          await(waitAll(List.of(task)));
          t.log("cancelled", task.cancelled());
        },
        "+3: cancelled true");
  }

  // ----- timeout

  @Test
  void aTimeThatIsOverEndsTheBlockWhereItWaits() {
    assertTrace(
        t -> {
          logTimeout(t, () -> timeout(0, () -> await(sleep(10))));
          timeout(0, () -> t.log("body that does not wait"));
          t.mark();
          logTimeout(
              t,
              () ->
                  timeout(
                      -1,
                      () -> {
                        await(sleep(0));
                        t.log("NOT REACHED");
                      }));
        },
        "+2: time-out; cancelling 0",
        "+2: body that does not wait",
        "+1: time-out; cancelling 0");
  }

  @Test
  void ofTwoTimeOutsOfOneInstantTheOuterOneComes() {
    assertTrace(
        t -> {
          Timeout outer = timeoutAt(0.005);
          Timeout inner = timeoutAt(0.005);
          logTimeout(
              t,
              () ->
                  outer.run(() -> {
                    try {
                      inner.run(() -> await(sleep(10)));
                    } catch (CancelledError e) {
                      t.log(outer.expired(), inner.expired(), currentTask().cancelling());
                      throw e;
                    }
                  }));
        },
        "+2: true true 1",
        "+2: time-out; cancelling 0");
  }

  @Test
  void aBlockMaySwallowItsTimeOut() {
    assertTrace(
        t -> {
          Timeout limit = timeout(0.002);
          limit.run(() -> {
            try {
              await(sleep(10));
            } catch (CancelledError e) {
              t.log("swallowed");
            }
            await(sleep(0));
            t.log("goes on");
          });
          t.log(limit.expired(), currentTask().cancelling());
        },
        "+2: swallowed",
        "+3: goes on",
        "+3: true 0");
  }

  /** A task under a time-out whose deadline the test sets. */
  private static Task<Void> limited(Ticks t, Timeout limit, Future<Integer> future) {
    return createTask(
        async(() -> {
          try {
            limit.run(() -> await(future));
            t.log("no time-out");
          } catch (TimeoutException e) {
            t.log("time-out; cancelled", future.cancelled());
          } catch (CancelledError e) {
            t.log("cancelled; expired", limit.expired(), currentTask().cancelling());
            throw e;
          }
        }));
  }

  @Test
  void aResultBeforeTheTimeOutWins() {
    assertTrace(
        t -> {
          Timeout limit = timeout((Duration) null);
          Future<Integer> future = t.loop().createFuture();
          Task<Void> task = limited(t, limit, future);
          await(sleep(0));
          t.mark();
          future.setResult(1);
          limit.reschedule(0.0);
          await(task);
          t.log("main");
        },
        "+1: no time-out",
        "+2: main");
  }

  @Test
  void aTimeOutBeforeTheResultWins() {
    assertTrace(
        t -> {
          Timeout limit = timeout((Duration) null);
          Future<Integer> future = t.loop().createFuture();
          Task<Void> task = limited(t, limit, future);
          await(sleep(0));
          t.mark();
          limit.reschedule(0.0);
          future.setResult(1);
          await(task);
          t.log("main");
        },
        "+1: time-out; cancelled false",
        "+2: main");
  }

  @Test
  void aCancellationInTheIterationOfTheTimeOutIsNotLost() {
    assertTrace(
        t -> {
          Timeout limit = timeout((Duration) null);
          Task<Void> task = limited(t, limit, t.loop().createFuture());
          await(sleep(0));
          t.mark();
          limit.reschedule(0.0);
          task.cancel();
          await(waitAll(List.of(task)));
          t.log("cancelled", task.cancelled());
        },
        "+1: cancelled; expired true 1",
        "+3: cancelled true");
  }
}

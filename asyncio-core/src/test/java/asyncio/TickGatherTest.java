package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.gatherOutcomes;
import static asyncio.Asyncio.shield;
import static asyncio.Asyncio.sleep;
import static asyncio.Ticks.assertTrace;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * In which iteration gather and shield give their results. The expected lines were measured on
 * CPython.
 */
class TickGatherTest {

  private static Coroutine<Integer> child(Ticks t, int number) {
    return async(() -> {
      t.log("child", number);
      return number;
    });
  }

  private static Coroutine<Void> logging(Ticks t, Awaitable<?> awaitable, String whenCancelled) {
    return async(() -> {
      try {
        await(awaitable);
      } catch (CancelledError e) {
        t.log(whenCancelled);
        throw e;
      }
    });
  }

  private static void sleep0(int times) {
    for (int i = 0; i < times; i++) {
      await(sleep(0));
    }
  }

  // ----- gather

  @Test
  void coroutinesThatReturnAtOnceTakeThreeIterations() {
    assertTrace(
        t -> {
          t.log(await(gather(child(t, 1), child(t, 2), child(t, 3))));
          t.mark();
          t.log(await(gather(child(t, 4))));
        },
        "+1: child 1",
        "+1: child 2",
        "+1: child 3",
        "+3: [1, 2, 3]",
        "+1: child 4",
        "+3: [4]");
  }

  @Test
  void eachLevelOfNestingTakesOneMore() {
    assertTrace(
        t -> t.log(await(gather(gather(child(t, 1), child(t, 2)), gather(child(t, 3))))),
        "+1: child 1",
        "+1: child 2",
        "+1: child 3",
        "+4: [[1, 2], [3]]");
  }

  @Test
  void nothingAndWhatIsDoneTakesNoIteration() {
    assertTrace(
        t -> {
          await(gather());
          t.log("nothing");
          Future<Integer> future = t.loop().createFuture();
          future.setResult(1);
          t.log(await(gather(future, future)));
        },
        "+0: nothing",
        "+0: [1, 1]");
  }

  @Test
  void aTaskGivenTwiceTakesNoLonger() {
    assertTrace(
        t -> {
          Task<Integer> task = createTask(() -> 1);
          t.log(await(gather(task, task)));
        },
        "+3: [1, 1]");
  }

  @Test
  void aFailureArrivesTwoIterationsAfterItHappened() {
    assertTrace(
        t -> {
          VoidBody bad =
              () -> {
                t.log("bad throws");
                throw new IllegalStateException();
              };
          VoidBody ok =
              () -> {
                sleep0(4);
                t.log("ok completes");
              };
          try {
            await(gather(bad, ok));
          } catch (IllegalStateException e) {
            t.log("main got it");
          }
          sleep0(4);
        },
        "+1: bad throws",
        "+3: main got it",
        "+5: ok completes");
  }

  @Test
  void outcomesArriveTwoIterationsAfterTheLastOne() {
    assertTrace(
        t -> {
          VoidBody bad =
              () -> {
                throw new IllegalStateException("x");
              };
          t.log(await(gatherOutcomes(async(bad), child(t, 1))).size());
        },
        "+1: child 1",
        "+3: 2");
  }

  @Test
  void cancellingWhoAwaitsAGather() {
    assertTrace(
        t -> {
          Task<Void> parent =
              createTask(
                  logging(
                      t,
                      async(() ->
                          gather(
                              logging(t, sleep(10), "child 1 cancelled"),
                              logging(t, sleep(10), "child 2 cancelled"))),
                      "parent cancelled"));
          sleep0(3);
          t.mark();
          parent.cancel();
          try {
            await(parent);
          } catch (CancelledError e) {
            t.log("main sees", parent.cancelled());
          }
        },
        "+1: child 1 cancelled",
        "+1: child 2 cancelled",
        "+3: parent cancelled",
        "+4: main sees true");
  }

  @Test
  void aCancelledChildArrivesAfterThree() {
    assertTrace(
        t -> {
          Task<String> first = createTask(sleep(10, "a"));
          Future<List<Outcome<String>>> outcomes = gatherOutcomes(first, sleep(0, "ok"));
          await(sleep(0));
          t.mark();
          first.cancel("message");
          t.log(await(outcomes).getLast());

          Task<String> second = createTask(sleep(10, "a"));
          Future<List<String>> results = gather(second, sleep(0, "ok"));
          await(sleep(0));
          t.mark();
          second.cancel("message");
          try {
            await(results);
          } catch (CancelledError e) {
            t.log("CancelledError", e.getMessage(), results.cancelled());
          }
        },
        "+3: Value[value=ok]",
        "+3: CancelledError message false");
  }

  @Test
  void cancellingTheGatherItself() {
    assertTrace(
        t -> {
          Future<List<Outcome<Void>>> gathered = gatherOutcomes(sleep(10), sleep(10));
          await(sleep(0));
          t.mark();
          t.log("cancel", gathered.cancel(), "done", gathered.done());
          try {
            await(gathered);
          } catch (CancelledError e) {
            t.log("CancelledError; cancelled", gathered.cancelled());
          }
        },
        "+0: cancel true done false",
        "+3: CancelledError; cancelled false");
  }

  // ----- shield

  @Test
  void aShieldTakesOneIterationMoreThanTheTask() {
    assertTrace(
        t -> {
          t.log(await(shield(createTask(child(t, 1)))));
        },
        "+1: child 1",
        "+3: 1");
  }

  @Test
  void whoWaitsForAShieldIsCancelledInTheNextIteration() {
    assertTrace(
        t -> {
          Task<Void> inner =
              createTask(() -> {
                sleep0(6);
                t.log("inner completes");
              });
          Task<Void> waiting =
              createTask(logging(t, async(() -> shield(inner)), "waiter cancelled"));
          sleep0(2);
          t.mark();
          waiting.cancel();
          try {
            await(waiting);
          } catch (CancelledError e) {
            t.log("main; inner done", inner.done());
          }
          await(inner);
          t.log("inner awaited");
        },
        "+1: waiter cancelled",
        "+2: main; inner done false",
        "+5: inner completes",
        "+6: inner awaited");
  }

  @Test
  void aFailureAfterTheWaiterHasGoneIsReported() {
    assertTrace(
        t -> {
          VoidBody failing =
              () -> {
                sleep0(2);
                throw new IllegalStateException("x");
              };
          Task<Void> waiting = createTask(() -> shield(async(failing)));
          await(sleep(0));
          t.mark();
          waiting.cancel();
          sleep0(6);
        },
        "+4: reported: IllegalStateException exception in shielded future"
            + " java.lang.IllegalStateException: x");
  }

  @Test
  void cancellingTheShieldedTaskCancelsTheWaiterAfterThree() {
    assertTrace(
        t -> {
          Task<Void> inner = createTask(sleep(10));
          Task<Void> waiting =
              createTask(logging(t, async(() -> shield(inner)), "waiter cancelled"));
          await(sleep(0));
          t.mark();
          inner.cancel();
          await(Asyncio.waitAll(List.of(waiting)));
          t.log(waiting.cancelled(), waiting.cancelling());
        },
        "+3: waiter cancelled",
        "+5: true 0");
  }
}

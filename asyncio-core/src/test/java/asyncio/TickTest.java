package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.sleep;
import static asyncio.Ticks.assertTrace;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/**
 * In which iteration what is awaited comes: coroutines, futures, tasks, sleeps, callbacks. The
 * expected lines were measured on CPython 3.13 to 3.16, where they are all the same.
 */
class TickTest {

  @Test
  void awaitingACoroutineTakesNoIteration() {
    assertTrace(
        t -> {
          await(async(() -> t.log("coroutine's body")));
          t.log("after await");
        },
        "+0: coroutine's body",
        "+0: after await");
  }

  @Test
  void awaitingADoneFutureTakesNoIteration() {
    assertTrace(
        t -> {
          Future<Integer> future = t.loop().createFuture();
          future.setResult(1);
          await(future);
          t.log("after await");
        },
        "+0: after await");
  }

  @Test
  void awaitingAPendingFutureTakesOneIteration() {
    assertTrace(
        t -> {
          Future<Integer> future = t.loop().createFuture();
          t.loop()
              .callSoon(() -> {
                t.log("callback sets");
                future.setResult(1);
              });
          await(future);
          t.log("resumed");
        },
        "+1: callback sets",
        "+2: resumed");
  }

  @Test
  void tasksAndCallbacksStartInTheOrderInWhichTheyWereScheduled() {
    assertTrace(
        t -> {
          Task<Void> a = createTask(() -> t.log("task A starts"));
          t.loop().callSoon(() -> t.log("callback"));
          Task<Void> b = createTask(() -> t.log("task B starts"));
          t.log("main awaits A");
          await(a);
          t.log("main resumed from A");
          await(b);
          t.log("B awaited");
        },
        "+0: main awaits A",
        "+1: task A starts",
        "+1: callback",
        "+1: task B starts",
        "+2: main resumed from A",
        "+2: B awaited");
  }

  @Test
  void awaitingANewTaskTakesTwoIterations() {
    assertTrace(
        t -> {
          await(createTask(() -> t.log("task's body")));
          t.log("after await");
        },
        "+1: task's body",
        "+2: after await");
  }

  @Test
  void awaitingADoneTaskTakesNoIteration() {
    assertTrace(
        t -> {
          Task<Integer> task = createTask(() -> 1);
          await(sleep(0));
          t.log("done", task.done());
          await(task);
          t.log("after await");
        },
        "+1: done true",
        "+1: after await");
  }

  @Test
  void eachTaskInAChainTakesTwoIterations() {
    assertTrace(
        t -> {
          await(createTask(() -> chained(t, "A", () -> chained(t, "B", () -> t.log("C body")))));
          t.log("main resumed");
        },
        "+1: A start",
        "+2: B start",
        "+3: C body",
        "+4: B end",
        "+5: A end",
        "+6: main resumed");
  }

  private static void chained(Ticks t, String name, VoidBody inner) {
    t.log(name, "start");
    await(createTask(inner));
    t.log(name, "end");
  }

  @Test
  void aSleepOfNoTimeTakesOneIteration() {
    assertTrace(
        t -> {
          await(sleep(0));
          t.log("after sleep(0)");
          await(sleep(-5));
          t.log("after sleep(-5)");
        },
        "+1: after sleep(0)",
        "+2: after sleep(-5)");
  }

  @Test
  void aSleeperWakesInTheIterationAfterItsTimer() {
    assertTrace(
        t -> {
          Future<Integer> future = t.loop().createFuture();
          t.loop().callLater(0.01, () -> t.log("another timer"));
          t.loop()
              .callLater(
                  0.01,
                  () -> {
                    t.log("timer");
                    future.setResult(1);
                  });
          await(future);
          t.log("resumed");
          t.mark();
          t.loop().callLater(0.01, () -> t.log("another timer"));
          await(sleep(0.01));
          t.log("slept");
        },
        "+1: another timer",
        "+1: timer",
        "+2: resumed",
        "+1: another timer",
        "+2: slept");
  }

  @Test
  void callbacksOfAFutureComeWithItsAwaitersInOrder() {
    assertTrace(
        t -> {
          Future<Integer> future = t.loop().createFuture();
          future.addDoneCallback(done -> t.log("callback 0"));
          future.addDoneCallback(done -> t.log("callback 1"));
          Task<Void> task = createTask(() -> logged(t, "task", future));
          await(sleep(0));
          future.addDoneCallback(done -> t.log("late callback"));
          t.mark();
          future.setResult(1);
          t.loop().callSoon(() -> t.log("callSoon after it was set"));
          future.addDoneCallback(done -> t.log("callback added after it was done"));
          await(task);
        },
        "+1: callback 0",
        "+1: callback 1",
        "+1: task 1",
        "+1: late callback",
        "+1: callSoon after it was set",
        "+1: callback added after it was done");
  }

  private static void logged(Ticks t, String name, Awaitable<?> awaitable) {
    t.log(name, await(awaitable));
  }

  @Test
  void allThatAwaitOneFutureWakeInOneIteration() {
    assertTrace(
        t -> {
          Future<Integer> future = t.loop().createFuture();
          Task<Void> first = createTask(() -> logged(t, "task 0:", future));
          await(sleep(0));
          future.addDoneCallback(done -> t.log("callback"));
          Task<Void> second = createTask(() -> logged(t, "task 1:", future));
          await(sleep(0));
          t.mark();
          future.setResult(1);
          t.loop().callSoon(() -> t.log("callSoon after setResult"));
          await(gather(first, second));
          t.log("main");
        },
        "+1: task 0: 1",
        "+1: callback",
        "+1: task 1: 1",
        "+1: callSoon after setResult",
        "+3: main");
  }

  @Test
  void allThatAwaitOneTaskWakeInOneIteration() {
    assertTrace(
        t -> {
          Task<Integer> inner = createTask(sleep(0, 1));
          await(gather(() -> logged(t, "a", inner), () -> logged(t, "b", inner)));
          t.log("main");
        },
        "+3: a 1",
        "+3: b 1",
        "+5: main");
  }

  @Test
  void whoSetsAFutureAndEndsWakesBothAwaitersInOneIteration() {
    assertTrace(
        t -> {
          Future<Integer> future = t.loop().createFuture();
          Task<Void> consumer = createTask(() -> logged(t, "consumer", future));
          await(sleep(0));
          t.mark();
          Task<Void> producer =
              createTask(() -> {
                future.setResult(1);
                t.log("producer ends");
              });
          await(producer);
          t.log("main");
          await(consumer);
        },
        "+1: producer ends",
        "+2: consumer 1",
        "+2: main");
  }

  @Test
  void awaitingAFutureOfAnotherLoopFailsInTheNextIteration() {
    try (EventLoop other = TestTime.newLoop()) {
      Future<Integer> foreign = other.createFuture();
      assertTrace(
          t -> {
            assertThatThrownBy(() -> await(foreign)).isInstanceOf(IllegalStateException.class);
            t.log("failed");
          },
          "+1: failed");
    }
  }

  @Test
  void tasksThatYieldTakeTurns() {
    assertTrace(
        t -> await(gather(() -> countTo3(t, "A"), () -> countTo3(t, "B"))),
        "+1: A 0",
        "+1: B 0",
        "+2: A 1",
        "+2: B 1",
        "+3: A 2",
        "+3: B 2");
  }

  private static void countTo3(Ticks t, String name) {
    for (int i = 0; i < 3; i++) {
      t.log(name, i);
      await(sleep(0));
    }
  }
}

package asyncio;

import static asyncio.Asyncio.asCompleted;
import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.waitAll;
import static asyncio.Asyncio.waitAny;
import static asyncio.Asyncio.waitFirstException;
import static asyncio.Ticks.assertTrace;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In which iteration a wait ends, and what ends comes. Measured on CPython. */
class TickWaitTest {

  private static Coroutine<Integer> yielding(int times) {
    return async(() -> {
      for (int i = 0; i < times; i++) {
        await(sleep(0));
      }
      return times;
    });
  }

  private static void log(Ticks t, Waited<?> waited) {
    t.log(waited.done().size(), "done,", waited.pending().size(), "pending");
  }

  @Test
  void waitingForWhatIsDoneTakesTwoIterations() {
    assertTrace(
        t -> {
          Future<Integer> future = t.loop().createFuture();
          future.setResult(1);
          log(t, await(waitAll(List.of(future))));
        },
        "+2: 1 done, 0 pending");
  }

  @Test
  void waitingForNewTasksTakesThreeIterations() {
    assertTrace(
        t -> {
          Task<Void> first = createTask(() -> t.log("child 1"));
          Task<Void> second = createTask(() -> t.log("child 2"));
          log(t, await(waitAll(List.of(first, second))));
          t.mark();
          log(t, await(waitAny(List.of(createTask(yielding(0)), createTask(yielding(5))))));
        },
        "+1: child 1",
        "+1: child 2",
        "+3: 2 done, 0 pending",
        "+3: 1 done, 1 pending");
  }

  @Test
  void waitingForNoTimeTakesTwoIterations() {
    assertTrace(
        t -> {
          Future<Integer> future = t.loop().createFuture();
          log(t, await(waitAll(List.of(future), Duration.ZERO)));
        },
        "+2: 0 done, 1 pending");
  }

  @Test
  void aFailureEndsAWaitTwoIterationsLater() {
    assertTrace(
        t -> {
          VoidBody bad =
              () -> {
                await(sleep(0));
                throw new IllegalStateException();
              };
          log(t, await(waitFirstException(List.of(createTask(bad), createTask(yielding(10))))));
        },
        "+4: 1 done, 1 pending");
  }

  @Test
  void aCancelledWaitEndsInTheNextIteration() {
    assertTrace(
        t -> {
          Task<Void> task = createTask(sleep(10));
          Task<Void> waiting =
              createTask(() -> {
                try {
                  await(waitAll(List.of(task)));
                } catch (CancelledError e) {
                  t.log("wait cancelled");
                  throw e;
                }
              });
          await(sleep(0));
          t.mark();
          waiting.cancel();
          await(sleep(0));
          await(sleep(0));
          t.log(waiting.cancelled(), task.done());
        },
        "+1: wait cancelled",
        "+2: true false");
  }

  // ----- asCompleted

  @Test
  void whatEndsComesTwoIterationsLater() {
    assertTrace(
        t -> {
          for (Future<Integer> each :
              asCompleted(List.of(createTask(yielding(1)), createTask(yielding(0))))) {
            t.log(each.result());
          }
          t.mark();
          for (Coroutine<Integer> next :
              asCompleted(List.of(yielding(1), yielding(0))).coroutines()) {
            t.log(await(next));
          }
        },
        "+3: 0",
        "+3: 1",
        "+3: 0",
        "+3: 1");
  }

  @Test
  void whatEndsInOneIterationComesInOne() {
    assertTrace(
        t -> {
          List<Future<Integer>> futures =
              Stream.generate(() -> t.loop().<Integer>createFuture()).limit(3).toList();
          t.loop().callSoon(() -> List.of(2, 0, 1).forEach(i -> futures.get(i).setResult(i)));
          for (Future<Integer> each : asCompleted(futures)) {
            t.log(each.result());
          }
        },
        "+3: 2",
        "+3: 0",
        "+3: 1");
  }

  @Test
  void aTimeOutComesInTheIterationAfterItsTimer() {
    assertTrace(
        t -> {
          Task<Void> task = createTask(sleep(10));
          try {
            asCompleted(List.of(task), Duration.ofMillis(1)).iterator().next();
          } catch (TimeoutException e) {
            t.log("time-out; done", task.done());
          }
        },
        "+3: time-out; done false");
  }
}

package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.gatherOutcomes;
import static asyncio.Asyncio.sleep;
import static asyncio.Ticks.assertTrace;

import java.util.List;
import org.junit.jupiter.api.Test;

/** In which iteration a gather ends whose children fail, are cancelled or gathered themselves. */
class TickGatherCancelTest {

  private static Coroutine<Object> child(Ticks t, int number) {
    return async(() -> {
      t.log("child", number);
      return number;
    });
  }

  /** Fails after as many iterations as its number says. */
  private static Coroutine<Object> failing(int number) {
    return async(() -> {
      sleep0(number);
      throw new IllegalStateException("failure " + number);
    });
  }

  private static void sleep0(int times) {
    for (int i = 0; i < times; i++) {
      await(sleep(0));
    }
  }

  @Test
  void aGatherIsAsLateAsTheDeepestInIt() {
    assertTrace(
        t -> t.log(await(gather(gather(child(t, 1), child(t, 2)), child(t, 3)))),
        "+1: child 1",
        "+1: child 2",
        "+1: child 3",
        "+4: [[1, 2], 3]");
  }

  @Test
  void aTaskGivenTwiceIsCancelledTwiceAndEndsOnce() {
    assertTrace(
        t -> {
          Task<Void> task = createTask(sleep(10));
          Future<List<Void>> gathered = gather(task, task);
          await(sleep(0));
          gathered.cancel();
          t.log("cancelling", task.cancelling());
          try {
            await(gathered);
          } catch (CancelledError e) {
            t.log("cancelled");
          }
        },
        "+1: cancelling 2",
        "+4: cancelled");
  }

  @Test
  void outcomesOfFailuresTakeNoLongerThanThoseOfResults() {
    assertTrace(
        t -> {
          for (Outcome<Object> each : await(gatherOutcomes(failing(0), child(t, 1), failing(0)))) {
            t.log(
                switch (each) {
                  case Outcome.Value<Object> it -> it.value();
                  case Outcome.Failure<Object> it -> it.exception().getMessage();
                  case Outcome.Cancellation<Object> it -> it.error();
                });
          }
        },
        "+1: child 1",
        "+3: failure 0",
        "+3: 1",
        "+3: failure 0");
  }

  @Test
  void aFailureAfterTheFirstIsNeitherSeenNorReported() {
    assertTrace(
        t -> {
          try {
            await(gather(failing(0), failing(3)));
          } catch (IllegalStateException e) {
            t.log(e.getMessage());
          }
          sleep0(4);
          t.log("no report");
        },
        "+3: failure 0",
        "+7: no report");
  }
}

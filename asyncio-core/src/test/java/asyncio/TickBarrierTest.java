package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.waitAll;
import static asyncio.Ticks.assertTrace;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In which iteration who waits at a barrier goes on. Measured on CPython. */
class TickBarrierTest {

  private static Task<Void> arrival(Ticks t, String name, Barrier barrier) {
    return createTask(() -> {
      try {
        int place = await(barrier.arrive());
        t.log(name, "in place", place, "of", barrier);
      } catch (BrokenBarrierException e) {
        t.log(name, "broken");
      } catch (CancelledError e) {
        t.log(name, "cancelled");
        throw e;
      }
    });
  }

  @Test
  void theLastOneDoesNotWaitAndTheOthersGoOnInTheNextIteration() {
    assertTrace(
        t -> {
          Barrier barrier = new Barrier(3);
          await(gather(Stream.of("a", "b", "c").map(name -> arrival(t, name, barrier)).toList()));
        },
        "+1: c in place 2 of <Barrier [draining, waiters:0/3]>",
        "+2: a in place 0 of <Barrier [draining, waiters:0/3]>",
        "+2: b in place 1 of <Barrier [filling, waiters:0/3]>");
  }

  @Test
  void whoComesWhileItDrainsGoesOnTwoIterationsLater() {
    assertTrace(
        t -> {
          Barrier barrier = new Barrier(2);
          await(
              gather(
                  Stream.of("a", "b", "c", "d").map(name -> arrival(t, name, barrier)).toList()));
          t.log("main");
        },
        "+1: b in place 1 of <Barrier [draining, waiters:0/2]>",
        "+2: a in place 0 of <Barrier [filling, waiters:0/2]>",
        "+3: d in place 1 of <Barrier [draining, waiters:0/2]>",
        "+4: c in place 0 of <Barrier [filling, waiters:0/2]>",
        "+6: main");
  }

  @Test
  void resettingTakesNoIterationAndWhoWaitsHasItsErrorInTheNext() {
    assertTrace(
        t -> {
          Barrier barrier = new Barrier(3);
          List<Task<Void>> tasks = List.of(arrival(t, "a", barrier), arrival(t, "b", barrier));
          await(sleep(0));
          t.mark();
          t.log("waiting:", barrier.nWaiting());
          await(barrier.reset());
          t.log("reset:", barrier);
          await(waitAll(tasks));
          t.log("at the end:", barrier);
        },
        "+0: waiting: 2",
        "+0: reset: <Barrier [resetting, waiters:0/3]>",
        "+1: a broken",
        "+1: b broken",
        "+3: at the end: <Barrier [filling, waiters:0/3]>");
  }

  @Test
  void abortingTakesNoIterationAndWhoWaitsHasItsErrorInTheNext() {
    assertTrace(
        t -> {
          Barrier barrier = new Barrier(3);
          List<Task<Void>> tasks = List.of(arrival(t, "a", barrier), arrival(t, "b", barrier));
          await(sleep(0));
          t.mark();
          await(barrier.abort());
          t.log("aborted");
          await(waitAll(tasks));
          t.log("broken:", barrier.broken());
        },
        "+0: aborted",
        "+1: a broken",
        "+1: b broken",
        "+3: broken: true");
  }

  @Test
  void whoIsCancelledIsNotCountedFromTheNextIterationOn() {
    assertTrace(
        t -> {
          Barrier barrier = new Barrier(2);
          Task<Void> cancelled = arrival(t, "x", barrier);
          await(sleep(0));
          t.mark();
          cancelled.cancel();
          await(sleep(0));
          t.log("waiting:", barrier.nWaiting());
          await(gather(arrival(t, "y", barrier), arrival(t, "z", barrier)));
        },
        "+1: x cancelled",
        "+1: waiting: 0",
        "+2: z in place 1 of <Barrier [draining, waiters:0/2]>",
        "+3: y in place 0 of <Barrier [filling, waiters:0/2]>");
  }
}

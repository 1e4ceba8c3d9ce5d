package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.waitAll;
import static asyncio.Ticks.assertTrace;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** In which iteration who waits for a permit gets it. Measured on CPython. */
class TickSemaphoreTest {

  private static Task<Void> taker(Ticks t, String name, Semaphore semaphore) {
    return createTask(() -> {
      try {
        await(semaphore.acquire());
        t.log(name, "has a permit");
      } catch (CancelledError e) {
        t.log(name, "cancelled");
        throw e;
      }
    });
  }

  @Test
  void aPermitIsUsedOneIterationAfterItsRelease() {
    assertTrace(
        t -> {
          Semaphore semaphore = new Semaphore(2);
          await(gather(IntStream.range(0, 5).mapToObj(i -> visit(t, i, semaphore)).toList()));
        },
        "+1: 0 in",
        "+1: 1 in",
        "+2: 0 out",
        "+2: 1 out",
        "+3: 2 in",
        "+3: 3 in",
        "+4: 2 out",
        "+4: 3 out",
        "+5: 4 in",
        "+6: 4 out");
  }

  private static Coroutine<Void> visit(Ticks t, int name, Semaphore semaphore) {
    return async(() -> {
      try (var _ = await(semaphore.acquire())) {
        t.log(name, "in");
        await(sleep(0));
        t.log(name, "out");
      }
    });
  }

  @Test
  void whoIsGivenAPermitAndCancelledPassesItOnInTheNextIteration() {
    assertTrace(
        t -> {
          Semaphore semaphore = new Semaphore(0);
          Task<Void> a = taker(t, "a", semaphore);
          Task<Void> b = taker(t, "b", semaphore);
          await(sleep(0));
          t.mark();
          semaphore.release();
          a.cancel();
          await(waitAll(List.of(a, b)));
          t.log("permits left:", semaphore.statistics().value());
        },
        "+1: a cancelled",
        "+2: b has a permit",
        "+4: permits left: 0");
  }

  @Test
  void whoIsCancelledFirstIsGivenNoPermit() {
    assertTrace(
        t -> {
          Semaphore semaphore = new Semaphore(0);
          Task<Void> a = taker(t, "a", semaphore);
          Task<Void> b = taker(t, "b", semaphore);
          await(sleep(0));
          t.mark();
          a.cancel();
          semaphore.release();
          await(waitAll(List.of(a, b)));
        },
        "+1: a cancelled",
        "+1: b has a permit");
  }

  @Test
  void whoReleasesAndAcquiresAtOnceStandsBehindWhoWaits() {
    assertTrace(
        t -> {
          Semaphore semaphore = new Semaphore(1);
          await(semaphore.acquire());
          Task<Void> waiting =
              createTask(() -> {
                await(semaphore.acquire());
                t.log("waiter");
                semaphore.release();
              });
          await(sleep(0));
          t.mark();
          semaphore.release();
          t.log("locked after the release:", semaphore.locked());
          await(semaphore.acquire());
          t.log("main");
          await(waiting);
        },
        "+0: locked after the release: true",
        "+1: waiter",
        "+2: main");
  }
}

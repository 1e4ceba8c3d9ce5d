package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.waitAll;
import static asyncio.Ticks.assertTrace;

import java.util.List;
import org.junit.jupiter.api.Test;

/** In which iteration who waits for a lock gets it. Measured on CPython. */
class TickLockTest {

  /** A task that holds the lock for no time, and has nothing to await but the lock. */
  private static Task<Void> holder(Ticks t, String name, Lock lock) {
    return createTask(() -> {
      try (var _ = await(lock.acquire())) {
        t.log(name, "has the lock");
      } catch (CancelledError e) {
        t.log(name, "cancelled");
        throw e;
      }
    });
  }

  @Test
  void aLockThatIsFreeTakesNoIteration() {
    assertTrace(
        t -> {
          Lock lock = new Lock();
          await(lock.acquire());
          t.log("acquired");
          lock.release();
        },
        "+0: acquired");
  }

  @Test
  void fromEachToTheNextItTakesOneIteration() {
    assertTrace(
        t -> {
          Lock lock = new Lock();
          await(lock.acquire());
          List<Task<Void>> line =
              List.of(holder(t, "a", lock), holder(t, "b", lock), holder(t, "c", lock));
          await(sleep(0));
          t.mark();
          lock.release();
          t.log("locked after the release:", lock.locked());
          Task<Void> late = holder(t, "late", lock);
          await(lock.acquire());
          t.log("main has the lock again");
          lock.release();
          await(gather(line));
          await(late);
        },
        "+0: locked after the release: false",
        "+1: a has the lock",
        "+2: b has the lock",
        "+3: c has the lock",
        "+4: main has the lock again",
        "+5: late has the lock");
  }

  @Test
  void whoReleasesAndAcquiresAtOnceStandsBehindWhoWaits() {
    assertTrace(
        t -> {
          Lock lock = new Lock();
          await(lock.acquire());
          Task<Void> waiting = holder(t, "waiter", lock);
          await(sleep(0));
          t.mark();
          lock.release();
          await(lock.acquire());
          t.log("main has the lock again");
          await(waiting);
        },
        "+1: waiter has the lock",
        "+2: main has the lock again");
  }

  @Test
  void whoIsWokenAndCancelledPassesItOnInTheNextIteration() {
    assertTrace(
        t -> {
          Lock lock = new Lock();
          await(lock.acquire());
          Task<Void> a = holder(t, "a", lock);
          Task<Void> b = holder(t, "b", lock);
          await(sleep(0));
          t.mark();
          lock.release();
          a.cancel();
          await(waitAll(List.of(a, b)));
          t.log("cancelled:", a.cancelled());
        },
        "+1: a cancelled",
        "+2: b has the lock",
        "+4: cancelled: true");
  }

  @Test
  void whoIsCancelledAndThenPassedOverTakesOneIterationMore() {
    assertTrace(
        t -> {
          Lock lock = new Lock();
          await(lock.acquire());
          Task<Void> a = holder(t, "a", lock);
          Task<Void> b = holder(t, "b", lock);
          await(sleep(0));
          t.mark();
          a.cancel();
          lock.release();
          await(b);
          t.log("cancelled:", a.cancelled());
        },
        "+1: a cancelled",
        "+2: b has the lock",
        "+3: cancelled: true");
  }

  @Test
  void whoIsCancelledWhileTheLockIsHeldIsOutOfTheLineWhenItComesFree() {
    assertTrace(
        t -> {
          Lock lock = new Lock();
          await(lock.acquire());
          Task<Void> a = holder(t, "a", lock);
          Task<Void> b = holder(t, "b", lock);
          await(sleep(0));
          t.mark();
          a.cancel();
          await(sleep(0));
          t.log("release");
          lock.release();
          await(b);
        },
        "+1: a cancelled",
        "+1: release",
        "+2: b has the lock");
  }

  @Test
  void oneThatIsFreeWithOnlyCancelledOnesInLineTakesNoIteration() {
    assertTrace(
        t -> {
          Lock lock = new Lock();
          await(lock.acquire());
          Task<Void> a = holder(t, "a", lock);
          await(sleep(0));
          t.mark();
          a.cancel();
          lock.release();
          await(lock.acquire());
          t.log("main has the lock again");
          await(waitAll(List.of(a)));
        },
        "+0: main has the lock again",
        "+1: a cancelled");
  }
}

package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.waitAll;
import static asyncio.Ticks.assertTrace;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** In which iteration who waits for a condition goes on. Measured on CPython. */
class TickConditionTest {

  private static Task<Void> waiter(Ticks t, String name, Condition condition) {
    return createTask(() -> {
      try (var _ = await(condition.acquire())) {
        await(condition.whenNotified());
        t.log(name, "woke");
      } catch (CancelledError e) {
        t.log(name, "cancelled; locked:", condition.locked());
        throw e;
      }
    });
  }

  private static void iterations(int count) {
    for (int i = 0; i < count; i++) {
      await(sleep(0));
    }
  }

  @Test
  void allThatAreNotifiedWakeInOneIterationIfEachReleasesTheLockInIt() {
    assertTrace(
        t -> {
          Condition condition = new Condition();
          List<Task<Void>> waiters =
              List.of(
                  waiter(t, "a", condition), waiter(t, "b", condition), waiter(t, "c", condition));
          iterations(2);
          try (var _ = await(condition.acquire())) {
            t.mark();
            condition.notifyEach();
            t.log("notified");
          }
          t.log("released");
          await(gather(waiters));
        },
        "+0: notified",
        "+0: released",
        "+1: a woke",
        "+1: b woke",
        "+1: c woke");
  }

  @Test
  void whoIsNotifiedWaitsForTheLockAndTakesItOneIterationAfterTheRelease() {
    assertTrace(
        t -> {
          Condition condition = new Condition();
          Task<Void> a = waiter(t, "a", condition);
          Task<Void> b = waiter(t, "b", condition);
          iterations(2);
          try (var _ = await(condition.acquire())) {
            t.mark();
            condition.notifyOne();
            t.log("notified");
            iterations(2);
            t.log("about to release");
          }
          iterations(3);
          try (var _ = await(condition.acquire())) {
            condition.notifyOne();
          }
          await(gather(a, b));
        },
        "+0: notified",
        "+2: about to release",
        "+3: a woke",
        "+6: b woke");
  }

  @Test
  void whoIsCancelledWhileItWaitsForTheLockTakesItFirstAndPassesTheNotificationOn() {
    assertTrace(
        t -> {
          Condition condition = new Condition();
          Task<Void> a = waiter(t, "a", condition);
          Task<Void> b = waiter(t, "b", condition);
          iterations(2);
          await(condition.acquire());
          t.mark();
          condition.notifyOne();
          await(sleep(0));
          t.log("a waits for the lock");
          a.cancel();
          await(sleep(0));
          t.log("a is cancelled and still waits:", !a.done());
          condition.release();
          await(waitAll(List.of(a)));
          t.log("a is done");
          await(waitAll(List.of(b)));
          t.log("b is done");
        },
        "+1: a waits for the lock",
        "+2: a is cancelled and still waits: true",
        "+3: a cancelled; locked: false",
        "+4: b woke",
        "+5: a is done",
        "+7: b is done");
  }

  @Test
  void thePredicateIsAskedAgainInTheIterationAfterEachNotification() {
    assertTrace(
        t -> {
          Condition condition = new Condition();
          AtomicInteger count = new AtomicInteger();
          Task<Void> waiting =
              createTask(() -> {
                try (var _ = await(condition.acquire())) {
                  await(condition.waitFor(() -> count.get() >= 2));
                  t.log("woke at", count);
                }
              });
          await(sleep(0));
          t.mark();
          for (int i = 0; i < 2; i++) {
            try (var _ = await(condition.acquire())) {
              count.incrementAndGet();
              condition.notifyOne();
              t.log("notified", count);
            }
            iterations(2);
          }
          await(waiting);
        },
        "+0: notified 1",
        "+2: notified 2",
        "+3: woke at 2");
  }

  @Test
  void whoIsNotifiedAndCancelledInOneIterationPassesTheNotificationOnInTheNext() {
    assertTrace(
        t -> {
          Condition condition = new Condition();
          Task<Void> a = waiter(t, "a", condition);
          Task<Void> b = waiter(t, "b", condition);
          iterations(2);
          try (var _ = await(condition.acquire())) {
            t.mark();
            condition.notifyOne();
            a.cancel();
          }
          await(waitAll(List.of(a, b)));
        },
        "+1: a cancelled; locked: false",
        "+2: b woke");
  }

  @Test
  void whoIsCancelledFirstIsNotNotified() {
    assertTrace(
        t -> {
          Condition condition = new Condition();
          Task<Void> a = waiter(t, "a", condition);
          Task<Void> b = waiter(t, "b", condition);
          iterations(2);
          try (var _ = await(condition.acquire())) {
            t.mark();
            a.cancel();
            condition.notifyOne();
          }
          await(waitAll(List.of(a, b)));
        },
        "+1: a cancelled; locked: false",
        "+1: b woke");
  }
}

package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.Condition;
import asyncio.Event;
import asyncio.Outcome;
import asyncio.Task;
import asyncio.VoidBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Neither a notification nor the lock is lost, whenever one who waits is cancelled. */
@Timeout(120)
final class ConditionSweepTest {

  /** A stock that is taken from under a condition. */
  private static final class Stock {
    final Condition changed = new Condition();
    int items;

    VoidBody taking() {
      return () -> {
        try (var _ = await(changed.acquire())) {
          await(changed.waitFor(() -> items > 0));
          assertThat(changed.locked()).isTrue();
          items--;
        }
      };
    }

    VoidBody adding() {
      return () -> {
        try (var _ = await(changed.acquire())) {
          items++;
          changed.notifyOne();
        }
      };
    }

    void checkFree() {
      assertThat(changed.locked()).isFalse();
      assertThat(changed.statistics().waiting()).isZero();
      assertThat(changed.statistics().lock().waiting()).isZero();
    }
  }

  private static void oneNotificationForTwo(CancelSweep sweep) throws Exception {
    Stock stock = new Stock();
    Task<?> producer =
        createTask(() -> {
          await(sleep(1));
          stock.adding().run();
        });
    Task<?> other =
        createTask(() -> {
          await(sleep(0.5));
          stock.taking().run();
        });
    Outcome<?> outcome = sweep.victim(Sweeps.notSwallowing(stock.taking()));
    await(producer);
    if (outcome instanceof Outcome.Value) {
      stock.adding().run();
    }
    await(waitFor(other, 10));
    stock.checkFree();
  }

  @Test
  void whoIsNotifiedAndCancelledPassesTheNotificationOn() {
    Sweeps.run(ConditionSweepTest::oneNotificationForTwo);
  }

  @Test
  void whoWaitsIsCancelledInEveryOrder() {
    Sweeps.runAll(sweep -> {
      Stock stock = new Stock();
      Task<?> other = createTask(stock.taking());
      Task<?> producer = createTask(stock.adding());
      sweep.victim(
          Sweeps.notSwallowing(() -> {
            try (var _ = await(stock.changed.acquire())) {
              stock.changed.notifyEach();
            }
          }));
      await(producer);
      await(waitFor(other, 10));
      stock.checkFree();
    });
  }

  @Test
  void whoIsCancelledHasTheLockAgainWhenItLeaves() {
    Sweeps.run(sweep -> {
      Stock stock = new Stock();
      Event notified = new Event();
      Task<?> other =
          createTask(() -> {
            await(sleep(1));
            try (var _ = await(stock.changed.acquire())) {
              stock.changed.notifyEach();
              notified.set();
              await(sleep(5)); // the others have to wait for the lock
            }
          });
      sweep.victim(
          Sweeps.notSwallowing(() -> {
            try (var _ = await(stock.changed.acquire())) {
              try {
                await(stock.changed.whenNotified());
              } finally {
                assertThat(stock.changed.locked()).isTrue();
              }
            }
          }));
      await(other);
      stock.checkFree();
    });
  }
}

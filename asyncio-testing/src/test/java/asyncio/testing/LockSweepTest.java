package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.Held;
import asyncio.Lock;
import asyncio.Task;
import asyncio.TimeoutException;
import asyncio.VoidBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lock is never lost, and never held twice, whenever one who wants it is cancelled. */
@Timeout(120)
final class LockSweepTest {

  private static final class Guarded {
    final Lock lock = new Lock();
    int inside;
    int uses;

    VoidBody use(double seconds) {
      return () -> {
        try (var _ = await(lock.acquire())) {
          assertThat(++inside).isEqualTo(1);
          try {
            await(sleep(seconds));
          } finally {
            inside--;
          }
          uses++;
        }
      };
    }

    void checkFree() {
      assertThat(lock.locked()).isFalse();
      assertThat(lock.statistics().waiting()).isZero();
      await(waitFor(use(0), 1));
    }
  }

  private static void oneWaitsBetweenTwo(CancelSweep sweep) {
    Guarded guarded = new Guarded();
    Task<?> first = createTask(guarded.use(1));
    await(sleep(0));
    Task<?> last =
        createTask(() -> {
          await(sleep(0.5));
          guarded.use(1).run();
        });
    sweep.victim(Sweeps.notSwallowing(guarded.use(1)));
    await(first);
    await(last);
    assertThat(guarded.uses).isGreaterThanOrEqualTo(2);
    guarded.checkFree();
  }

  @Test
  void whoWaitsBetweenTwoOthersIsCancelled() {
    Sweeps.run(LockSweepTest::oneWaitsBetweenTwo);
  }

  @Test
  void whoeverIsFirstIsCancelledInEveryOrder() {
    Sweeps.runAll(sweep -> {
      Guarded guarded = new Guarded();
      Task<?> one = createTask(guarded.use(0));
      Task<?> two = createTask(guarded.use(0));
      sweep.victim(Sweeps.notSwallowing(guarded.use(0)));
      await(one);
      await(two);
      guarded.checkFree();
    });
  }

  @Test
  void theOneWithoutAnyOtherIsCancelled() {
    Sweeps.runAll(sweep -> {
      Guarded guarded = new Guarded();
      sweep.victim(Sweeps.notSwallowing(guarded.use(1)));
      guarded.checkFree();
    });
  }

  @Test
  void twoWhoWaitAreCancelledOneByTheSweepAndOneAtTheMomentOfTheRelease() {
    Sweeps.run(sweep -> {
      Guarded guarded = new Guarded();
      Task<?> first = createTask(guarded.use(1));
      await(sleep(0));
      Task<?> second = createTask(guarded.use(1));
      runningLoop().callLater(1, second::cancel);
      Task<?> last =
          createTask(() -> {
            await(sleep(0.5));
            guarded.use(1).run();
          });
      sweep.victim(Sweeps.notSwallowing(guarded.use(1)));
      await(waitAll(java.util.List.of(first, second, last)));
      last.result();
      guarded.checkFree();
    });
  }

  @Test
  void aTimeLimitEndsAtTheMomentOfTheRelease() {
    Sweeps.run(sweep -> {
      Guarded guarded = new Guarded();
      Task<?> first = createTask(guarded.use(1));
      await(sleep(0));
      sweep.victim(() -> {
        Held held;
        try {
          held = await(waitFor(guarded.lock.acquire(), 1));
        } catch (TimeoutException e) {
          return;
        }
        held.close();
      });
      await(first);
      guarded.checkFree();
    });
  }
}

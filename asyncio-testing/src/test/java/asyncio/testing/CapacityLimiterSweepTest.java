package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.CapacityLimiter;
import asyncio.Held;
import asyncio.Task;
import asyncio.TimeoutException;
import asyncio.VoidBody;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tokens of a limiter are all there again, whenever one who wants one is cancelled. */
@Timeout(120)
final class CapacityLimiterSweepTest {

  private static final class Limited {
    final CapacityLimiter limiter;
    int inside;

    Limited(int tokens) {
      limiter = new CapacityLimiter(tokens);
    }

    VoidBody use(double seconds) {
      return () -> {
        try (var _ = await(limiter.acquire())) {
          assertThat(++inside).isLessThanOrEqualTo(limiter.total());
          try {
            await(sleep(seconds));
          } finally {
            inside--;
          }
        }
      };
    }

    /** Every token can be borrowed at once, and without waiting. */
    void checkFree() {
      int tokens = limiter.total();
      assertThat(limiter.statistics())
          .isEqualTo(new CapacityLimiter.Statistics(tokens, tokens, Set.of(), 0));
      for (int i = 0; i < tokens; i++) {
        await(waitFor(limiter.acquireFor(i), 1));
      }
      assertThat(limiter.statistics().available()).isZero();
    }
  }

  @Test
  void whoWaitsAmongOthersIsCancelled() {
    Sweeps.run(sweep -> {
      Limited limited = new Limited(2);
      Task<?> one = createTask(limited.use(1));
      Task<?> two = createTask(limited.use(2));
      await(sleep(0));
      Task<?> last =
          createTask(() -> {
            await(sleep(0.5));
            limited.use(1).run();
          });
      sweep.victim(Sweeps.notSwallowing(limited.use(1)));
      await(gather(one, two, last));
      limited.checkFree();
    });
  }

  @Test
  void whoeverIsFirstIsCancelledInEveryOrder() {
    Sweeps.runAll(sweep -> {
      Limited limited = new Limited(1);
      Task<?> one = createTask(limited.use(0));
      Task<?> two = createTask(limited.use(0));
      sweep.victim(Sweeps.notSwallowing(limited.use(0)));
      await(gather(one, two));
      limited.checkFree();
    });
  }

  @Test
  void twoTokensComeBackAtOnceWhileOneWhoWaitsIsCancelled() {
    Sweeps.run(sweep -> {
      Limited limited = new Limited(2);
      Held first = await(limited.limiter.acquireFor("first"));
      Held second = await(limited.limiter.acquireFor("second"));
      runningLoop()
          .callLater(
              1,
              () -> {
                first.close();
                second.close();
              });
      Task<?> one = createTask(limited.use(1));
      Task<?> two = createTask(limited.use(1));
      sweep.victim(Sweeps.notSwallowing(limited.use(1)));
      await(gather(one, two));
      await(sleep(2));
      limited.checkFree();
    });
  }

  @Test
  void theTotalGrowsWhileOneWhoWaitsIsCancelled() {
    Sweeps.run(sweep -> {
      Limited limited = new Limited(0);
      Task<?> one = createTask(limited.use(1));
      runningLoop()
          .callLater(
              1,
              () -> {
                limited.limiter.setTotal(1);
                limited.limiter.setTotal(2);
              });
      Task<?> two =
          createTask(() -> {
            await(sleep(0.5));
            limited.use(1).run();
          });
      sweep.victim(Sweeps.notSwallowing(limited.use(1)));
      await(gather(one, two));
      await(sleep(2));
      limited.checkFree();
    });
  }

  @Test
  void theTotalFallsAtTheMomentWhenATokenWasHandedOver() {
    Sweeps.run(sweep -> {
      Limited limited = new Limited(1);
      Held held = await(limited.limiter.acquireFor("first"));
      runningLoop()
          .callLater(
              1,
              () -> {
                held.close();
                limited.limiter.setTotal(0);
              });
      runningLoop().callLater(3, () -> limited.limiter.setTotal(1));
      Task<?> other =
          createTask(() -> {
            await(sleep(0.5));
            try (var _ = await(limited.limiter.acquire())) {
              await(sleep(1));
            }
          });
      sweep.victim(
          Sweeps.notSwallowing(() -> {
            try (var _ = await(limited.limiter.acquire())) {
              await(sleep(1));
            }
          }));
      await(other);
      await(sleep(3));
      limited.checkFree();
    });
  }

  @Test
  void aTimeLimitEndsAtTheMomentOfTheRelease() {
    Sweeps.run(sweep -> {
      Limited limited = new Limited(1);
      Task<?> first = createTask(limited.use(1));
      await(sleep(0));
      sweep.victim(() -> {
        Held held;
        try {
          held = await(waitFor(limited.limiter.acquireFor("impatient"), 1));
        } catch (TimeoutException e) {
          return;
        }
        held.close();
      });
      await(first);
      limited.checkFree();
    });
  }

  @Test
  void aBorrowerCanTryAgainAfterTheOneWhoAcquiredForItWasCancelled() {
    Sweeps.run(sweep -> {
      Limited limited = new Limited(1);
      Task<?> first = createTask(limited.use(1));
      await(sleep(0));
      VoidBody forGuest =
          () -> {
            try (var _ = await(limited.limiter.acquireFor("guest"))) {
              await(sleep(1));
            }
          };
      sweep.victim(Sweeps.notSwallowing(forGuest));
      forGuest.run();
      await(first);
      limited.checkFree();
    });
  }
}

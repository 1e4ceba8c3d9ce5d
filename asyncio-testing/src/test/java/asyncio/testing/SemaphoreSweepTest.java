package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.BoundedSemaphore;
import asyncio.Held;
import asyncio.Semaphore;
import asyncio.Task;
import asyncio.TimeoutException;
import asyncio.VoidBody;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The permits of a semaphore are all there again, whenever one who wants one is cancelled. */
@Timeout(120)
final class SemaphoreSweepTest {

  private static final List<IntFunction<Semaphore>> KINDS =
      List.of(Semaphore::new, BoundedSemaphore::new);

  private static final class Limited {
    final Semaphore semaphore;
    final int permits;
    int inside;

    Limited(IntFunction<Semaphore> kind, int permits) {
      this.permits = permits;
      semaphore = kind.apply(permits);
    }

    VoidBody use(double seconds) {
      return () -> {
        try (var _ = await(semaphore.acquire())) {
          assertThat(++inside).isLessThanOrEqualTo(permits);
          try {
            await(sleep(seconds));
          } finally {
            inside--;
          }
        }
      };
    }

    void checkFree() {
      assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(permits, 0));
      for (int i = 0; i < permits; i++) {
        assertThat(semaphore.locked()).isFalse();
        await(semaphore.acquire());
      }
      assertThat(semaphore.locked()).isTrue();
    }
  }

  @Test
  void whoWaitsAmongOthersIsCancelled() {
    for (IntFunction<Semaphore> kind : KINDS) {
      Sweeps.run(sweep -> {
        Limited limited = new Limited(kind, 2);
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
  }

  @Test
  void whoeverIsFirstIsCancelledInEveryOrder() {
    for (IntFunction<Semaphore> kind : KINDS) {
      Sweeps.runAll(sweep -> {
        Limited limited = new Limited(kind, 1);
        Task<?> one = createTask(limited.use(0));
        Task<?> two = createTask(limited.use(0));
        sweep.victim(Sweeps.notSwallowing(limited.use(0)));
        await(one);
        await(two);
        limited.checkFree();
      });
    }
  }

  @Test
  void twoPermitsAreReleasedAtOnceWhileOneWhoWaitsIsCancelled() {
    Sweeps.run(sweep -> {
      Limited limited = new Limited(Semaphore::new, 2);
      await(limited.semaphore.acquire());
      await(limited.semaphore.acquire());
      runningLoop()
          .callLater(
              1,
              () -> {
                limited.semaphore.release();
                limited.semaphore.release();
              });
      Task<?> one = createTask(limited.use(1));
      Task<?> two = createTask(limited.use(1));
      sweep.victim(Sweeps.notSwallowing(limited.use(1)));
      await(one);
      await(two);
      await(sleep(2));
      limited.checkFree();
    });
  }

  @Test
  void aTimeLimitEndsAtTheMomentOfTheRelease() {
    for (IntFunction<Semaphore> kind : KINDS) {
      Sweeps.run(sweep -> {
        Limited limited = new Limited(kind, 1);
        Task<?> first = createTask(limited.use(1));
        await(sleep(0));
        sweep.victim(() -> {
          Held held;
          try {
            held = await(waitFor(limited.semaphore.acquire(), 1));
          } catch (TimeoutException e) {
            return;
          }
          held.close();
        });
        await(first);
        limited.checkFree();
      });
    }
  }
}

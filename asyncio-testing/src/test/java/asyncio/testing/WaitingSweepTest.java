package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.AsyncGenerator;
import asyncio.Future;
import asyncio.Task;
import asyncio.TimeoutException;
import asyncio.VoidBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits for others loses no cancellation and leaves nothing behind. */
@Timeout(120)
final class WaitingSweepTest {

  private int alive;

  private VoidBody child(double seconds) {
    return () -> {
      alive++;
      try {
        await(sleep(seconds));
      } finally {
        alive--;
      }
    };
  }

  @Test
  void aGatherEndsItsChildrenWhenItIsCancelled() {
    Sweeps.run(sweep -> {
      sweep.victim(
          Sweeps.notSwallowing(() -> {
            try {
              await(gather(child(1), child(2), () -> await(gather(child(1), child(0)))));
            } finally {
              assertThat(alive).isZero();
            }
          }));
    });
  }

  @Test
  void aTimeLimitIsNotTakenForACancellationNorTheOtherWayRound() {
    Sweeps.run(sweep -> {
      sweep.victim(
          Sweeps.notSwallowing(() -> {
            try {
              timeout(1, () -> child(2).run());
            } catch (TimeoutException e) {
              assertThat(alive).isZero();
            }
          }));
      assertThat(alive).isZero();
    });
  }

  @Test
  void timeLimitsAreNestedAndExpireTogether() {
    Sweeps.run(sweep ->
        sweep.victim(
            Sweeps.notSwallowing(() -> {
              try {
                timeout(
                    1,
                    () -> {
                      try {
                        timeout(1, () -> child(2).run());
                      } finally {
                        await(sleep(0));
                      }
                    });
              } catch (TimeoutException e) {
                assertThat(alive).isZero();
              }
            })));
  }

  @Test
  void whatIsWaitedForComesAtTheMomentWhenTheTimeIsOver() {
    Sweeps.run(sweep -> {
      Future<String> future = runningLoop().createFuture();
      runningLoop()
          .callLater(
              1,
              () -> {
                if (!future.done()) {
                  future.setResult("result");
                }
              });
      sweep.victim(
          Sweeps.notSwallowing(() -> {
            try {
              assertThat(await(waitFor(future, 1))).isEqualTo("result");
            } catch (TimeoutException e) {
              assertThat(future.done()).isTrue();
            }
          }));
      await(sleep(2));
    });
  }

  @Test
  void aShieldKeepsTheCancellationOut() {
    Sweeps.run(sweep -> {
      Task<?> inner = createTask(child(1));
      sweep.victim(Sweeps.notSwallowing(() -> await(shield(inner))));
      await(inner);
      assertThat(inner.cancelled()).isFalse();
    });
  }

  @Test
  void aGeneratorThatIsClosedCleansUp() {
    Sweeps.run(sweep -> {
      List<Integer> got = new ArrayList<>();
      int[] open = {0};
      sweep.victim(
          Sweeps.notSwallowing(() -> {
            AsyncGenerator<Integer> numbers =
                asyncGenerator(out -> {
                  open[0]++;
                  try {
                    for (int i = 0; i < 3; i++) {
                      await(sleep(1));
                      out.yield(i);
                    }
                  } finally {
                    open[0]--;
                    await(sleep(1));
                  }
                });
            try (numbers) {
              for (int number : numbers) {
                await(sleep(1));
                got.add(number);
              }
            }
          }));
      assertThat(open[0]).isZero();
      assertThat(got).isEqualTo(List.of(0, 1, 2).subList(0, got.size()));
    });
  }

  @Test
  void whoWaitsForAThreadIsCancelled() {
    CancelSweep.run(
        Schedules.random(10).strict(),
        sweep -> {
          sweep.victim(
              Sweeps.notSwallowing(() -> {
                assertThat(await(toThread(() -> "result"))).isEqualTo("result");
                try {
                  await(
                      toThread(() -> {
                        throw new IOException("disk");
                      }));
                } catch (Exception e) {
                  assertThat(e).hasMessage("disk");
                }
              }));
        });
  }
}

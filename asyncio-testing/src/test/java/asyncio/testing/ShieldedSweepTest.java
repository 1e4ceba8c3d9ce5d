package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.Lock;
import asyncio.Outcome;
import asyncio.Task;
import asyncio.TimeoutException;
import asyncio.VoidBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A shielded block that has begun runs to its end, and the cancellation arrives after it. */
@Timeout(120)
final class ShieldedSweepTest {

  /** Counts the blocks that have begun, and those that ran to their end. */
  private static final class Blocks {
    int begun;
    int ended;

    /** A block that no cancellation interrupts. */
    VoidBody whole(VoidBody block) {
      return () ->
          shielded(() -> {
            begun++;
            block.run();
            ended++;
          });
    }

    /** The victim: what has begun has ended, and what came meanwhile arrives at the next await. */
    VoidBody victim(VoidBody body) {
      return Sweeps.notSwallowing(() -> {
        try {
          body.run();
          await(sleep(0));
        } finally {
          assertThat(ended).isEqualTo(begun);
        }
      });
    }
  }

  /** Sweeps a victim, and counts: a cancellation that is held back must not get lost. */
  private static void eachCancellationArrives(Function<Blocks, VoidBody> body) {
    int[] arrived = {0};
    CancelSweep.Scenario scenario =
        sweep -> {
          Blocks blocks = new Blocks();
          Outcome<?> outcome = sweep.victim(blocks.victim(body.apply(blocks)));
          if (outcome instanceof Outcome.Cancellation) {
            arrived[0]++;
          }
        };
    Sweeps.run(scenario);
    arrived[0] = 0;
    int moments = CancelSweep.run(scenario);
    assertThat(arrived[0]).isEqualTo(moments);
  }

  @Test
  void theBlockSleeps() {
    eachCancellationArrives(blocks -> blocks.whole(() -> await(sleep(1))));
  }

  @Test
  void aTaskThatAwaitsNoMoreAfterTheBlockIsCancelledAllTheSame() {
    Sweeps.runAll(sweep -> {
      Blocks blocks = new Blocks();
      List<Task<?>> me = new ArrayList<>();
      Outcome<?> outcome =
          sweep.victim(() -> {
            me.add(currentTask());
            await(sleep(0));
            blocks.whole(() -> await(sleep(1))).run();
          });
      assertThat(outcome instanceof Outcome.Cancellation)
          .isEqualTo(me.isEmpty() || me.getFirst().cancelling() > 0);
    });
  }

  @Test
  void whatIsOpenIsClosedByAShieldedBlock() {
    Sweeps.run(sweep -> {
      Blocks blocks = new Blocks();
      int[] open = {0};
      sweep.victim(
          blocks.victim(() -> {
            open[0]++;
            try {
              await(sleep(1));
            } finally {
              blocks
                  .whole(() -> {
                    await(sleep(1));
                    open[0]--;
                  })
                  .run();
            }
          }));
      assertThat(open[0]).isZero();
    });
  }

  @Test
  void theBlockWaitsForALock() {
    Sweeps.run(sweep -> {
      Blocks blocks = new Blocks();
      Lock lock = new Lock();
      VoidBody use =
          () -> {
            try (var _ = await(lock.acquire())) {
              await(sleep(1));
            }
          };
      Task<?> first = createTask(use);
      await(sleep(0));
      Task<?> last =
          createTask(() -> {
            await(sleep(0.5));
            use.run();
          });
      sweep.victim(blocks.victim(blocks.whole(use)));
      await(gather(first, last));
      assertThat(lock.locked()).isFalse();
    });
  }

  @Test
  void blocksAreNested() {
    eachCancellationArrives(blocks ->
        blocks.whole(() -> {
          await(sleep(1));
          blocks.whole(() -> await(sleep(1))).run();
          await(sleep(1));
        }));
  }

  @Test
  void oneBlockFollowsAnother() {
    Sweeps.run(sweep -> {
      Blocks blocks = new Blocks();
      int[] between = {0};
      sweep.victim(
          blocks.victim(() -> {
            blocks.whole(() -> await(sleep(1))).run();
            between[0] = blocks.begun;
            blocks.whole(() -> await(sleep(1))).run();
          }));
      assertThat(blocks.begun).isEqualTo(2 * between[0]); // no await in between, no cancellation
    });
  }

  @Test
  void aTimeLimitInsideOfTheBlockIsKept() {
    eachCancellationArrives(blocks ->
        blocks.whole(() -> {
          double start = runningLoop().time();
          try {
            timeout(1, () -> await(sleep(2)));
            throw new AssertionError("there was no limit");
          } catch (TimeoutException e) {
            assertThat(runningLoop().time() - start).isEqualTo(1);
          }
        }));
  }

  @Test
  void aTimeLimitAroundTheBlockIsNotTakenForACancellation() {
    eachCancellationArrives(blocks ->
        () -> {
          try {
            timeout(
                1,
                () -> {
                  blocks.whole(() -> await(sleep(2))).run();
                  await(sleep(1));
                  throw new AssertionError("there was no limit");
                });
          } catch (TimeoutException e) {
            assertThat(blocks.ended).isPositive();
          }
        });
  }

  @Test
  void aTaskGroupInsideOfTheBlockEndsItsChildren() {
    Sweeps.run(sweep -> {
      Blocks blocks = new Blocks();
      int[] results = {0};
      sweep.victim(
          blocks.victim(
              blocks.whole(() ->
                  taskGroup(group -> {
                    group.createTask(() -> {
                      await(sleep(1));
                      results[0]++;
                    });
                    group.createTask(() -> {
                      await(sleep(2));
                      results[0]++;
                    });
                  }))));
      assertThat(results[0]).isIn(0, 2);
    });
  }

  @Test
  void theBlockFails() {
    eachCancellationArrives(blocks ->
        () -> {
          try {
            shielded(() -> {
              await(sleep(1));
              throw new IOException("block");
            });
          } catch (Exception e) {
            assertThat(e).isInstanceOf(IOException.class);
          }
        });
  }
}

package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.Barrier;
import asyncio.BrokenBarrierException;
import asyncio.Event;
import asyncio.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An event reaches all, and a barrier holds no place for the dead, whenever one is cancelled. */
@Timeout(120)
final class EventSweepTest {

  @Test
  void anEventReachesTheOthersWhenOneWhoWaitsIsCancelled() {
    Sweeps.runAll(sweep -> {
      Event event = new Event();
      Task<?> before = createTask(event.whenSet());
      Task<?> setter = createTask(event::set);
      Task<?> after = createTask(event.whenSet());
      sweep.victim(Sweeps.notSwallowing(() -> await(event.whenSet())));
      await(waitFor(gather(before, setter, after), 1));
      assertThat(event.toString()).isEqualTo("<Event [set, waiters:0]>");
    });
  }

  @Test
  void anEventThatIsSetAndClearedAtOnceReachesThoseWhoWaited() {
    Sweeps.run(sweep -> {
      Event event = new Event();
      Task<?> other = createTask(event.whenSet());
      runningLoop()
          .callLater(
              1,
              () -> {
                event.set();
                event.clear();
              });
      sweep.victim(Sweeps.notSwallowing(() -> await(event.whenSet())));
      await(other);
      assertThat(event.toString()).isEqualTo("<Event [unset, waiters:0]>");
    });
  }

  private static void barrierIsUsable(Barrier barrier) {
    assertThat(barrier.nWaiting()).isZero();
    assertThat(await(waitFor(gather(barrier.arrive(), barrier.arrive()), 1)))
        .containsExactlyInAnyOrder(0, 1);
    assertThat(barrier.nWaiting()).isZero();
    assertThat(barrier.broken()).isFalse();
  }

  @Test
  void whoArrivesAtABarrierAndIsCancelledIsReplacedByTheNext() {
    CancelSweep.Scenario scenario =
        sweep -> {
          Barrier barrier = new Barrier(2);
          Task<Integer> other =
              createTask(() -> {
                await(sleep(1));
                return await(barrier.arrive());
              });
          sweep.victim(Sweeps.notSwallowing(() -> await(barrier.arrive())));
          VirtualTime.advance(2);
          if (!other.done()) {
            await(barrier.arrive());
          }
          await(other);
          barrierIsUsable(barrier);
        };
    Sweeps.run(scenario);
  }

  @Test
  void aBarrierIsResetOrAbortedWhileOneWhoArrivesIsCancelled() {
    for (boolean abort : new boolean[] {false, true}) {
      Sweeps.run(sweep -> {
        Barrier barrier = new Barrier(3);
        Task<?> other =
            createTask(() -> {
              try {
                await(barrier.arrive());
              } catch (BrokenBarrierException e) {
                // it was waiting
              }
            });
        Task<?> breaking =
            createTask(() -> {
              await(sleep(1));
              await(abort ? barrier.abort() : barrier.reset());
            });
        sweep.victim(() -> {
          try {
            await(barrier.arrive());
          } catch (BrokenBarrierException e) {
            // it was waiting
          }
        });
        await(breaking);
        await(other);
        assertThat(barrier.broken()).isEqualTo(abort);
        if (abort) {
          await(barrier.reset());
        }
        Task<?> third = createTask(barrier.arrive());
        await(waitFor(gather(barrier.arrive(), barrier.arrive()), 1));
        await(third);
      });
    }
  }
}

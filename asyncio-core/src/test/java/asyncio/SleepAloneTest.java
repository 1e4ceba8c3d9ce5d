package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.run;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A task that sleeps for no time while nothing else is ready goes on at once. All else must get its
 * turn as if it had left.
 */
@Timeout(60)
class SleepAloneTest {

  @Test
  void itGoesOnWithoutASelect() {
    assertThat(selectsInAHundredSleeps(false)).isZero();
  }

  @Test
  void aDriverThatPollsIsAskedInEachIteration() {
    assertThat(selectsInAHundredSleeps(true)).isEqualTo(100);
  }

  @Test
  void aTimerThatIsDueRunsBeforeTheNextStep() {
    TestTime.run(() -> {
      List<String> order = new ArrayList<>();
      runningLoop().callLater(0, () -> order.add("timer"));
      await(sleep(0)); // the timer is moved behind this task
      order.add("first");
      await(sleep(0));
      order.add("second");
      assertThat(order).containsExactly("first", "timer", "second");
    });
  }

  @Test
  void aRealTimerBecomesDueMeanwhile() {
    run(() -> {
      boolean[] fired = new boolean[1];
      runningLoop().callLater(0.001, () -> fired[0] = true);
      while (!fired[0]) {
        await(sleep(0));
      }
    });
  }

  @Test
  void whatAnotherThreadHandsInRuns() {
    run(() -> {
      EventLoop loop = runningLoop();
      boolean[] called = new boolean[1];
      var begun = new CountDownLatch(1);
      Thread.ofPlatform()
          .start(() -> {
            try {
              begun.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            loop.callSoonThreadsafe(() -> called[0] = true);
          });
      begun.countDown();
      while (!called[0]) {
        await(sleep(0));
      }
    });
  }

  @Test
  void whatItSchedulesItselfRunsFirst() {
    run(() -> {
      List<String> order = new ArrayList<>();
      runningLoop().callSoon(() -> order.add("callback"));
      await(sleep(0));
      order.add("task");
      assertThat(order).containsExactly("callback", "task");
    });
  }

  @Test
  void aTaskThatItStartsTakesTurnsWithIt() {
    run(() -> {
      List<String> order = new ArrayList<>();
      Task<Integer> other =
          createTask(() -> {
            order.add("other 1");
            await(sleep(0));
            order.add("other 2");
            return 1;
          });
      await(sleep(0));
      order.add("main 1");
      await(sleep(0));
      order.add("main 2");
      await(other);
      assertThat(order).containsExactly("other 1", "main 1", "other 2", "main 2");
    });
  }

  @Test
  void itIsCancelledThereIfItHasAskedForThatItself() {
    run(() -> {
      var task = currentTask();
      task.cancel("by itself");
      assertThatExceptionOfType(CancelledError.class)
          .isThrownBy(() -> await(sleep(0)))
          .withMessage("by itself");
      task.uncancel();
      await(sleep(0));
    });
  }

  @Test
  void stopEndsTheLoopAfterTheIteration() {
    try (EventLoop loop = EventLoop.create()) {
      var steps = new int[1];
      Task<Void> task =
          loop.createTask(
              async(() -> {
                loop.stop();
                await(sleep(0));
                steps[0]++;
                await(sleep(0));
                steps[0]++;
              }));
      loop.runForever();
      assertThat(steps[0]).isZero();
      loop.runUntilComplete(task);
      assertThat(steps[0]).isEqualTo(2);
    }
  }

  @Test
  void anEagerTaskLeavesToItsMaker() {
    run(() -> {
      List<String> order = new ArrayList<>();
      Task<Void> eager =
          createTask(
              async(() -> {
                order.add("eager 1");
                await(sleep(0));
                order.add("eager 2");
              }),
              TaskOptions.eager());
      order.add("maker");
      await(gather(List.of(eager)));
      assertThat(order).containsExactly("eager 1", "maker", "eager 2");
    });
  }

  private static int selectsInAHundredSleeps(boolean polls) {
    var selects = new int[1];
    try (Runner runner = new Runner(null, () -> EventLoop.create(counting(selects, polls)))) {
      return runner.run(
          async(() -> {
            int before = selects[0];
            for (int i = 0; i < 100; i++) {
              await(sleep(0));
            }
            return selects[0] - before;
          }));
    }
  }

  /** Counts the selects of a loop in virtual time. */
  private static IoDriver counting(int[] selects, boolean polls) {
    var time = new TestTime();
    return new IoDriver() {
      @Override
      public void select(long timeoutNanos) {
        selects[0]++;
        time.select(timeoutNanos);
      }

      @Override
      public void wakeup() {
        time.wakeup();
      }

      @Override
      public void close() {}

      @Override
      public long nanoTime() {
        return time.nanoTime();
      }

      @Override
      public boolean polls() {
        return polls;
      }
    };
  }
}

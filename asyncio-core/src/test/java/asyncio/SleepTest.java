package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for a time. */
class SleepTest {

  @Test
  void aSleepTakesItsTime() {
    TestTime.run(() -> {
      await(sleep(1.5));
      assertThat(runningLoop().time()).isEqualTo(1.5);
      await(sleep(Duration.ofHours(1)));
      assertThat(runningLoop().time()).isEqualTo(3601.5);
    });
  }

  @Test
  void theTimeBeginsWhenTheSleepIsAwaited() {
    TestTime.run(() -> {
      Coroutine<Void> later = sleep(1);
      await(sleep(10));
      await(later);
      assertThat(runningLoop().time()).isEqualTo(11);
    });
  }

  @Test
  void aSleepGivesItsValue() {
    TestTime.run(() -> {
      assertThat(await(sleep(1, "value"))).isEqualTo("value");
      assertThat(await(sleep(0, "value"))).isEqualTo("value");
      assertThat(await(sleep(1))).isNull();
    });
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NEGATIVE_INFINITY})
  void noTimeAtAllLetsOthersRunOnce(double seconds) {
    var order = new Order();
    TestTime.run(() -> {
      runningLoop()
          .callSoon(() -> {
            order.expect(2);
            runningLoop().callSoon(() -> order.finish(4));
          });
      order.expect(1);
      await(sleep(seconds));
      order.expect(3);
      assertThat(runningLoop().time()).isZero();
      await(sleep(0));
    });
    order.assertFinished();
  }

  @Test
  void aDurationThatIsZeroOrNegativeTakesNoTime() {
    TestTime.run(() -> {
      await(sleep(Duration.ZERO));
      await(sleep(Duration.ofSeconds(-1)));
      assertThat(runningLoop().time()).isZero();
    });
  }

  @Test
  void theShortestSleepIsNotNothing() {
    TestTime.run(() -> {
      await(sleep(1e-12));
      assertThat(runningLoop().nanoTime()).isEqualTo(1);
    });
  }

  @Test
  void aTimeIsANumber() {
    assertThatThrownBy(() -> sleep(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sleep(Double.NaN, "value"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oneMaySleepForEverUntilCancelled() {
    TestTime.run(() -> {
      Task<Void> inSeconds = createTask(sleep(Double.POSITIVE_INFINITY));
      Task<Void> asDuration = createTask(sleep(Duration.ofSeconds(Long.MAX_VALUE)));
      await(sleep(Duration.ofDays(36_500)));
      assertThat(inSeconds.done()).isFalse();
      assertThat(asDuration.done()).isFalse();
      inSeconds.cancel();
      asDuration.cancel();
      assertThatThrownBy(() -> await(inSeconds)).isInstanceOf(CancelledError.class);
      assertThatThrownBy(() -> await(asDuration)).isInstanceOf(CancelledError.class);
    });
  }

  @Test
  void sleepersWakeInTheOrderOfTheirTimes() {
    List<Integer> woken = new ArrayList<>();
    TestTime.run(() ->
        await(
            gather(
                () -> sleepThenNote(3, woken),
                () -> sleepThenNote(1, woken),
                () -> sleepThenNote(2, woken))));
    assertThat(woken).containsExactly(1, 2, 3);
  }

  private static void sleepThenNote(int seconds, List<Integer> woken) {
    await(sleep(seconds));
    woken.add(seconds);
  }

  @Test
  void sleepersOfOneInstantWakeInTheOrderInWhichTheyFellAsleep() {
    List<Integer> woken = new ArrayList<>();
    TestTime.run(() -> {
      List<Task<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int number = i;
        tasks.add(
            createTask(() -> {
              await(sleep(1));
              woken.add(number);
            }));
      }
      await(gather(tasks));
    });
    assertThat(woken).isSorted().hasSize(20);
  }

  @Test
  void aCancelledSleepEndsAtOnce() {
    TestTime.run(() -> {
      Task<Void> task = createTask(sleep(3600));
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(runningLoop().time()).isEqualTo(1);
      assertThat(runningLoop().timers.first()).isNull();
    });
  }

  @Test
  void aSleepCancelledInTheIterationInWhichItEndsIsCancelled() {
    TestTime.run(() -> {
      List<Task<Void>> tasks = new ArrayList<>();
      runningLoop().callLater(1, () -> tasks.getFirst().cancel());
      tasks.add(createTask(sleep(1)));
      assertThatThrownBy(() -> await(tasks.getFirst())).isInstanceOf(CancelledError.class);
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  @Test
  void aSleepCancelledRightAfterItEndedIsCancelled() {
    TestTime.run(() -> {
      Task<String> task = createTask(sleep(1, "value"));
      await(sleep(0));
      runningLoop().callAt(1, task::cancel);
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
    });
  }
}

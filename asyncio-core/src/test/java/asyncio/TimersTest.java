package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When timers run, in which order, and what becomes of cancelled ones. */
@Timeout(60)
final class TimersTest {

  private record Due(double when, int number) {}

  private final EventLoop loop = TestTime.newLoop();
  private final List<Object> log = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void timersRunInTheOrderOfTheirTimes() {
    loop.callLater(3, () -> log.add("c at " + loop.time()));
    loop.callLater(1, () -> log.add("a at " + loop.time()));
    loop.callLater(2, () -> log.add("b at " + loop.time()));
    runUntil(3);

    assertThat(log).containsExactly("a at 1.0", "b at 2.0", "c at 3.0");
  }

  @Test
  void timersOfTheSameTimeRunInTheOrderInWhichTheyWereSet() {
    loop.callAt(9, () -> log.add(9));
    for (int i = 0; i < 8; i++) {
      int number = i;
      loop.callAt(5, () -> log.add(number));
    }
    runUntil(9);

    assertThat(log).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 9);
  }

  @Test
  void aHundredThousandTimersInRandomOrderRunAsASortedList() {
    Random random = new Random(42);
    List<Due> set = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      Due due = new Due(random.nextInt(1000) / 8.0, i); // many of each time
      set.add(due);
      loop.callAt(due.when(), () -> log.add(due));
    }
    runUntil(125);

    set.sort(Comparator.comparingDouble(Due::when).thenComparingInt(Due::number));
    assertThat(log).isEqualTo(set);
  }

  @Test
  void timersSetAndCancelledAtRandomRunAsASortedListOfTheOthers() {
    Random random = new Random(7);
    List<Due> kept = new ArrayList<>();
    List<TimerHandle> handles = new ArrayList<>();
    List<Due> dues = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      Due due = new Due(1 + random.nextInt(500) / 4.0, i);
      dues.add(due);
      handles.add(loop.callAt(due.when(), () -> log.add(due)));
      if (random.nextInt(4) > 0) {
        handles.get(random.nextInt(handles.size())).cancel();
      }
      if (i % 1000 == 0) {
        runOneIteration(); // which drops cancelled ones
      }
    }
    for (int i = 0; i < dues.size(); i++) {
      if (!handles.get(i).cancelled()) {
        kept.add(dues.get(i));
      }
    }
    runUntil(200);

    kept.sort(Comparator.comparingDouble(Due::when).thenComparingInt(Due::number));
    assertThat(kept).hasSizeBetween(1_000, 19_000);
    assertThat(log).isEqualTo(kept);
  }

  @Test
  void aCancelledTimerDoesNotRun() {
    TimerHandle timer = loop.callLater(1, () -> log.add("cancelled"));
    loop.callLater(1, () -> log.add("kept"));
    timer.cancel();
    timer.cancel();
    runUntil(2);

    assertThat(timer.cancelled()).isTrue();
    assertThat(log).containsExactly("kept");
  }

  @Test
  void aTimerCancelledByOneOfTheSameTimeDoesNotRun() {
    TimerHandle[] second = new TimerHandle[1];
    loop.callLater(1, () -> second[0].cancel());
    second[0] = loop.callLater(1, () -> log.add("second"));
    runUntil(2);

    assertThat(log).isEmpty();
  }

  @Test
  void cancelledTimersAreDroppedWhenTheyAreMoreThanHalfOfMoreThanAHundred() {
    List<TimerHandle> timers =
        IntStream.range(0, 1000).mapToObj(i -> loop.callLater(100 + i, () -> log.add(i))).toList();
    timers.subList(0, 10).forEach(Handle::cancel);
    timers.subList(499, 990).forEach(Handle::cancel);
    runOneIteration(); // 501 are cancelled

    assertThat(timers.stream().filter(timer -> timer.scheduled).count()).isEqualTo(499);
    runUntil(2000);
    assertThat(log).hasSize(499);
  }

  @Test
  void fewCancelledTimersAreDroppedWhenTheirTurnComes() {
    List<TimerHandle> timers =
        IntStream.range(0, 100).mapToObj(i -> loop.callLater(100 + i, () -> log.add(i))).toList();
    timers.subList(1, 100).forEach(Handle::cancel);
    runOneIteration();
    assertThat(timers).allMatch(timer -> timer.scheduled);

    timers.getFirst().cancel();
    runOneIteration();
    assertThat(timers).noneMatch(timer -> timer.scheduled);
  }

  @Test
  void cancellingATimerThatHasRunChangesNothing() {
    TimerHandle timer = loop.callLater(1, () -> log.add("ran"));
    runUntil(2);
    timer.cancel();
    IntStream.range(0, 101).forEach(i -> loop.callLater(1, () -> log.add(i)));
    runUntil(4);

    assertThat(log).hasSize(102);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.0, -1, -1e300, Double.NEGATIVE_INFINITY})
  void aDelayOfNothingOrLessMeansTheNextIteration(double delay) {
    runUntil(5); // so that the clock does not stand at 0
    loop.callLater(delay, () -> log.add("ran at " + loop.time()));
    loop.callLater(1, () -> log.add("much later"));
    loop.callSoon(() -> log.add("soon"));
    runUntil(5.5);

    assertThat(log).containsExactly("soon", "ran at 5.0");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, -1e300, Double.NEGATIVE_INFINITY})
  void aTimeInThePastIsWaitedForNoTime(double when) {
    runUntil(5);
    loop.callAt(when, loop::stop);
    loop.runForever();

    assertThat(loop.time()).isEqualTo(5);
  }

  @Test
  void theEarlierOfTwoTimesInThePastRunsFirst() {
    runUntil(5);
    loop.callLater(0, () -> log.add("now"));
    loop.callAt(3, () -> log.add("past"));
    loop.callAt(Double.NEGATIVE_INFINITY, () -> log.add("long past"));
    runOneIteration();

    assertThat(log).containsExactly("long past", "past", "now");
  }

  @Test
  void ofTwoNegativeDelaysTheLesserRunsFirst() {
    loop.callLater(-1, () -> log.add("a"));
    loop.callLater(-2, () -> log.add("b"));
    runOneIteration();

    assertThat(log).containsExactly("b", "a");
  }

  @Test
  void whatATimerSchedulesWaitsForTheNextIteration() {
    loop.callLater(0, () -> loop.callSoon(() -> log.add("scheduled")));
    runOneIteration();
    assertThat(log).isEmpty();

    runOneIteration();
    assertThat(log).containsExactly("scheduled");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.MAX_VALUE, 1e300, 1e10})
  void aDelayBeyondAllTimeDoesNotRunEarly(double delay) {
    loop.callLater(delay, () -> log.add("far"));
    loop.callLater(Duration.ofSeconds(Long.MAX_VALUE), () -> log.add("farther"));
    runUntil(1e9);

    assertThat(log).isEmpty();
  }

  @Test
  void sleepingForEverIsNeverOver() {
    loop.createTask(
        async(() -> {
          await(sleep(1));
          await(sleep(Double.POSITIVE_INFINITY));
          log.add("over");
        }));

    // with nothing else to do, the clock of the tests has nowhere to go on to
    assertThatThrownBy(loop::runForever).hasMessageContaining("can never come");
    assertThat(log).isEmpty();
  }

  @Test
  void aTimeThatIsNoNumberIsAnError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loop.callLater(Double.NaN, () -> {}))
        .withMessageContaining("NaN");
    assertThatIllegalArgumentException().isThrownBy(() -> loop.callAt(Double.NaN, () -> {}));
    assertThatIllegalArgumentException().isThrownBy(() -> sleep(Double.NaN));
  }

  @Test
  void aDelayMayBeADuration() {
    TimerHandle timer = loop.callLater(Duration.ofMillis(1500), () -> log.add(loop.time()));
    loop.callLater(Duration.ofSeconds(Long.MIN_VALUE), () -> log.add(loop.time()));
    loop.callLater(Duration.ofNanos(-1), () -> log.add(loop.time()));
    runUntil(2);

    assertThat(timer.when()).isEqualTo(1.5);
    assertThat(log).containsExactly(0.0, 0.0, 1.5);
  }

  @Test
  void aTimerKnowsWhenItIsDue() {
    runUntil(2);

    assertThat(loop.callLater(0.5, () -> {}).when()).isEqualTo(2.5);
    assertThat(loop.callAt(7.25, () -> {}).when()).isEqualTo(7.25);
  }

  @Test
  void theSmallestDelayIsNotLost() {
    TimerHandle timer = loop.callLater(1e-12, () -> {});

    assertThat(timer.when()).isPositive();
  }

  private void runUntil(double when) {
    loop.callAt(when, loop::stop);
    loop.runForever();
  }

  private void runOneIteration() {
    loop.stop();
    loop.runForever();
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import asyncio.CancelledError;
import asyncio.Coroutine;
import asyncio.Event;
import asyncio.Task;
import asyncio.testing.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A race that is cancelled, values that nobody asked for, and attempts that break the race. */
@Timeout(60)
final class StaggeredRaceCancelTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<String> log = new ArrayList<>();
  private final List<String> discarded = new ArrayList<>();

  // ----- cancelling the race

  @Test
  void cancellingTheRaceCancelsAllAttemptsAndWaitsForThem() {
    VirtualTime.run(() -> {
      Task<?> race = start(SECOND, tidyingUp("a", 2), tidyingUp("b", 3), tidyingUp("c", 0));
      await(sleep(1.5));
      race.cancel("enough");
      assertThatExceptionOfType(CancelledError.class)
          .isThrownBy(() -> await(race))
          .withMessage("enough");
      log.add(now() + " over");
    });
    assertThat(log)
        .containsExactly(
            "1.5 a is cancelled: enough",
            "1.5 b is cancelled: enough",
            "3.5 a ends",
            "4.5 b ends",
            "4.5 over");
    assertThat(discarded).isEmpty();
  }

  @Test
  void aSecondCancellationReachesTheAttemptsThatTakeTheirTimeToEnd() {
    VirtualTime.run(() -> {
      Task<?> race = start(SECOND, tidyingUp("a", 100));
      await(sleep(1));
      race.cancel();
      await(sleep(1));
      race.cancel();
      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(race));
      assertThat(now()).isEqualTo(2);
    });
  }

  @Test
  void aRaceThatIsCancelledBeforeItBeginsStartsNothing() {
    VirtualTime.run(() -> {
      Task<?> race = start(null, tidyingUp("a", 0));
      race.cancel();
      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(race));
    });
    assertThat(log).isEmpty();
  }

  @Test
  void noAttemptStartsOnceTheRaceIsCancelled() {
    VirtualTime.run(() -> {
      Task<?> race = start(SECOND, tidyingUp("a", 5), tidyingUp("b", 5));
      await(sleep(0.5));
      race.cancel();
      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(race));
    });
    assertThat(log).containsExactly("0.5 a is cancelled: null", "5.5 a ends");
  }

  // ----- values that nobody asked for

  @Test
  void theValueOfASecondWinnerIsDiscarded() {
    VirtualTime.run(() -> {
      var result =
          await(
              StaggeredRace.run(
                  List.of(stubborn("a"), succeedingAt("b", 2), stubborn("c")),
                  Duration.ofMillis(500),
                  discarded::add));
      assertThat(result.winner()).isEqualTo("b");
      assertThat(result.index()).isEqualTo(1);
      assertThat(result.exceptions()).hasSize(3).containsOnlyNulls();
    });
    assertThat(discarded).containsExactly("a", "c");
  }

  @Test
  void ofTwoThatSucceedInTheSameIterationTheSecondIsCancelled() {
    VirtualTime.run(() -> {
      Event event = new Event();
      Supplier<Coroutine<String>> a =
          () ->
              async(() -> {
                await(event.whenSet());
                return "a";
              });
      Supplier<Coroutine<String>> b =
          () ->
              async(() -> {
                await(event.whenSet());
                return "b";
              });
      runningLoop().callLater(5, event::set);
      var result = await(StaggeredRace.run(List.of(a, b), SECOND, discarded::add));
      assertThat(result.winner()).isEqualTo("a");
      assertThat(result.exceptions().get(1)).isInstanceOf(CancelledError.class);
    });
    assertThat(discarded).isEmpty();
  }

  @Test
  void theValueOfAnAttemptThatCatchesTheCancellationOfTheRaceIsDiscarded() {
    VirtualTime.run(() -> {
      Task<?> race = start(SECOND, stubborn("a"));
      await(sleep(1));
      race.cancel();
      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(race));
    });
    assertThat(discarded).containsExactly("a");
  }

  @Test
  void theWinnersValueIsDiscardedIfTheRaceIsCancelledBeforeItsEnd() {
    VirtualTime.run(() -> {
      Task<?> race = start(SECOND, tidyingUp("a", 10), succeedingAt("b", 2));
      await(sleep(3)); // b has won, a still ends
      race.cancel();
      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(race));
    });
    assertThat(discarded).containsExactly("b");
  }

  // ----- errors

  @Test
  void anErrorEndsTheRaceAndIsThrown() {
    Supplier<Coroutine<String>> broken =
        () ->
            async(() -> {
              throw new AssertionError("broken");
            });
    VirtualTime.run(() -> {
      assertThatExceptionOfType(AssertionError.class)
          .isThrownBy(() -> await(race(SECOND, tidyingUp("a", 3), broken, tidyingUp("c", 0))))
          .withMessage("broken");
      log.add(now() + " over");
    });
    assertThat(log).containsExactly("1.0 a is cancelled: null", "4.0 a ends", "4.0 over");
  }

  @Test
  void whatWonIsDiscardedIfAnotherAttemptBreaksTheRace() {
    Supplier<Coroutine<String>> broken =
        () ->
            async(() -> {
              try {
                await(sleep(10));
              } finally {
                throwBroken();
              }
              return "never";
            });
    VirtualTime.run(() ->
        assertThatExceptionOfType(AssertionError.class)
            .isThrownBy(() -> await(race(SECOND, broken, succeedingAt("b", 2)))));
    assertThat(discarded).containsExactly("b");
  }

  // ----- helpers

  @SafeVarargs
  @SuppressWarnings("varargs")
  private Coroutine<StaggeredRace.Result<String>> race(
      Duration delay, Supplier<Coroutine<String>>... attempts) {
    return StaggeredRace.run(List.of(attempts), delay, discarded::add);
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private Task<?> start(Duration delay, Supplier<Coroutine<String>>... attempts) {
    return createTask(StaggeredRace.run(List.of(attempts), delay, discarded::add));
  }

  /** Never succeeds; takes some time to end when it is cancelled. */
  private Supplier<Coroutine<String>> tidyingUp(String name, double seconds) {
    return () ->
        async(() -> {
          try {
            await(runningLoop().<String>createFuture());
          } catch (CancelledError e) {
            log.add(now() + " " + name + " is cancelled: " + e.getMessage());
            await(sleep(seconds));
            log.add(now() + " " + name + " ends");
            throw e;
          }
          return "never";
        });
  }

  /** Succeeds when it is cancelled. */
  private Supplier<Coroutine<String>> stubborn(String name) {
    return () ->
        async(() -> {
          try {
            await(sleep(100));
          } catch (CancelledError e) {
            // as a program with a mistake does
          }
          return name;
        });
  }

  private Supplier<Coroutine<String>> succeedingAt(String name, double time) {
    return () ->
        async(() -> {
          await(sleep(time - now()));
          return name;
        });
  }

  private static void throwBroken() {
    throw new AssertionError("broken");
  }

  private static double now() {
    return runningLoop().time();
  }
}

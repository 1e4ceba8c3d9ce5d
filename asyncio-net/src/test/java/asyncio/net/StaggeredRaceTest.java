package asyncio.net;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.Asyncio;
import asyncio.CancelledError;
import asyncio.Coroutine;
import asyncio.Task;
import asyncio.testing.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which attempt starts when, and which wins. */
@Timeout(60)
final class StaggeredRaceTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<String> log = new ArrayList<>();
  private final List<String> discarded = new ArrayList<>();

  // ----- one after the other

  @Test
  void withoutAttemptsNobodyWins() {
    var result = race(null, List.of());

    assertThat(result).isEqualTo(new StaggeredRace.Result<String>(null, -1, List.of()));
  }

  @Test
  void theFirstToSucceedWinsAndTheOthersNeverStart() {
    var result = race(null, List.of(succeeding("a", 5), succeeding("b", 0)));

    assertThat(result.winner()).isEqualTo("a");
    assertThat(result.index()).isZero();
    assertThat(result.exceptions()).hasSize(1).containsOnlyNulls();
    assertThat(log).containsExactly("0.0 a starts", "5.0 a succeeds");
  }

  @Test
  void theNextStartsWhenOneHasFailed() {
    var result = race(null, List.of(failing("a", 5), succeeding("b", 2), succeeding("c", 0)));

    assertThat(result.winner()).isEqualTo("b");
    assertThat(result.index()).isEqualTo(1);
    assertThat(result.exceptions()).hasSize(2);
    assertThat(result.exceptions().get(0)).isInstanceOf(IOException.class).hasMessage("a failed");
    assertThat(result.exceptions().get(1)).isNull();
    assertThat(log)
        .containsExactly("0.0 a starts", "5.0 a fails", "5.0 b starts", "7.0 b succeeds");
  }

  @Test
  void nobodyWinsIfAllFail() {
    var result = race(null, List.of(failing("a", 1), failing("b", 1)));

    assertThat(result.winner()).isNull();
    assertThat(result.index()).isEqualTo(-1);
    assertThat(result.exceptions())
        .extracting(Throwable::getMessage)
        .containsExactly("a failed", "b failed");
  }

  @Test
  void anAttemptThatCannotEvenBeMadeHasFailed() {
    Supplier<Coroutine<String>> impossible =
        () -> {
          throw new IllegalStateException("no socket");
        };
    var result = race(null, List.of(impossible, succeeding("b", 0)));

    assertThat(result.winner()).isEqualTo("b");
    assertThat(result.exceptions().get(0)).hasMessage("no socket");
  }

  @Test
  void anAttemptThatIsCancelledByOthersHasFailed() {
    Supplier<Coroutine<String>> cancelled =
        () ->
            async(() -> {
              Task<String> work = createTask(succeeding("work", 5).get());
              work.cancel();
              return await(work);
            });
    var result = race(null, List.of(cancelled, succeeding("b", 0)));

    assertThat(result.winner()).isEqualTo("b");
    assertThat(result.exceptions().get(0)).isInstanceOf(CancelledError.class);
  }

  // ----- staggered

  @Test
  void theNextStartsWhenTheDelayIsOver() {
    var result = race(SECOND, List.of(succeeding("a", 10), succeeding("b", 0.5)));

    assertThat(result.winner()).isEqualTo("b");
    assertThat(result.index()).isEqualTo(1);
    assertThat(result.exceptions().get(0)).isInstanceOf(CancelledError.class);
    assertThat(result.exceptions().get(1)).isNull();
    assertThat(log)
        .containsExactly("0.0 a starts", "1.0 b starts", "1.5 b succeeds", "1.5 a is cancelled");
  }

  @Test
  void theFirstStaysInTheRaceWhenOthersHaveStarted() {
    var result =
        race(SECOND, List.of(succeeding("a", 2.5), succeeding("b", 10), succeeding("c", 10)));

    assertThat(result.winner()).isEqualTo("a");
    assertThat(result.index()).isZero();
    assertThat(log)
        .containsExactly(
            "0.0 a starts",
            "1.0 b starts",
            "2.0 c starts",
            "2.5 a succeeds",
            "2.5 b is cancelled",
            "2.5 c is cancelled");
  }

  @Test
  void theNextStartsBeforeTheDelayIsOverIfOneFails() {
    race(SECOND, List.of(failing("a", 0.25), failing("b", 5), succeeding("c", 0)));

    assertThat(log)
        .containsExactly(
            "0.0 a starts",
            "0.25 a fails",
            "0.25 b starts",
            "1.25 c starts",
            "1.25 c succeeds",
            "1.25 b is cancelled");
  }

  @Test
  void onlyTheFailureOfTheLatestStartsTheNextEarly() {
    race(SECOND, List.of(failing("a", 1.5), succeeding("b", 9), succeeding("c", 0)));

    assertThat(log)
        .containsExactly(
            "0.0 a starts",
            "1.0 b starts",
            "1.5 a fails",
            "2.0 c starts",
            "2.0 c succeeds",
            "2.0 b is cancelled");
  }

  @Test
  void withoutADelayAllStartAtOnce() {
    var result =
        race(Duration.ZERO, List.of(succeeding("a", 3), succeeding("b", 2), succeeding("c", 1)));

    assertThat(result.winner()).isEqualTo("c");
    assertThat(log).startsWith("0.0 a starts", "0.0 b starts", "0.0 c starts", "1.0 c succeeds");
  }

  @Test
  void theRaceEndsWhenTheLosersHaveEnded() {
    Supplier<Coroutine<String>> tidyUp =
        () ->
            async(() -> {
              try {
                await(sleep(10));
              } finally {
                await(sleep(3));
                log.add(now() + " tidied up");
              }
              return "never";
            });
    VirtualTime.run(() -> {
      await(StaggeredRace.run(List.of(tidyUp, succeeding("b", 0)), SECOND, discarded::add));
      log.add(now() + " over");
    });
    assertThat(log).containsExactly("1.0 b starts", "1.0 b succeeds", "4.0 tidied up", "4.0 over");
  }

  @Test
  void eagerTasksRaceTheSame() {
    VirtualTime.run(() -> {
      runningLoop().setTaskFactory(Asyncio::eagerTaskFactory);
      List<Supplier<Coroutine<String>>> attempts =
          List.of(failing("a", 0), failing("b", 5), succeeding("c", 0));
      assertThat(await(StaggeredRace.run(attempts, SECOND, discarded::add)).winner())
          .isEqualTo("c");
    });
    assertThat(log)
        .containsExactly(
            "0.0 a starts",
            "0.0 a fails",
            "0.0 b starts",
            "1.0 c starts",
            "1.0 c succeeds",
            "1.0 b is cancelled");
  }

  // ----- helpers

  private StaggeredRace.Result<String> race(
      Duration delay, List<Supplier<Coroutine<String>>> attempts) {
    var result = VirtualTime.run(async(() -> StaggeredRace.run(attempts, delay, discarded::add)));
    assertThat(discarded).isEmpty();
    return result;
  }

  private Supplier<Coroutine<String>> succeeding(String name, double seconds) {
    return () ->
        async(() -> {
          attempt(name, seconds);
          log.add(now() + " " + name + " succeeds");
          return name;
        });
  }

  private Supplier<Coroutine<String>> failing(String name, double seconds) {
    return () ->
        async(() -> {
          attempt(name, seconds);
          log.add(now() + " " + name + " fails");
          throw new IOException(name + " failed");
        });
  }

  private void attempt(String name, double seconds) {
    log.add(now() + " " + name + " starts");
    try {
      await(sleep(seconds));
    } catch (CancelledError e) {
      log.add(now() + " " + name + " is cancelled");
      throw e;
    }
  }

  private static double now() {
    return runningLoop().time();
  }
}

package asyncio.examples;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.testing.AsyncTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Each test is a coroutine and runs in virtual time: a sleep is exact, and takes no time. */
final class RateLimiterTest {

  @AsyncTest
  void theFirstOnePassesAtOnceAndTheOthersFollowOneByOne() {
    RateLimiter limiter = new RateLimiter(4);

    assertThat(timesOfPassing(limiter, 5)).containsExactly(0.0, 0.25, 0.5, 0.75, 1.0);
  }

  @AsyncTest
  void whatWasNotUsedInAPauseIsNotMadeUpFor() {
    RateLimiter limiter = new RateLimiter(4);
    timesOfPassing(limiter, 2);

    await(sleep(Duration.ofHours(1)));

    assertThat(timesOfPassing(limiter, 3)).containsExactly(0.0, 0.25, 0.5);
  }

  @AsyncTest
  void aCancelledOneLosesItsTurnAndNobodyElseDoes() {
    RateLimiter limiter = new RateLimiter(4);
    limiter.pass();
    var impatient = createTask(() -> limiter.pass());
    await(sleep(0));
    impatient.cancel();
    await(waitAll(List.of(impatient)));

    assertThat(timesOfPassing(limiter, 2)).containsExactly(0.5, 0.75);
  }

  @AsyncTest
  void anHourOfTurnsTakesAMomentToTest() {
    RateLimiter limiter = new RateLimiter(1);
    double start = runningLoop().time();

    for (int second = 0; second <= Duration.ofHours(1).toSeconds(); second++) {
      limiter.pass();
    }

    assertThat(runningLoop().time() - start).isEqualTo(3600);
  }

  /** When each of so many coroutines passes that come now, in seconds from now. */
  private static double[] timesOfPassing(RateLimiter limiter, int coroutines) {
    double start = runningLoop().time();
    List<Double> times = new ArrayList<>();
    taskGroup(group -> {
      for (int i = 0; i < coroutines; i++) {
        group.createTask(() -> {
          limiter.pass();
          times.add(runningLoop().time() - start);
        });
      }
    });
    return times.stream().mapToDouble(Double::doubleValue).toArray();
  }
}

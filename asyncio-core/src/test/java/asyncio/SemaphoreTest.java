package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Permits between coroutines: how many there are, and who gets the next. */
final class SemaphoreTest {

  private final List<String> log = new ArrayList<>();

  @Test
  void hasOnePermitUnlessToldOtherwise() {
    TestTime.run(() -> {
      Semaphore semaphore = new Semaphore();
      assertThat(semaphore.locked()).isFalse();
      await(semaphore.acquire());
      assertThat(semaphore.locked()).isTrue();
      semaphore.release();
      assertThat(semaphore.locked()).isFalse();
    });
  }

  @Test
  void mayHaveNoPermitAtFirst() {
    Semaphore semaphore = new Semaphore(0);
    assertThat(semaphore.locked()).isTrue();
    TestTime.run(() -> {
      runningLoop().callLater(1, semaphore::release);
      await(semaphore.acquire());
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE})
  void cannotHaveLessThanNoPermits(int value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Semaphore(value))
        .withMessage("a semaphore cannot have " + value + " permits");
  }

  @Test
  void nothingIsTakenBeforeTheCoroutineIsAwaited() {
    TestTime.run(() -> {
      Semaphore semaphore = new Semaphore();
      Coroutine<Held> acquire = semaphore.acquire();
      await(sleep(1));
      assertThat(semaphore.locked()).isFalse();

      try (var _ = await(acquire)) {
        assertThat(semaphore.locked()).isTrue();
      }
    });
  }

  @Test
  void asManyAreInsideAsItHasPermits() {
    Semaphore semaphore = new Semaphore(3);
    var inside =
        new Object() {
          int now;
          int most;
        };
    VoidBody visit =
        () -> {
          try (var _ = await(semaphore.acquire())) {
            inside.most = Math.max(inside.most, ++inside.now);
            await(sleep(1));
            inside.now--;
          }
        };
    TestTime.run(() -> {
      await(gather(visit, visit, visit, visit, visit, visit, visit));
      assertThat(inside.most).isEqualTo(3);
      assertThat(runningLoop().time()).isEqualTo(3);
    });
  }

  @Test
  void aPermitGoesToWhoWaitsLongestAndCannotBeTakenByAnotherMeanwhile() {
    TestTime.run(() -> {
      Semaphore semaphore = new Semaphore(3);
      await(semaphore.acquire());
      await(semaphore.acquire());
      assertThat(semaphore.locked()).isFalse();
      taker("a", semaphore);
      taker("b", semaphore);
      taker("c", semaphore);
      await(sleep(0));
      assertThat(log).containsExactly("a");
      assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(0, 2));

      taker("d", semaphore);
      semaphore.release();
      semaphore.release();
      assertThat(semaphore.statistics().value()).isZero(); // both are handed over
      await(sleep(1));
      assertThat(log).containsExactly("a", "b", "c");
      assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(0, 1));

      semaphore.release();
      await(sleep(1));
      assertThat(log).containsExactly("a", "b", "c", "d");
    });
  }

  @Test
  void whoComesBackStandsAtTheEndOfTheLine() {
    TestTime.run(() -> {
      Semaphore semaphore = new Semaphore();
      await(gather(twice("a", semaphore), twice("b", semaphore), twice("c", semaphore)));
    });
    assertThat(log).containsExactly("a 1", "b 1", "c 1", "a 2", "b 2", "c 2");
  }

  private Coroutine<Void> twice(String name, Semaphore semaphore) {
    return async(() -> {
      for (int i = 1; i <= 2; i++) {
        try (var _ = await(semaphore.acquire())) {
          log.add(name + " " + i);
          await(sleep(0.01));
        }
      }
    });
  }

  @Test
  void whoReleasesAndComesBackAtOnceStandsBehindWhoWaits() {
    TestTime.run(() -> {
      Semaphore semaphore = new Semaphore();
      Task<Void> a = taker("a", semaphore);
      Task<Void> b =
          createTask(() -> {
            await(semaphore.acquire());
            log.add("b");
            semaphore.release();
            await(semaphore.acquire());
            log.add("b again");
          });
      Task<Void> c = taker("c", semaphore);
      await(sleep(0));
      semaphore.release();
      semaphore.release();
      await(gather(a, b, c));
    });
    assertThat(log).containsExactly("a", "b", "c", "b again");
  }

  @Test
  void permitsThatAreReleasedTogetherWakeAllTheyCanInTheOrderOfWaiting() {
    TestTime.run(() -> {
      Semaphore semaphore = new Semaphore(0);
      Task<Void> a =
          createTask(() -> {
            await(semaphore.acquire());
            // the permits that were left when this one was woken are handed over by now
            assertThat(semaphore.statistics().value()).isZero();
            createTask(() -> log.add("started by a"));
            log.add("a");
          });
      Task<Void> b =
          createTask(() -> {
            semaphore.release();
            semaphore.release();
            semaphore.release();
            assertThat(semaphore.statistics().value()).isEqualTo(2);
            assertThat(semaphore.locked()).isTrue(); // since a has not run
            await(semaphore.acquire());
            log.add("b");
          });
      Task<Void> c = taker("c", semaphore);
      await(sleep(0));
      assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(2, 3));

      await(gather(a, b, c));
      await(sleep(0));
      assertThat(semaphore.locked()).isTrue();
    });
    assertThat(log).containsExactly("a", "b", "c", "started by a");
  }

  @Test
  void mayHaveMorePermitsThanAtFirst() {
    TestTime.run(() -> {
      Semaphore semaphore = new Semaphore(1);
      semaphore.release();
      semaphore.release();
      for (int i = 0; i < 3; i++) {
        await(semaphore.acquire());
      }
      assertThat(semaphore.locked()).isTrue();
    });
  }

  @Test
  void morePermitsThanAnIntCanCountAreRefused() {
    Semaphore semaphore = new Semaphore(Integer.MAX_VALUE);
    assertThatThrownBy(semaphore::release).isInstanceOf(RuntimeException.class);
    assertThat(semaphore.statistics().value()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void whoHasTheLastPermitCannotTakeAnother() {
    TestTime.run(() -> {
      Semaphore semaphore = new Semaphore();
      await(semaphore.acquire());
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> await(waitFor(semaphore.acquire(), 1)));
      semaphore.release();
      assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(1, 0));
    });
  }

  @Test
  void itsTextShowsHowManyPermitsAreLeftOrHowManyWait() {
    TestTime.run(() -> {
      Semaphore semaphore = new Semaphore(2);
      assertThat(semaphore).hasToString("<Semaphore [unlocked, value:2]>");
      await(semaphore.acquire());
      assertThat(semaphore).hasToString("<Semaphore [unlocked, value:1]>");
      await(semaphore.acquire());
      assertThat(semaphore).hasToString("<Semaphore [locked]>");
      taker("a", semaphore);
      taker("b", semaphore);
      await(sleep(0));
      assertThat(semaphore).hasToString("<Semaphore [locked, waiters:2]>");
    });
  }

  @Test
  void itsTextCountsWhoHasBeenGivenAPermitAndNotRunSince() {
    TestTime.run(() -> {
      Semaphore semaphore = new Semaphore(0);
      taker("a", semaphore);
      await(sleep(0));
      semaphore.release();
      assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(0, 1));
      assertThat(semaphore).hasToString("<Semaphore [locked, waiters:1]>"); // as CPython has it
      await(sleep(0));
      assertThat(semaphore).hasToString("<Semaphore [locked]>");
    });
  }

  /** A task that takes a permit and keeps it. */
  private Task<Void> taker(String name, Semaphore semaphore) {
    return createTask(() -> {
      await(semaphore.acquire());
      log.add(name);
    });
  }
}

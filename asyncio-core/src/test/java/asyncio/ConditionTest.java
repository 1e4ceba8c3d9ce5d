package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lock, and a place to wait for what is done under it. */
final class ConditionTest {

  private final Condition condition = new Condition();
  private final List<String> log = new ArrayList<>();

  @Test
  void whoIsNotifiedGoesOnOnlyWhenItHasTheLock() {
    TestTime.run(() -> {
      List.of("a", "b", "c").forEach(this::keeper);
      await(sleep(1));
      assertThat(log).isEmpty();
      assertThat(condition.locked()).isFalse(); // whoever waits has given it back

      await(condition.acquire());
      condition.notifyOne();
      await(sleep(1));
      assertThat(log).isEmpty();

      condition.release();
      await(sleep(1));
      assertThat(log).containsExactly("a");
      assertThat(condition.locked()).isTrue(); // by a, which has ended

      condition.notifySome(2);
      await(sleep(1));
      assertThat(log).containsExactly("a");

      condition.release();
      await(sleep(1));
      assertThat(log).containsExactly("a", "b");

      condition.release();
      await(sleep(1));
      assertThat(log).containsExactly("a", "b", "c");
      assertThat(condition.locked()).isTrue();
    });
  }

  @Test
  void asManyAreNotifiedAsAskedForInTheOrderOfWaiting() {
    TestTime.run(() -> {
      var waiters = List.of(waiter("a"), waiter("b"), waiter("c"), waiter("d"));
      await(sleep(0));
      try (var _ = await(condition.acquire())) {
        condition.notifySome(1);
      }
      await(sleep(1));
      assertThat(log).containsExactly("a");

      try (var _ = await(condition.acquire())) {
        condition.notifyOne();
        condition.notifyOne();
      }
      await(sleep(1));
      assertThat(log).containsExactly("a", "b", "c");

      try (var _ = await(condition.acquire())) {
        condition.notifySome(2048); // no matter that there are not so many
      }
      await(gather(waiters));
      assertThat(log).containsExactly("a", "b", "c", "d");
      assertThat(condition.locked()).isFalse();
    });
  }

  @Test
  void allCanBeNotified() {
    TestTime.run(() -> {
      var waiters = List.of(waiter("a"), waiter("b"), waiter("c"));
      await(sleep(0));
      try (var _ = await(condition.acquire())) {
        condition.notifyEach();
      }
      await(gather(waiters));
      assertThat(log).containsExactly("a", "b", "c");
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void notifyingNoneOrLessWakesNobody(int count) {
    TestTime.run(() -> {
      var waiter = waiter("a");
      await(sleep(0));
      try (var _ = await(condition.acquire())) {
        condition.notifySome(count);
      }
      await(sleep(1));
      assertThat(waiter.done()).isFalse();
    });
  }

  @Test
  void whoComesAfterTheNotificationWaitsForTheNext() {
    TestTime.run(() -> {
      try (var _ = await(condition.acquire())) {
        condition.notifyEach();
      }
      var waiter = waiter("late");
      await(sleep(1));
      assertThat(waiter.done()).isFalse();
    });
  }

  @Test
  void waitingWithoutTheLockIsAnError() {
    TestTime.run(() -> {
      assertThatIllegalStateException()
          .isThrownBy(() -> await(condition.whenNotified()))
          .withMessage("cannot wait for a condition whose lock is not acquired");
      assertThat(condition.statistics().waiting()).isZero();
    });
  }

  @Test
  void notifyingWithoutTheLockIsAnError() {
    for (Runnable notification :
        List.<Runnable>of(
            condition::notifyOne, condition::notifyEach, () -> condition.notifySome(1))) {
      assertThatIllegalStateException()
          .isThrownBy(notification::run)
          .withMessage("cannot notify a condition whose lock is not acquired");
    }
  }

  @Test
  void releasingALockThatIsFreeIsAnError() {
    assertThatIllegalStateException().isThrownBy(condition::release);
  }

  @Test
  void conditionsOfOneLockAreNotifiedApart() {
    Lock lock = new Lock();
    Condition notEmpty = new Condition(lock);
    Condition notFull = new Condition(lock);
    TestTime.run(() -> {
      var getter = waiterAt(notEmpty, "getter");
      var putter = waiterAt(notFull, "putter");
      await(sleep(0));
      try (var _ = await(lock.acquire())) {
        notFull.notifyEach();
      }
      await(putter);
      assertThat(getter.done()).isFalse();

      try (var _ = await(notFull.acquire())) { // the same lock
        notEmpty.notifyEach();
      }
      await(getter);
      assertThat(log).containsExactly("putter", "getter");
    });
  }

  @Test
  void itsLockIsTheOneThatItWasGiven() {
    Lock lock = new Lock();
    Condition shared = new Condition(lock);
    TestTime.run(() -> {
      try (var _ = await(shared.acquire())) {
        assertThat(List.of(lock.locked(), shared.locked())).containsExactly(true, true);
      }
      assertThat(List.of(lock.locked(), shared.locked())).containsExactly(false, false);
      try (var _ = await(lock.acquire())) {
        assertThat(List.of(lock.locked(), shared.locked())).containsExactly(true, true);
        shared.release();
        assertThat(lock.locked()).isFalse();
        await(shared.acquire()); // for the end of the block
      }
      assertThat(List.of(lock.locked(), shared.locked())).containsExactly(false, false);
    });
  }

  @Test
  void itsTextShowsItsLockAndHowManyWait() {
    TestTime.run(() -> {
      assertThat(condition).hasToString("<Condition [unlocked]>");
      waiter("a");
      waiter("b");
      await(sleep(0));
      assertThat(condition).hasToString("<Condition [unlocked, waiters:2]>");
      try (var _ = await(condition.acquire())) {
        assertThat(condition).hasToString("<Condition [locked, waiters:2]>");
      }
    });
  }

  @Test
  void itsStatisticsCountWhoWaitsForItApartFromWhoWaitsForItsLock() {
    TestTime.run(() -> {
      assertThat(condition.statistics())
          .isEqualTo(new Condition.Statistics(0, new Lock.Statistics(false, 0)));
      waiter("a");
      waiter("b");
      await(sleep(0));
      try (var _ = await(condition.acquire())) {
        assertThat(condition.statistics())
            .isEqualTo(new Condition.Statistics(2, new Lock.Statistics(true, 0)));
        condition.notifyOne();
        await(sleep(0));
        assertThat(condition.statistics())
            .isEqualTo(new Condition.Statistics(1, new Lock.Statistics(true, 1)));
      }
    });
  }

  private Task<Void> waiter(String name) {
    return waiterAt(condition, name);
  }

  private Task<Void> waiterAt(Condition place, String name) {
    return createTask(() -> {
      try (var _ = await(place.acquire())) {
        await(place.whenNotified());
        log.add(name);
      }
    });
  }

  /** A task that waits, and keeps the lock when it goes on. */
  private void keeper(String name) {
    createTask(() -> {
      await(condition.acquire());
      await(condition.whenNotified());
      log.add(name);
    });
  }
}

package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Locks and the like in the wrong place: on another loop, on another thread, with a null. */
@Timeout(60)
final class LockMisuseTest {

  private final Lock lock = new Lock();
  private final Condition condition = new Condition();
  private final Semaphore semaphore = new Semaphore(1);
  private final BoundedSemaphore bounded = new BoundedSemaphore(1);
  private final Barrier barrier = new Barrier(2);

  // ----- another loop

  @Test
  void whereSomebodyHasWaitedForALockOnOneLoopNobodyMayWaitOnAnother() {
    TestTime.run(() -> {
      await(lock.acquire());
      waitInVain(lock.acquire());
    });
    TestTime.run(() ->
        assertThatIllegalStateException()
            .isThrownBy(() -> await(lock.acquire()))
            .withMessage("<Lock [locked]> is bound to a different event loop"));
    assertThat(lock.statistics()).isEqualTo(new Lock.Statistics(true, 0));
  }

  @Test
  void whereSomebodyHasWaitedForACondition() {
    TestTime.run(() -> {
      await(condition.acquire());
      waitInVain(condition.whenNotified());
    });
    TestTime.run(() ->
        assertThatIllegalStateException()
            .isThrownBy(() -> await(condition.whenNotified()))
            .withMessage("<Condition [locked]> is bound to a different event loop"));
    assertThat(condition.statistics()) // the lock is not given back
        .isEqualTo(new Condition.Statistics(0, new Lock.Statistics(true, 0)));
  }

  @Test
  void whereSomebodyHasWaitedForAPermit() {
    TestTime.run(() -> {
      await(semaphore.acquire());
      waitInVain(semaphore.acquire());
    });
    TestTime.run(() ->
        assertThatIllegalStateException()
            .isThrownBy(() -> await(semaphore.acquire()))
            .withMessage("<Semaphore [locked]> is bound to a different event loop"));
    assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(0, 0));
  }

  @Test
  void whereSomebodyHasWaitedAtABarrier() {
    TestTime.run(() -> waitInVain(barrier.arrive()));
    TestTime.run(() ->
        assertThatIllegalStateException()
            .isThrownBy(() -> await(barrier.arrive()))
            .withMessageEndingWith("is bound to a different event loop"));
    assertThat(barrier).hasToString("<Barrier [filling, waiters:0/2]>");
  }

  @Test
  void aConditionUnderALockOfAnotherLoopCannotBeAcquiredWhileItIsTaken() {
    TestTime.run(() -> {
      await(lock.acquire());
      waitInVain(lock.acquire());
    });
    Condition shared = new Condition(lock);
    TestTime.run(() ->
        assertThatIllegalStateException()
            .isThrownBy(() -> await(shared.acquire()))
            .withMessage("<Lock [locked]> is bound to a different event loop"));
  }

  @Test
  void whatNobodyWaitsForMayBeUsedOnOneLoopAfterAnother() {
    for (int i = 0; i < 2; i++) {
      TestTime.run(() -> {
        try (var _ = await(lock.acquire());
            var _ = await(condition.acquire());
            var _ = await(semaphore.acquire());
            var _ = await(bounded.acquire())) {
          await(sleep(1));
          assertThat(bounded.locked()).isTrue();
        }
      });
    }
  }

  private static void waitInVain(Awaitable<?> awaitable) {
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> await(waitFor(awaitable, 1)));
  }

  // ----- another thread

  /** Something that is taken, and what would wake who waits for it. */
  record Wake(Coroutine<?> first, Coroutine<?> second, Runnable wake) {}

  static Stream<Named<Wake>> wakes() {
    Lock lock = new Lock();
    Semaphore semaphore = new Semaphore();
    BoundedSemaphore bounded = new BoundedSemaphore();
    Condition condition = new Condition();
    return Stream.of(
        wake("Lock.release", lock.acquire(), lock.acquire(), lock::release),
        wake("Semaphore.release", semaphore.acquire(), semaphore.acquire(), semaphore::release),
        wake("BoundedSemaphore.release", bounded.acquire(), bounded.acquire(), bounded::release),
        wake("Condition.release", condition.acquire(), condition.acquire(), condition::release));
  }

  private static Named<Wake> wake(
      String name, Coroutine<?> first, Coroutine<?> second, Runnable wake) {
    return Named.of(name, new Wake(first, second, wake));
  }

  @ParameterizedTest
  @MethodSource("wakes")
  void anotherThreadIsToldThatItMayNotWakeWhoWaits(Wake kind) {
    TestTime.run(() -> {
      await(kind.first);
      Task<?> waiting = createTask(kind.second);
      await(sleep(0));

      assertThatIllegalStateException()
          .isThrownBy(() -> await(toThread(() -> kind.wake.run())))
          .withMessageContaining("callSoonThreadsafe");
      await(sleep(1));
      assertThat(waiting.done()).isFalse();

      kind.wake.run();
      await(waiting);
    });
  }

  @Test
  void anotherThreadIsToldThatItMayNotCloseWhatIsHeld() {
    TestTime.run(() -> {
      Held held = await(lock.acquire());
      Task<Held> waiting = createTask(lock.acquire());
      await(sleep(0));

      assertThatIllegalStateException()
          .isThrownBy(() -> await(toThread(held::close)))
          .withMessageContaining("callSoonThreadsafe");

      assertThat(lock.statistics()).isEqualTo(new Lock.Statistics(true, 1));
      runningLoop().callSoonThreadsafe(held::close);
      await(waiting);
    });
  }

  @Test
  void theThreadOfAnotherLoopIsToldTheSame() {
    TestTime.run(() -> {
      await(lock.acquire());
      Task<Held> waiting = createTask(lock.acquire());
      await(sleep(0));

      assertThatIllegalStateException()
          .isThrownBy(() -> await(toThread(() -> TestTime.run(lock::release))))
          .withMessageContaining("callSoonThreadsafe");

      lock.release();
      await(waiting);
    });
  }

  @Test
  void anotherThreadIsToldThatItMayNotNotify() {
    TestTime.run(() -> {
      Task<Void> waiting =
          createTask(() -> {
            try (var _ = await(condition.acquire())) {
              await(condition.whenNotified());
            }
          });
      await(sleep(0));
      try (var _ = await(condition.acquire())) {
        for (Runnable notification :
            Stream.<Runnable>of(condition::notifyOne, condition::notifyEach).toList()) {
          assertThatIllegalStateException()
              .isThrownBy(() -> await(toThread(() -> notification.run())))
              .withMessageContaining("callSoonThreadsafe");
        }
      }
      await(sleep(1));
      assertThat(waiting.done()).isFalse();
    });
  }

  @Test
  void whoMayNotGiveTheLockBackDoesNotStandInTheLineOfTheCondition() {
    Condition shared = new Condition(lock);
    TestTime.run(() -> {
      await(lock.acquire());
      Task<Held> waiting = createTask(lock.acquire());
      await(sleep(0));

      assertThatIllegalStateException()
          .isThrownBy(() -> await(toThread(() -> TestTime.run(() -> await(shared.whenNotified())))))
          .withMessageContaining("callSoonThreadsafe");

      assertThat(shared.statistics())
          .isEqualTo(new Condition.Statistics(0, new Lock.Statistics(true, 1)));
      lock.release();
      await(waiting);
    });
  }

  // ----- null

  @Test
  void aConditionWithoutALockIsRefusedAtOnce() {
    assertThatNullPointerException().isThrownBy(() -> new Condition(null));
  }

  @Test
  void waitingWithoutAPredicateIsRefusedAtOnce() {
    assertThatNullPointerException().isThrownBy(() -> condition.waitFor(null));
  }
}

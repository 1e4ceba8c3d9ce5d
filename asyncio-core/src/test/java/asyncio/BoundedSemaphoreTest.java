package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A semaphore that notices a release too many. */
final class BoundedSemaphoreTest {

  @Test
  void releasingOneThatNobodyHasIsAnError() {
    BoundedSemaphore semaphore = new BoundedSemaphore();
    assertThatIllegalStateException()
        .isThrownBy(semaphore::release)
        .withMessage("the semaphore was released too often: none of its 1 permits is taken");
    assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(1, 0));
  }

  @Test
  void oneWithoutPermitsCanNeverBeReleased() {
    assertThatIllegalStateException().isThrownBy(new BoundedSemaphore(0)::release);
  }

  @Test
  void cannotHaveLessThanNoPermits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BoundedSemaphore(-1))
        .withMessage("a semaphore cannot have -1 permits");
  }

  @Test
  void whatWasAcquiredCanBeReleasedAndNotMore() {
    TestTime.run(() -> {
      BoundedSemaphore semaphore = new BoundedSemaphore(2);
      await(semaphore.acquire());
      await(semaphore.acquire());
      assertThat(semaphore.locked()).isTrue();
      semaphore.release();
      semaphore.release();
      assertThatIllegalStateException().isThrownBy(semaphore::release);
      assertThat(semaphore.statistics().value()).isEqualTo(2);
    });
  }

  @Test
  void closingWhatIsHeldASecondTimeIsNoticedIfNoOtherPermitIsTaken() {
    TestTime.run(() -> {
      BoundedSemaphore semaphore = new BoundedSemaphore();
      Held held = await(semaphore.acquire());
      held.close();
      assertThatIllegalStateException().isThrownBy(held::close);
      assertThat(semaphore.statistics().value()).isEqualTo(1);
    });
  }

  @Test
  void aPermitThatWasHandedOverIsTakenThoughWhoHasItHasNotRun() {
    TestTime.run(() -> {
      BoundedSemaphore semaphore = new BoundedSemaphore(1);
      await(semaphore.acquire());
      Task<Held> waiting = createTask(semaphore.acquire());
      await(sleep(0));

      semaphore.release();
      semaphore.release(); // that of the waiter: permits have no owner
      assertThatIllegalStateException().isThrownBy(semaphore::release);

      Held held = await(waiting);
      assertThatIllegalStateException().isThrownBy(held::close);
    });
  }

  @Test
  void aPermitOfWhoIsCancelledOnItsWayIsReleasedOnce() {
    TestTime.run(() -> {
      BoundedSemaphore semaphore = new BoundedSemaphore(1);
      await(semaphore.acquire());
      Task<Held> waiting = createTask(semaphore.acquire());
      await(sleep(0));
      semaphore.release();
      waiting.cancel();
      await(waitAll(List.of(waiting)));

      assertThat(waiting.cancelled()).isTrue();
      assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(1, 0));
      assertThatIllegalStateException().isThrownBy(semaphore::release);
    });
  }

  @Test
  void isASemaphore() {
    TestTime.run(() -> {
      Semaphore semaphore = new BoundedSemaphore(2);
      try (var _ = await(semaphore.acquire())) {
        assertThat(semaphore).hasToString("<BoundedSemaphore [unlocked, value:1]>");
        await(semaphore.acquire());
        assertThat(semaphore).hasToString("<BoundedSemaphore [locked]>");
      }
      assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(1, 0));
    });
  }
}

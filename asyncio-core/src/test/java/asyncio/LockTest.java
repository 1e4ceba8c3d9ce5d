package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A lock between coroutines: who has it, and who gets it next. */
final class LockTest {

  private final Lock lock = new Lock();
  private final List<String> log = new ArrayList<>();

  @Test
  void isFreeAtFirstAndAfterItsRelease() {
    TestTime.run(() -> {
      assertThat(lock.locked()).isFalse();
      await(lock.acquire());
      assertThat(lock.locked()).isTrue();
      lock.release();
      assertThat(lock.locked()).isFalse();
    });
  }

  @Test
  void nothingIsTakenBeforeTheCoroutineIsAwaited() {
    TestTime.run(() -> {
      Coroutine<Held> acquire = lock.acquire();
      await(sleep(1));
      assertThat(lock.locked()).isFalse();

      try (var _ = await(acquire)) {
        assertThat(lock.locked()).isTrue();
      }
    });
  }

  @Test
  void whoWaitsGetsItInTheOrderOfWaiting() {
    TestTime.run(() -> {
      await(lock.acquire());
      taker("a");
      taker("b");
      await(sleep(1));
      assertThat(log).isEmpty();

      lock.release();
      await(sleep(1));
      assertThat(log).containsExactly("a"); // it has not released it

      taker("c"); // comes when b has waited for long
      lock.release();
      await(sleep(1));
      assertThat(log).containsExactly("a", "b");

      lock.release();
      await(sleep(1));
      assertThat(log).containsExactly("a", "b", "c");
      assertThat(lock.locked()).isTrue();
    });
  }

  @Test
  void onlyOneIsInsideAtATime() {
    var inside =
        new Object() {
          int now;
          int most;
        };
    VoidBody visit =
        () -> {
          try (var _ = await(lock.acquire())) {
            inside.most = Math.max(inside.most, ++inside.now);
            await(sleep(1));
            inside.now--;
          }
        };
    TestTime.run(() -> {
      await(gather(visit, visit, visit));
      assertThat(inside.most).isEqualTo(1);
      assertThat(runningLoop().time()).isEqualTo(3);
    });
  }

  @Test
  void whoWasWokenIsAheadOfWhoAsksBeforeItRuns() {
    TestTime.run(() -> {
      await(lock.acquire());
      runningLoop().callLater(1, lock::release); // of what the taker will have
      taker("waited");
      await(sleep(0));

      lock.release();
      assertThat(lock.locked()).isFalse(); // free, and yet not for everyone
      await(lock.acquire());
      log.add("main");
      assertThat(runningLoop().time()).isEqualTo(1);
    });
    assertThat(log).containsExactly("waited", "main");
  }

  @Test
  void whoHasItCannotTakeItAgain() {
    TestTime.run(() -> {
      await(lock.acquire());
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> await(waitFor(lock.acquire(), 1)));

      assertThat(lock.locked()).isTrue();
      lock.release();
      assertThat(lock.locked()).isFalse();
    });
  }

  @Test
  void anyTaskMayReleaseIt() {
    TestTime.run(() -> {
      Task<Void> owner = taker("a");
      await(owner);
      assertThat(lock.locked()).isTrue();

      lock.release();

      assertThat(lock.locked()).isFalse();
    });
  }

  @Test
  void aCallbackMayReleaseIt() {
    TestTime.run(() -> {
      await(lock.acquire());
      runningLoop().callLater(2, lock::release);
      await(lock.acquire());
      assertThat(runningLoop().time()).isEqualTo(2);
    });
  }

  @Test
  void releasingOneThatIsFreeIsAnError() {
    assertThatIllegalStateException()
        .isThrownBy(lock::release)
        .withMessage("the lock is not acquired");
    TestTime.run(() -> {
      await(lock.acquire());
      lock.release();
      assertThatIllegalStateException().isThrownBy(lock::release);
      assertThat(lock.locked()).isFalse();
    });
  }

  @Test
  void releasingItTwiceIsAnErrorThoughSomebodyWasWoken() {
    TestTime.run(() -> {
      await(lock.acquire());
      Task<Void> waiting = taker("a");
      await(sleep(0));

      lock.release();
      assertThatIllegalStateException().isThrownBy(lock::release);

      await(waiting);
      assertThat(lock.locked()).isTrue();
    });
  }

  @Test
  void closingWhatIsHeldASecondTimeIsAnErrorAndTakesTheLockFromNobody() {
    TestTime.run(() -> {
      Held held = await(lock.acquire());
      held.close();
      await(lock.acquire());

      assertThatIllegalStateException()
          .isThrownBy(held::close)
          .withMessage("it was released already");
      assertThat(lock.locked()).isTrue();
    });
  }

  @Test
  void releasingByHandInABlockIsNoticedAtItsEnd() {
    TestTime.run(() -> {
      assertThatIllegalStateException()
          .isThrownBy(this::releaseByHandInABlock)
          .withMessage("the lock is not acquired");
      assertThat(log).containsExactly("the end of the block");
    });
  }

  private void releaseByHandInABlock() {
    try (var _ = await(lock.acquire())) {
      lock.release();
      log.add("the end of the block");
    }
  }

  @Test
  void itsTextShowsWhetherItIsTakenAndHowManyWait() {
    TestTime.run(() -> {
      assertThat(lock).hasToString("<Lock [unlocked]>");
      await(lock.acquire());
      assertThat(lock).hasToString("<Lock [locked]>");
      taker("a");
      taker("b");
      await(sleep(0));
      assertThat(lock).hasToString("<Lock [locked, waiters:2]>");

      lock.release();
      assertThat(lock).hasToString("<Lock [unlocked, waiters:2]>"); // nobody has run since
      await(sleep(0));
      assertThat(lock).hasToString("<Lock [locked, waiters:1]>");
      lock.release();
    });
  }

  @Test
  void itsStatisticsAreASnapshot() {
    TestTime.run(() -> {
      Lock.Statistics before = lock.statistics();
      await(lock.acquire());
      taker("a");
      taker("b");
      await(sleep(0));

      assertThat(before).isEqualTo(new Lock.Statistics(false, 0));
      assertThat(lock.statistics()).isEqualTo(new Lock.Statistics(true, 2));
    });
  }

  /** A task that takes the lock and keeps it. */
  private Task<Void> taker(String name) {
    return createTask(() -> {
      await(lock.acquire());
      log.add(name);
    });
  }
}

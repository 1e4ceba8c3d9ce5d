package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens with owners, whose number can change. */
@Timeout(60)
final class CapacityLimiterTest {

  private final List<String> log = new ArrayList<>();

  @Test
  void asManyAsThereAreTokensGetInAndTheOthersInTheOrderOfWaiting() {
    TestTime.run(() -> {
      CapacityLimiter limiter = new CapacityLimiter(2);
      taskGroup(group -> {
        for (String name : List.of("a", "b", "c", "d")) {
          group.createTask(() -> {
            try (var _ = await(limiter.acquire())) {
              log.add(name + " " + runningLoop().time());
              await(sleep(name.equals("a") ? 1 : 2));
            }
          });
        }
      });
      assertThat(log).containsExactly("a 0.0", "b 0.0", "c 1.0", "d 2.0");
      assertThat(limiter.statistics().available()).isEqualTo(2);
    });
  }

  @Test
  void aTokenThatComesFreeGoesToWhoWaitsAndNotToANewcomer() {
    TestTime.run(() -> {
      CapacityLimiter limiter = new CapacityLimiter(1);
      await(limiter.acquireFor("first"));
      Task<Held> second = createTask(limiter.acquireFor("second"));
      await(sleep(0));
      limiter.releaseFor("first");
      Task<Held> third = createTask(limiter.acquireFor("third"));
      await(second);
      await(sleep(0));

      assertThat(third.done()).isFalse();
      assertThat(limiter.statistics().borrowers()).containsExactly("second");
      limiter.releaseFor("second");
      await(third);
    });
  }

  @Test
  void aBorrowerHasOneTokenAtMost() {
    TestTime.run(() -> {
      CapacityLimiter limiter = new CapacityLimiter(3);
      await(limiter.acquire());
      await(limiter.acquireFor("object"));

      assertThatIllegalStateException()
          .isThrownBy(() -> await(limiter.acquire()))
          .withMessageContaining("holds a token");
      assertThatIllegalStateException().isThrownBy(() -> await(limiter.acquireFor("object")));
      limiter.release();
      await(limiter.acquire());
      assertThat(limiter.statistics().borrowers())
          .containsExactlyInAnyOrder(currentTask(), "object");
    });
  }

  @Test
  void aBorrowerThatWaitsDoesNotWaitTwice() {
    TestTime.run(() -> {
      CapacityLimiter limiter = new CapacityLimiter(1);
      await(limiter.acquireFor("a"));
      Task<Held> waiting = createTask(limiter.acquireFor("b"));
      await(sleep(0));
      assertThatIllegalStateException().isThrownBy(() -> await(limiter.acquireFor("b")));
      limiter.releaseFor("a");
      limiter.setTotal(2); // b has been given one and has not run: there is room for another
      assertThatIllegalStateException().isThrownBy(() -> await(limiter.acquireFor("b")));
      await(waiting);
      assertThat(limiter.statistics().available()).isEqualTo(1);
    });
  }

  @Test
  void moreTokensLetMoreIn() {
    TestTime.run(() -> {
      CapacityLimiter limiter = new CapacityLimiter(0);
      List<Task<Held>> tasks = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        tasks.add(createTask(limiter.acquireFor(i)));
      }
      await(sleep(0));
      assertThat(limiter.statistics()).isEqualTo(new CapacityLimiter.Statistics(0, 0, Set.of(), 4));

      limiter.setTotal(3);
      await(sleep(0));
      await(sleep(0));
      assertThat(tasks).extracting(Task::done).containsExactly(true, true, true, false);
      limiter.setTotal(4);
      await(tasks.get(3));
      assertThat(limiter.total()).isEqualTo(4);
    });
  }

  @Test
  void withFewerTokensThanAreOutNobodyGetsOneUntilEnoughHaveComeBack() {
    TestTime.run(() -> {
      CapacityLimiter limiter = new CapacityLimiter(3);
      for (String name : List.of("a", "b", "c")) {
        await(limiter.acquireFor(name));
      }
      limiter.setTotal(1);
      assertThat(limiter.statistics().available()).isZero();
      Task<Held> waiting = createTask(limiter.acquireFor("d"));
      await(sleep(0));
      limiter.releaseFor("a");
      limiter.releaseFor("b");
      await(sleep(1));
      assertThat(waiting.done()).isFalse();
      limiter.releaseFor("c");
      await(waiting);
    });
  }

  @Test
  void whoIsCancelledWhileWaitingLeavesTheLine() {
    TestTime.run(() -> {
      CapacityLimiter limiter = new CapacityLimiter(1);
      await(limiter.acquireFor("a"));
      Task<Held> second = createTask(limiter.acquireFor("b"));
      Task<Held> third = createTask(limiter.acquireFor("c"));
      await(sleep(0));
      second.cancel();
      await(sleep(0));
      assertThat(limiter.statistics().waiting()).isEqualTo(1);
      limiter.releaseFor("a");
      await(third);
      assertThat(limiter.statistics().borrowers()).containsExactly("c");
    });
  }

  @Test
  void whoIsCancelledInTheMomentWhenItGetsATokenPassesItOn() {
    TestTime.run(() -> {
      CapacityLimiter limiter = new CapacityLimiter(1);
      await(limiter.acquireFor("a"));
      Task<Held> second = createTask(limiter.acquireFor("b"));
      Task<Held> third = createTask(limiter.acquireFor("c"));
      await(sleep(0));
      limiter.releaseFor("a");
      second.cancel();

      await(third);
      assertThat(catchThrowable(() -> await(second))).isInstanceOf(CancelledError.class);
      assertThat(limiter.statistics().borrowers()).containsExactly("c");
      limiter.releaseFor("c");
      assertThat(limiter.statistics().available()).isEqualTo(1);
    });
  }

  @Test
  void aTokenThatIsPassedOnIsNotGivenOutIfTheTotalHasFallenMeanwhile() {
    TestTime.run(() -> {
      CapacityLimiter limiter = new CapacityLimiter(2);
      await(limiter.acquireFor("a"));
      await(limiter.acquireFor("b"));
      Task<Held> third = createTask(limiter.acquireFor("c"));
      Task<Held> fourth = createTask(limiter.acquireFor("d"));
      await(sleep(0));
      limiter.releaseFor("a");
      limiter.setTotal(1);
      third.cancel();
      await(sleep(1));

      assertThat(fourth.done()).isFalse();
      assertThat(limiter.statistics().borrowers()).containsExactly("b");
      limiter.releaseFor("b");
      await(fourth);
    });
  }

  @Test
  void whatIsAcquiredCanBeReleasedByAnotherTask() {
    TestTime.run(() -> {
      CapacityLimiter limiter = new CapacityLimiter(1);
      Held held = await(createTask(limiter.acquire()));
      assertThat(limiter.statistics().available()).isZero();
      held.close();
      assertThat(limiter.statistics().available()).isEqualTo(1);
      assertThatIllegalStateException().isThrownBy(held::close);
    });
  }

  @Test
  void releasingWhatOneDoesNotHoldIsRefused() {
    TestTime.run(() -> {
      CapacityLimiter limiter = new CapacityLimiter(1);
      assertThatIllegalStateException()
          .isThrownBy(limiter::release)
          .withMessageContaining("does not hold a token");
      assertThatIllegalStateException().isThrownBy(() -> limiter.releaseFor("object"));
    });
  }

  @Test
  void aNegativeTotalAndNullAreRefused() {
    CapacityLimiter limiter = new CapacityLimiter(1);
    assertThatIllegalArgumentException().isThrownBy(() -> new CapacityLimiter(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> limiter.setTotal(-1));
    assertThat(limiter.total()).isEqualTo(1);
    assertThatNullPointerException().isThrownBy(() -> limiter.acquireFor(null));
  }

  @Test
  void itsTextShowsHowItStands() {
    TestTime.run(() -> {
      CapacityLimiter limiter = new CapacityLimiter(1);
      assertThat(limiter).hasToString("<CapacityLimiter [0 of 1]>");
      await(limiter.acquire());
      Task<Held> waiting = createTask(limiter.acquire());
      await(sleep(0));
      assertThat(limiter).hasToString("<CapacityLimiter [1 of 1, waiters:1]>");
      waiting.cancel();
    });
  }
}

package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Waiting at a condition until a predicate holds. */
final class ConditionWaitForTest {

  private final Condition condition = new Condition();
  private final List<String> log = new ArrayList<>();
  private boolean ready;

  @Test
  void aNotificationWakesNobodyWhosePredicateDoesNotHold() {
    TestTime.run(() -> {
      Task<Void> waiting = waiter("a");
      await(sleep(0));
      notifyEach();
      await(sleep(1));
      assertThat(waiting.done()).isFalse();
      assertThat(condition.locked()).isFalse();

      ready = true;
      await(sleep(1));
      assertThat(waiting.done()).isFalse(); // nobody has told it

      notifyEach();
      await(waiting);
      assertThat(condition.locked()).isFalse();
    });
  }

  @Test
  void aPredicateThatHoldsNeedsNeitherANotificationNorTheLock() {
    TestTime.run(() -> {
      runningLoop().callSoon(() -> log.add("another"));
      await(condition.waitFor(() -> true));
      log.add("went on");
      await(sleep(0));
    });
    assertThat(log).containsExactly("went on", "another");
  }

  @Test
  void aPredicateThatDoesNotHoldNeedsTheLock() {
    TestTime.run(() ->
        assertThatIllegalStateException()
            .isThrownBy(() -> await(condition.waitFor(() -> false)))
            .withMessage("cannot wait for a condition whose lock is not acquired"));
  }

  @Test
  void thePredicateIsAskedUnderTheLockOnceAtFirstAndOnceForEachNotification() {
    BooleanSupplier predicate =
        () -> {
          log.add("asked, locked: " + condition.locked());
          return ready;
        };
    TestTime.run(() -> {
      Task<Void> waiting =
          createTask(() -> {
            try (var _ = await(condition.acquire())) {
              await(condition.waitFor(predicate));
            }
          });
      await(sleep(0));
      assertThat(log).hasSize(1);
      notifyEach();
      await(sleep(1));
      assertThat(log).hasSize(2);
      ready = true;
      notifyEach();
      await(waiting);
    });
    assertThat(log).hasSize(3).containsOnly("asked, locked: true");
  }

  @Test
  void whoHasToWaitAgainStandsBehindTheOthers() {
    TestTime.run(() -> {
      var a = waiter("a");
      var b = waiter("b");
      await(sleep(0));
      try (var _ = await(condition.acquire())) {
        condition.notifyOne(); // a, in vain
      }
      await(sleep(1));
      ready = true;
      notifyEach();
      await(gather(a, b));
    });
    assertThat(log).containsExactly("b", "a");
  }

  @Test
  void whatThePredicateThrowsComesOutWithTheLockHeld() {
    RuntimeException failure = new RuntimeException("the predicate");
    TestTime.run(() -> {
      try (var _ = await(condition.acquire())) {
        assertThatThrownBy(() ->
                await(
                    condition.waitFor(() -> {
                      throw failure;
                    })))
            .isSameAs(failure);
        assertThat(condition.locked()).isTrue();
      }
      assertThat(condition.statistics().waiting()).isZero();
    });
  }

  @Test
  void waitingForALimitedTimeEndsWithTheLockHeld() {
    TestTime.run(() -> {
      try (var _ = await(condition.acquire())) {
        assertThatExceptionOfType(TimeoutException.class)
            .isThrownBy(() -> await(waitFor(condition.whenNotified(), 0.5)));
        assertThatExceptionOfType(TimeoutException.class)
            .isThrownBy(() -> await(waitFor(condition.waitFor(() -> false), 0.5)));
        assertThat(condition.statistics())
            .isEqualTo(new Condition.Statistics(0, new Lock.Statistics(true, 0)));
      }
      assertThat(runningLoop().time()).isEqualTo(1);
      assertThat(condition.locked()).isFalse();
    });
  }

  private void notifyEach() {
    try (var _ = await(condition.acquire())) {
      condition.notifyEach();
    }
  }

  private Task<Void> waiter(String name) {
    return createTask(() -> {
      try (var _ = await(condition.acquire())) {
        await(condition.waitFor(() -> ready));
        log.add(name);
      }
    });
  }
}

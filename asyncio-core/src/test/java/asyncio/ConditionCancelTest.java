package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Who is cancelled while it waits for a condition has the lock when it gets the error, and passes
 * on the notification that it will not act on.
 */
final class ConditionCancelTest {

  private final Condition condition = new Condition();
  private final List<String> log = new ArrayList<>();
  private final List<CancelledError> seen = new ArrayList<>();

  @Test
  void whoIsCancelledWhileItWaitsTakesTheLockAgain() {
    TestTime.run(() -> {
      await(condition.acquire());
      Task<Void> waiting = createTask(condition.whenNotified()); // gives the lock back
      runningLoop().callSoon(waiting::cancel);

      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(waiting));

      assertThat(condition.statistics())
          .isEqualTo(new Condition.Statistics(0, new Lock.Statistics(true, 0)));
    });
  }

  @Test
  void whoIsCancelledJustBeforeTheLockComesFreeTakesIt() {
    TestTime.run(() -> {
      await(condition.acquire());
      Task<Void> waiting = createTask(condition.whenNotified());
      await(sleep(0));
      assertThat(condition.locked()).isFalse();
      await(condition.acquire());
      condition.notifyOne();
      runningLoop().callSoon(waiting::cancel); // while it waits for the lock
      runningLoop().callSoon(condition::release);

      await(waitAll(List.of(waiting)));

      assertThat(waiting.cancelled()).isTrue();
      assertThat(condition.locked()).isTrue();
    });
  }

  @Test
  void aCancellationWaitsUntilTheLockIsFree() {
    TestTime.run(() -> {
      Task<Void> waiting = waiter("a");
      await(sleep(0));
      await(condition.acquire());
      condition.notifyOne();
      await(sleep(0)); // it waits for the lock now
      waiting.cancel();
      await(sleep(1));
      assertThat(waiting.done()).isFalse();

      condition.release();
      await(sleep(0));
      assertThat(waiting.cancelled()).isTrue();
      assertThat(condition.locked()).isFalse();
    });
    assertThat(log).containsExactly("a cancelled");
  }

  @Test
  void theErrorOfACancellationWhileItWaitsComesOutAsItIs() {
    TestTime.run(() -> {
      Task<Void> waiting = waiter("a");
      await(sleep(0));
      waiting.cancel("enough");

      assertThatExceptionOfType(CancelledError.class)
          .isThrownBy(() -> await(waiting))
          .withMessage("enough")
          .satisfies(error -> assertThat(seen).containsExactly(error));
    });
  }

  @Test
  void theErrorOfACancellationWhileItTakesTheLockComesOutAsItIs() {
    TestTime.run(() -> {
      Task<Void> waiting = waiter("a");
      await(sleep(0));
      await(condition.acquire());
      condition.notifyOne();
      await(sleep(0));
      waiting.cancel("enough");
      condition.release();

      assertThatExceptionOfType(CancelledError.class)
          .isThrownBy(() -> await(waiting))
          .withMessage("enough")
          .satisfies(error -> assertThat(seen).containsExactly(error));
    });
  }

  @Test
  void ofSeveralCancellationsWhileItTakesTheLockTheLastComesOut() {
    TestTime.run(() -> {
      Task<Void> waiting = waiter("a");
      await(sleep(0));
      await(condition.acquire());
      for (String message : List.of("first", "second", "third")) {
        waiting.cancel(message);
        await(sleep(1));
      }
      condition.release();

      assertThatExceptionOfType(CancelledError.class)
          .isThrownBy(() -> await(waiting))
          .withMessage("third");
      assertThat(waiting.cancelling()).isEqualTo(3);
    });
    assertThat(seen).hasSize(1);
  }

  @Test
  void aNotificationIsPassedOnByWhoIsCancelledJustAfterIt() {
    TestTime.run(() -> {
      var a = waiter("a");
      var b = waiter("b");
      await(sleep(0));
      try (var _ = await(condition.acquire())) {
        condition.notifyOne();
        a.cancel();
      }
      await(waitAll(List.of(a, b)));
    });
    assertThat(log).containsExactly("a cancelled", "b woke");
  }

  @Test
  void aNotificationGoesPastWhoIsCancelledJustBeforeIt() {
    TestTime.run(() -> {
      var a = waiter("a");
      var b = waiter("b");
      var c = waiter("c");
      await(sleep(0));
      try (var _ = await(condition.acquire())) {
        a.cancel();
        condition.notifyOne();
      }
      await(waitAll(List.of(a, b)));
      await(sleep(1));
      assertThat(log).containsExactly("a cancelled", "b woke", "c woke");
      assertThat(c.done()).isTrue(); // by a, which cannot know that it was not notified
    });
  }

  @Test
  void anItemIsConsumedThoughItsConsumerIsCancelledRightAfterTheNotification() {
    Stock stock = new Stock();
    TestTime.run(() -> {
      var first = createTask(stock.take());
      var second = createTask(stock.take());
      await(sleep(0));
      try (var _ = await(stock.condition.acquire())) {
        stock.items++;
        stock.condition.notifyOne();
        first.cancel();
        await(waitFor(stock.condition.waitFor(() -> stock.items == 0), 1));
      }
      await(second);
      assertThat(first.cancelled()).isTrue();
    });
  }

  @Test
  void anItemIsConsumedThoughItsConsumerIsCancelledWhileItTakesTheLock() {
    Stock stock = new Stock();
    TestTime.run(() -> {
      var first = createTask(stock.take());
      var second = createTask(stock.take());
      await(sleep(0));
      try (var _ = await(stock.condition.acquire())) {
        stock.items++;
        stock.condition.notifyOne();
        await(sleep(0));
        first.cancel();
        await(waitFor(stock.condition.waitFor(() -> stock.items == 0), 1));
      }
      await(second);
      assertThat(first.cancelled()).isTrue();
    });
  }

  @Test
  void whatIsPutIsTakenHoweverManyConsumersAreCancelled() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      Stock stock = new Stock();
      TestTime.run(() -> {
        List<Task<Void>> consumers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          switch (random.nextInt(4)) {
            case 0 -> consumers.add(createTask(stock.take()));
            case 1 -> createTask(stock.put());
            default -> await(sleep(0));
          }
          if (random.nextInt(3) == 0 && !consumers.isEmpty()) {
            consumers.get(random.nextInt(consumers.size())).cancel();
          }
        }
        await(sleep(1));
        // whoever still waits does so for want of an item
        assertThat(consumers.stream().allMatch(Task::done) || stock.items == 0).isTrue();
        assertThat(stock.condition.locked()).isFalse();
        consumers.forEach(Task::cancel);
        await(gatherOutcomes(consumers));
        long taken = consumers.stream().filter(task -> !task.cancelled()).count();
        assertThat(taken + stock.items).isEqualTo(stock.put);
      });
    }
  }

  /** Items that are put and taken under the condition. */
  private static final class Stock {
    private final Condition condition = new Condition();
    private int items;
    private int put;

    Coroutine<Void> put() {
      return async(() -> {
        try (var _ = await(condition.acquire())) {
          items++;
          put++;
          condition.notifyOne();
        }
      });
    }

    Coroutine<Void> take() {
      return async(() -> {
        try (var _ = await(condition.acquire())) {
          await(condition.waitFor(() -> items > 0));
          items--;
          if (items == 0) {
            condition.notifyEach(); // for who waits until nothing is left
          }
        }
      });
    }
  }

  private Task<Void> waiter(String name) {
    return createTask(() -> {
      try (var _ = await(condition.acquire())) {
        await(condition.whenNotified());
        log.add(name + " woke");
      } catch (CancelledError e) {
        seen.add(e);
        log.add(name + " cancelled");
        throw e;
      }
    });
  }
}

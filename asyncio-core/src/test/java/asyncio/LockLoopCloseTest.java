package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Locks and the like when a loop is closed, or a run ends, while tasks hold or wait for them. */
@Timeout(60)
final class LockLoopCloseTest {

  private final EventLoop loop = TestTime.newLoop();
  private final LoggingCapture logged = new LoggingCapture();
  private final List<String> log = new ArrayList<>();
  private final List<ExceptionContext> reports = new ArrayList<>();

  @BeforeEach
  void noteReports() {
    loop.setExceptionHandler((where, context) -> reports.add(context));
  }

  @AfterEach
  void nothingButThePendingTasksIsReported() {
    logged.close();
    assertThat(logged.messages()).isEmpty();
    assertThat(reports)
        .extracting(ExceptionContext::message)
        .allMatch("Task was destroyed but it is pending!"::equals);
  }

  @Test
  void theBlocksOfWhoHoldsALockAndOfWhoWaitsForItEnd() {
    Lock lock = new Lock();
    holder("a", lock.acquire());
    holder("b", lock.acquire());
    holder("c", lock.acquire());
    closeInTheMiddle();

    assertThat(log).containsExactly("a has it", "a left", "b left", "c left");
    assertThat(reports).hasSize(3);
    assertThat(lock.locked()).isFalse();
  }

  @Test
  void nobodyIsInTheLineOfALockWhoseLoopWasClosed() {
    Lock lock = new Lock();
    holder("a", lock.acquire());
    holder("b", lock.acquire());
    holder("c", lock.acquire());
    closeInTheMiddle();

    assertThat(lock.statistics()).isEqualTo(new Lock.Statistics(false, 0));
    run(() -> {
      try (var _ = await(lock.acquire())) { // nobody waits, so it may be used on another loop
        assertThat(lock.locked()).isTrue();
      }
    });
  }

  @Test
  void aLockWhoseWaitersAreUnwoundBeforeItsHolderIsFreeToo() {
    Lock lock = new Lock();
    loop.createTask(
        async(() -> {
          await(sleep(0));
          hold("b", lock.acquire());
        }));
    holder("a", lock.acquire());
    closeInTheMiddle();

    assertThat(log).containsExactly("a has it", "b left", "a left");
    assertThat(lock.statistics()).isEqualTo(new Lock.Statistics(false, 0));
  }

  @Test
  void allPermitsOfASemaphoreAreThereAgain() {
    Semaphore semaphore = new Semaphore(2);
    for (String name : List.of("a", "b", "c", "d")) {
      holder(name, semaphore.acquire());
    }
    closeInTheMiddle();

    assertThat(log).containsExactly("a has it", "b has it", "a left", "b left", "c left", "d left");
    assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(2, 0));
    assertThat(semaphore.locked()).isFalse();
  }

  @Test
  void whoWaitsForAConditionIsUnwoundAndLeavesItsLockFree() {
    Condition condition = new Condition();
    for (String name : List.of("a", "b")) {
      waiter(name, condition);
    }
    closeInTheMiddle();

    assertThat(log).containsExactly("a has it", "b has it", "a left", "b left");
    assertThat(condition.statistics())
        .isEqualTo(new Condition.Statistics(0, new Lock.Statistics(false, 0)));
  }

  @Test
  void whoWaitsForAConditionIsUnwoundThoughItsLockIsHeld() {
    Condition condition = new Condition();
    waiter("a", condition);
    holder("b", condition.acquire());
    closeInTheMiddle();

    assertThat(log).containsExactly("a has it", "b has it", "a left", "b left");
    assertThat(reports).hasSize(2);
    assertThat(condition.statistics())
        .isEqualTo(new Condition.Statistics(0, new Lock.Statistics(false, 0)));
  }

  @Test
  void whoIsNotifiedAndWaitsForTheLockIsUnwound() {
    Condition condition = new Condition();
    waiter("a", condition);
    loop.createTask(
        async(() -> {
          try (var _ = await(condition.acquire())) {
            condition.notifyOne();
            await(sleep(3600));
          } finally {
            log.add("the notifier left");
          }
        }));
    closeInTheMiddle();

    assertThat(log).containsExactly("a has it", "a left", "the notifier left");
    assertThat(condition.statistics())
        .isEqualTo(new Condition.Statistics(0, new Lock.Statistics(false, 0)));
  }

  @Test
  void nobodyIsAtABarrierWhoseLoopWasClosed() {
    Barrier barrier = new Barrier(3);
    for (String name : List.of("a", "b")) {
      loop.createTask(
          async(() -> {
            try {
              await(barrier.arrive());
            } finally {
              log.add(name + " left");
            }
          }));
    }
    closeInTheMiddle();

    assertThat(log).containsExactly("a left", "b left");
    assertThat(barrier).hasToString("<Barrier [filling, waiters:0/3]>");
  }

  @Test
  void aRunThatEndsCancelsWhoHoldsAndWhoWaits() {
    Lock lock = new Lock();
    Condition condition = new Condition(lock);
    Semaphore semaphore = new Semaphore(1);
    TestTime.run(() -> {
      createTask(() -> waitAtOnce(condition));
      createTask(() -> waitAtOnce(condition));
      createTask(() -> hold("lock", lock.acquire()));
      createTask(() -> hold("the same lock", lock.acquire()));
      createTask(() -> hold("permit", semaphore.acquire()));
      createTask(() -> hold("the same permit", semaphore.acquire()));
      await(sleep(1));
    });
    assertThat(log).contains("lock left", "the same lock left", "permit left");
    assertThat(condition.statistics())
        .isEqualTo(new Condition.Statistics(0, new Lock.Statistics(false, 0)));
    assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(1, 0));
    loop.close();
  }

  private void holder(String name, Coroutine<Held> acquire) {
    loop.createTask(async(() -> hold(name, acquire)));
  }

  private void hold(String name, Coroutine<Held> acquire) {
    try (var _ = await(acquire)) {
      log.add(name + " has it");
      await(sleep(3600));
    } finally {
      log.add(name + " left");
    }
  }

  private void waiter(String name, Condition condition) {
    loop.createTask(
        async(() -> {
          try (var _ = await(condition.acquire())) {
            log.add(name + " has it");
            await(condition.whenNotified());
          } finally {
            log.add(name + " left");
          }
        }));
  }

  private static void waitAtOnce(Condition condition) {
    try (var _ = await(condition.acquire())) {
      await(condition.whenNotified());
    }
  }

  private void closeInTheMiddle() {
    loop.runUntilComplete(sleep(1));
    loop.close();
  }
}

package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waiting until everything that was put has been dealt with. */
final class QueueJoinTest {

  private final Queue<Integer> queue = new Queue<>();

  @Test
  void doesNotWaitForAQueueThatNothingWasPutTo() {
    TestTime.run(() -> {
      boolean[] othersRan = new boolean[1];
      runningLoop().callSoon(() -> othersRan[0] = true);
      await(queue.join());
      await(queue.join());
      assertThat(othersRan[0]).isFalse();
    });
  }

  @Test
  void waitsUntilEachItemIsDoneNotOnlyTakenOut() {
    Order order = new Order();
    TestTime.run(() -> {
      queue.putNowait(1);
      queue.putNowait(2);
      createTask(() -> {
        await(queue.get());
        await(queue.get());
        await(sleep(1));
        order.expect(1);
        queue.taskDone();
        await(sleep(1));
        order.expect(2);
        queue.taskDone();
        order.expect(3);
      });
      await(queue.join());
      order.finish(4);
      assertThat(runningLoop().time()).isEqualTo(2);
    });
    order.assertFinished();
  }

  @Test
  void letsAllWhoWaitGoAtOnceInTheOrderOfWaiting() {
    List<String> log = new ArrayList<>();
    TestTime.run(() -> {
      queue.putNowait(1);
      VoidBody first =
          () -> {
            await(queue.join());
            log.add("first");
          };
      VoidBody second =
          () -> {
            await(queue.join());
            log.add("second");
          };
      var joiners = gather(first, second);
      await(sleep(0));
      queue.taskDone();
      runningLoop().callSoon(() -> log.add("scheduled after taskDone"));
      await(joiners);
    });
    assertThat(log).containsExactly("first", "second", "scheduled after taskDone");
  }

  @Test
  void waitsAgainForWhatIsPutLater() {
    TestTime.run(() -> {
      queue.putNowait(1);
      queue.taskDone();
      await(queue.join());

      queue.putNowait(2);
      Task<Void> joiner = createTask(queue.join());
      await(sleep(1));
      assertThat(joiner.done()).isFalse();

      queue.taskDone();
      await(joiner);
    });
  }

  @Test
  void anItemPutBeforeTheWokenOneRunsDoesNotHoldItBack() {
    TestTime.run(() -> {
      queue.putNowait(1);
      Task<Void> joiner = createTask(queue.join());
      await(sleep(0));
      queue.taskDone();
      queue.putNowait(2);

      await(joiner);

      assertThat(queue.qsize()).isEqualTo(2);
    });
  }

  @Test
  void anItemMayBeDoneBeforeItIsTakenOut() {
    TestTime.run(() -> {
      queue.putNowait(1);
      queue.taskDone();
      await(queue.join());
      assertThat(queue.getNowait()).isEqualTo(1);
    });
  }

  @Test
  void moreDoneThanWasPutIsAMistake() {
    assertThatIllegalStateException()
        .isThrownBy(queue::taskDone)
        .withMessage("taskDone() was called more often than items were put");

    queue.putNowait(1);
    queue.taskDone();
    assertThatIllegalStateException().isThrownBy(queue::taskDone);
  }

  @Test
  void whoIsCancelledWhileItWaitsLeavesTheOthersWaiting() {
    TestTime.run(() -> {
      queue.putNowait(1);
      Task<Void> cancelled = createTask(queue.join());
      Task<Void> other = createTask(queue.join());
      await(sleep(0));

      cancelled.cancel();
      await(sleep(1));
      assertThat(cancelled.cancelled()).isTrue();
      assertThat(other.done()).isFalse();

      queue.taskDone();
      await(other);
    });
  }
}

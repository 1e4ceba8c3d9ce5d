package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several tasks at one queue: who goes on, who waits on, and what one that gave up leaves. */
final class QueueWaitersTest {

  private final List<Integer> put = new ArrayList<>();

  @Test
  void aPutterGoesOnUntilThereIsNoMoreRoom() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>(2);
      Task<Void> putter =
          createTask(() -> {
            for (int i = 0; i < 3; i++) {
              await(queue.put(i));
              put.add(i);
            }
          });
      await(sleep(1));
      assertThat(put).containsExactly(0, 1);
      assertThat(putter.done()).isFalse();

      assertThat(await(queue.get())).isZero();
      assertThat(put).containsExactly(0, 1); // getting has not let the putter run
      await(sleep(0));
      assertThat(put).containsExactly(0, 1, 2);
      assertThat(putter.done()).isTrue();
      assertThat(List.of(queue.getNowait(), queue.getNowait())).containsExactly(1, 2);
    });
  }

  @Test
  void whoGetsFromAnUnlimitedQueueDoesNotHoldUpWhoPuts() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>();
      Task<Void> putter = putter(1, queue);

      assertThat(await(queue.get())).isEqualTo(1);
      assertThat(putter.done()).isTrue();
    });
  }

  @Test
  void puttersThatHaveNotBegunYetServeAGetterInTheirOrder() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>(1);
      createTask(queue.put(1));
      createTask(queue.put(2));

      assertThat(await(queue.get())).isEqualTo(1);
      assertThat(await(queue.get())).isEqualTo(2);
    });
  }

  @Test
  void emptyingAQueueLetsAsManyPuttersGoOnAsHaveRoom() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>(2);
      var putters = List.of(putter(0, queue), putter(1, queue), putter(2, queue), putter(3, queue));
      await(sleep(0));
      assertThat(put).containsExactly(0, 1);

      queue.getNowait();
      queue.getNowait();
      await(gather(putters));

      assertThat(put).containsExactly(0, 1, 2, 3);
      assertThat(queue.full()).isTrue();
    });
  }

  @Test
  void aPutterThatIsCancelledWhileItWaitsIsSkipped() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>(1);
      var a = putter(1, queue);
      var b = putter(2, queue);
      var c = putter(9, queue);
      await(sleep(0));
      assertThat(a.done()).isTrue();
      assertThat(b.done()).isFalse();

      c.cancel();
      await(sleep(0));
      assertThat(c.cancelled()).isTrue();
      assertThat(queue.getNowait()).isEqualTo(1);
      await(b);
      assertThat(queue.getNowait()).isEqualTo(2);
    });
    assertThat(put).containsExactly(1, 2);
  }

  @Test
  void whatAGetterThatWasCancelledOnItsWayLeavesBehindIsStillTheFirstItem() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>();
      Task<Integer> getter = createTask(queue.get());
      await(sleep(0));

      queue.putNowait(1);
      queue.putNowait(2);
      getter.cancel();
      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(getter));

      assertThat(await(queue.get())).isEqualTo(1);
      assertThat(await(queue.get())).isEqualTo(2);
    });
  }

  @Test
  void ofThreeGettersAndTwoItemsTheTwoThatAreNotCancelledGetThem() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>();
      Task<Integer> cancelled = createTask(queue.get());
      Task<Integer> second = createTask(queue.get());
      Task<Integer> third = createTask(queue.get());
      await(sleep(0));

      queue.putNowait(1);
      queue.putNowait(2);
      cancelled.cancel();

      assertThat(await(gather(second, third))).containsExactlyInAnyOrder(1, 2);
      assertThat(cancelled.cancelled()).isTrue();
      assertThat(queue.empty()).isTrue();
    });
  }

  @Test
  void theRoomOfAPutterThatWasCancelledOnItsWayIsFree() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>(1);
      queue.putNowait(1);
      Task<Void> putter = putter(2, queue);
      await(sleep(0));

      assertThat(queue.getNowait()).isEqualTo(1);
      putter.cancel();
      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(putter));
      assertThat(queue).hasToString("<Queue maxsize=1 items=[] tasks=1>");

      await(createTask(queue.put(3)));
      assertThat(queue.getNowait()).isEqualTo(3);
      assertThat(queue.empty()).isTrue();
    });
    assertThat(put).isEmpty();
  }

  private Task<Void> putter(int item, Queue<Integer> queue) {
    return createTask(() -> {
      await(queue.put(item));
      put.add(item);
    });
  }
}

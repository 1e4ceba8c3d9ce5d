package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a queue holds, takes and gives, and when that waits. */
final class QueueTest {

  @Test
  void givesItemsInTheOrderInWhichTheyWerePut() {
    Queue<Integer> queue = new Queue<>();
    queue.putNowait(1);
    queue.putNowait(3);
    queue.putNowait(2);

    assertThat(IntStream.range(0, 3).mapToObj(i -> queue.getNowait())).containsExactly(1, 3, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void hasNoSizeLimitUnlessThatIsPositive(int maxsize) {
    Queue<Integer> queue = new Queue<>(maxsize);
    for (int i = 0; i < 1000; i++) {
      queue.putNowait(i);
    }

    assertThat(queue.qsize()).isEqualTo(1000);
    assertThat(queue.full()).isFalse();
    assertThat(queue.maxsize()).isEqualTo(maxsize);
    assertThat(new Queue<>().maxsize()).isZero();
  }

  @Test
  void knowsHowManyItemsItHoldsAndMayHold() {
    Queue<Integer> queue = new Queue<>(2);
    assertThat(queue.maxsize()).isEqualTo(2);
    assertThat(queue.empty()).isTrue();
    assertThat(queue.full()).isFalse();

    queue.putNowait(1);
    assertThat(queue.qsize()).isEqualTo(1);
    assertThat(queue.empty()).isFalse();
    assertThat(queue.full()).isFalse();

    queue.putNowait(2);
    assertThat(queue.qsize()).isEqualTo(2);
    assertThat(queue.full()).isTrue();

    queue.getNowait();
    queue.getNowait();
    assertThat(queue.empty()).isTrue();
  }

  @Test
  void withoutWaitingAnEmptyQueueGivesNothingAndAFullOneTakesNothing() {
    Queue<Integer> queue = new Queue<>(1);
    assertThatExceptionOfType(QueueEmptyException.class)
        .isThrownBy(queue::getNowait)
        .withMessage("the queue is empty");

    queue.putNowait(1);
    assertThatExceptionOfType(QueueFullException.class)
        .isThrownBy(() -> queue.putNowait(2))
        .withMessage("the queue is full");
    assertThat(queue.getNowait()).isEqualTo(1);
    assertThat(queue.empty()).isTrue();
  }

  @Test
  void refusesNullAndStaysAsItWas() {
    Queue<Integer> queue = new Queue<>();

    assertThatNullPointerException().isThrownBy(() -> queue.putNowait(null));

    assertThat(queue.empty()).isTrue();
    assertThatThrownBy(queue::taskDone).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatNeedNotWaitDoesNotLetOthersRun() {
    Order order = new Order();
    TestTime.run(() -> {
      Queue<String> queue = new Queue<>(1);
      runningLoop().callSoon(() -> order.finish(4));
      await(queue.join());
      order.expect(1);
      await(queue.put("item"));
      order.expect(2);
      assertThat(await(queue.get())).isEqualTo("item");
      order.expect(3);
      await(sleep(0));
    });
    order.assertFinished();
  }

  @Test
  void getWaitsForAnItem() {
    TestTime.run(() -> {
      Queue<String> queue = new Queue<>();
      runningLoop().callLater(3, () -> queue.putNowait("late"));

      assertThat(await(queue.get())).isEqualTo("late");
      assertThat(runningLoop().time()).isEqualTo(3);
    });
  }

  @Test
  void putWaitsForRoom() {
    TestTime.run(() -> {
      Queue<String> queue = new Queue<>(1);
      queue.putNowait("first");
      runningLoop().callLater(3, queue::getNowait);

      await(queue.put("second"));

      assertThat(runningLoop().time()).isEqualTo(3);
      assertThat(queue.getNowait()).isEqualTo("second");
    });
  }

  @Test
  void itsCoroutinesMayBeGivenToWhateverTakesAnAwaitableOrALambda() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>();
      await(gather(queue.put(1), queue.put(2)));
      await(gather(() -> queue.put(3), () -> queue.put(4)));
      await(createTask(queue.put(5)));
      await(waitFor(() -> queue.put(6), 1));
      timeout(1, () -> queue.put(7));

      assertThat(await(gather(queue.get(), queue.get()))).containsExactly(1, 2);
      assertThat(await(gather(() -> queue.get(), () -> queue.get()))).containsExactly(3, 4);
      assertThat(await(createTask(queue::get))).isEqualTo(5);
      Integer six = await(waitFor(() -> queue.get(), 1));
      Integer seven = timeout(1, () -> queue.get());
      assertThat(List.of(six, seven)).containsExactly(6, 7);
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> await(waitFor(() -> queue.get(), 1)));
    });
  }

  @Test
  void anotherThreadIsToldThatItMayNotWakeWhoWaits() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>();
      Task<Integer> getter = createTask(queue.get());
      await(sleep(0));

      assertThatIllegalStateException()
          .isThrownBy(() -> await(toThread(() -> queue.putNowait(1))))
          .withMessageContaining("callSoonThreadsafe");

      assertThat(queue.empty()).isTrue();
      queue.putNowait(2);
      assertThat(await(getter)).isEqualTo(2);
    });
  }
}

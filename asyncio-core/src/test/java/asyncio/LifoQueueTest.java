package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a last-in, first-out queue differs from others: in the order of its items alone. */
final class LifoQueueTest {

  @Test
  void givesTheItemThatWasPutLast() {
    LifoQueue<Integer> queue = new LifoQueue<>();
    queue.putNowait(1);
    queue.putNowait(2);
    assertThat(queue.getNowait()).isEqualTo(2);

    queue.putNowait(3);
    assertThat(queue.getNowait()).isEqualTo(3);
    assertThat(queue.getNowait()).isEqualTo(1);
    assertThatExceptionOfType(QueueEmptyException.class).isThrownBy(queue::getNowait);
  }

  @Test
  void hasASizeLimitLikeAnyQueue() {
    LifoQueue<Integer> queue = new LifoQueue<>(1);
    queue.putNowait(1);

    assertThat(queue.maxsize()).isEqualTo(1);
    assertThat(queue.full()).isTrue();
    assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> queue.putNowait(2));
    assertThat(new LifoQueue<>().maxsize()).isZero();
  }

  @Test
  void theFirstOfSeveralGettersTakesWhatIsOnTopWhenItRuns() {
    TestTime.run(() -> {
      LifoQueue<Integer> queue = new LifoQueue<>();
      Task<Integer> first = createTask(queue.get());
      Task<Integer> second = createTask(queue.get());
      await(sleep(0));

      queue.putNowait(1);
      queue.putNowait(2);

      assertThat(await(gather(first, second))).containsExactly(2, 1);
    });
  }

  @Test
  void whoWaitsForRoomPutsItsItemOnTop() {
    TestTime.run(() -> {
      LifoQueue<Integer> queue = new LifoQueue<>(2);
      queue.putNowait(1);
      queue.putNowait(2);
      Task<Void> putter = createTask(queue.put(3));
      await(sleep(0));

      List<Integer> got = new ArrayList<>();
      got.add(await(queue.get()));
      await(putter);
      got.add(await(queue.get()));
      got.add(await(queue.get()));

      assertThat(got).containsExactly(2, 3, 1);
    });
  }

  @Test
  void joinAndShutdownWorkAsWithAnyQueue() {
    TestTime.run(() -> {
      LifoQueue<Integer> queue = new LifoQueue<>();
      queue.putNowait(1);
      queue.putNowait(2);
      Task<Void> joiner = createTask(queue.join());
      queue.shutdown();
      assertThat(await(queue.get())).isEqualTo(2);
      queue.taskDone();
      assertThat(joiner.done()).isFalse();

      queue.shutdown(true);

      await(joiner);
      assertThatExceptionOfType(QueueShutDownException.class).isThrownBy(() -> await(queue.get()));
    });
  }

  @Test
  void itsTextNamesItsKind() {
    LifoQueue<Integer> queue = new LifoQueue<>();
    queue.putNowait(1);
    queue.putNowait(2);

    assertThat(queue).hasToString("<LifoQueue maxsize=0 items=[1, 2] tasks=2>");
  }
}

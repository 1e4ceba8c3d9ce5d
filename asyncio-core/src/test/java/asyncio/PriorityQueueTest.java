package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The order in which a priority queue gives its items. */
final class PriorityQueueTest {

  private record Job(int priority, String name) {}

  @Test
  void givesTheSmallestItem() {
    PriorityQueue<Integer> queue = PriorityQueue.create();
    queue.putNowait(3);
    queue.putNowait(1);
    assertThat(queue.getNowait()).isEqualTo(1);

    queue.putNowait(2);
    assertThat(queue.getNowait()).isEqualTo(2);
    assertThat(queue.getNowait()).isEqualTo(3);
    assertThatExceptionOfType(QueueEmptyException.class).isThrownBy(queue::getNowait);
  }

  @Test
  void sortsAnyNumberOfItemsDuplicatesIncluded() {
    List<Integer> items = new ArrayList<>(IntStream.range(0, 500).map(i -> i / 2).boxed().toList());
    List<Integer> sorted = List.copyOf(items);
    Collections.shuffle(items, new Random(1));
    PriorityQueue<Integer> queue = PriorityQueue.create();
    items.forEach(queue::putNowait);

    List<Integer> got = new ArrayList<>();
    while (!queue.empty()) {
      got.add(queue.getNowait());
    }

    assertThat(got).isEqualTo(sorted);
  }

  @Test
  void sortsByAComparatorIfOneIsGiven() {
    PriorityQueue<Job> queue = PriorityQueue.create(0, Comparator.comparingInt(Job::priority));
    queue.putNowait(new Job(2, "later"));
    queue.putNowait(new Job(1, "first"));

    assertThat(queue.getNowait().name()).isEqualTo("first");
    assertThat(queue.getNowait().name()).isEqualTo("later");
  }

  @Test
  void anItemThatCannotBeComparedLeavesItAsItWas() {
    Comparator<Integer> picky =
        (a, b) -> {
          if (a < 0 || b < 0) {
            throw new IllegalArgumentException("negative");
          }
          return Integer.compare(a, b);
        };
    PriorityQueue<Integer> queue = PriorityQueue.create(0, picky);
    queue.putNowait(5);

    assertThatThrownBy(() -> queue.putNowait(-1)).hasMessage("negative");

    assertThat(queue.qsize()).isEqualTo(1);
    assertThat(queue.getNowait()).isEqualTo(5);
    queue.taskDone();
    assertThatThrownBy(queue::taskDone).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void hasASizeLimitLikeAnyQueue() {
    PriorityQueue<Integer> queue = PriorityQueue.create(1);
    queue.putNowait(1);

    assertThat(queue.maxsize()).isEqualTo(1);
    assertThat(queue.full()).isTrue();
    assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> queue.putNowait(2));
    assertThat(PriorityQueue.<Integer>create().maxsize()).isZero();
  }

  @Test
  void aGetterTakesTheSmallestItemThatIsThereWhenItRuns() {
    TestTime.run(() -> {
      PriorityQueue<Integer> queue = PriorityQueue.create();
      Task<Integer> getter = createTask(queue.get());
      await(sleep(0));

      queue.putNowait(2);
      queue.putNowait(1);

      assertThat(await(getter)).isEqualTo(1);
      assertThat(queue.getNowait()).isEqualTo(2);
    });
  }

  @Test
  void anItemThatHadToWaitForRoomIsSortedInWithTheOthers() {
    TestTime.run(() -> {
      PriorityQueue<Integer> queue = PriorityQueue.create(2);
      queue.putNowait(1);
      queue.putNowait(3);
      Task<Void> putter = createTask(queue.put(2));
      await(sleep(0));

      assertThat(await(queue.get())).isEqualTo(1);
      await(putter);

      assertThat(queue.getNowait()).isEqualTo(2);
      assertThat(queue.getNowait()).isEqualTo(3);
    });
  }

  @Test
  void itsTextNamesItsKind() {
    PriorityQueue<Integer> queue = PriorityQueue.create(4);
    queue.putNowait(7);

    assertThat(queue).hasToString("<PriorityQueue maxsize=4 items=[7] tasks=1>");
  }
}

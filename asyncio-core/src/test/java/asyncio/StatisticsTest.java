package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What queues and events tell of themselves. */
final class StatisticsTest {

  @Test
  void aQueueTellsWhatItHoldsAndWhoWaits() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>(1);
      assertThat(queue.statistics()).isEqualTo(new Queue.Statistics(0, 1, 0, 0, 0, false));

      Task<Integer> getting = createTask(queue.get());
      await(sleep(0));
      assertThat(queue.statistics()).isEqualTo(new Queue.Statistics(0, 1, 1, 0, 0, false));

      queue.putNowait(1);
      await(getting);
      queue.putNowait(2);
      Task<Void> putting = createTask(queue.put(3));
      await(sleep(0));
      assertThat(queue.statistics()).isEqualTo(new Queue.Statistics(1, 1, 0, 1, 2, false));

      queue.shutdown();
      await(waitAll(List.of(putting)));
      queue.taskDone();
      assertThat(queue.statistics()).isEqualTo(new Queue.Statistics(1, 1, 0, 0, 1, true));
      assertThat(putting.exception()).isInstanceOf(QueueShutDownException.class);
    });
  }

  @Test
  void anEventTellsWhetherItIsSetAndWhoWaits() {
    TestTime.run(() -> {
      Event event = new Event();
      Task<Void> waiting = createTask(event.whenSet());
      await(sleep(0));
      assertThat(event.statistics()).isEqualTo(new Event.Statistics(false, 1));

      event.set();
      await(waiting);
      assertThat(event.statistics()).isEqualTo(new Event.Statistics(true, 0));
    });
  }
}

package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.LifoQueue;
import asyncio.PriorityQueue;
import asyncio.Queue;
import asyncio.QueueShutDownException;
import asyncio.Task;
import asyncio.TimeoutException;
import asyncio.VoidBody;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An item is never lost and never doubled, whenever one who puts or gets is cancelled. */
@Timeout(120)
final class QueueSweepTest {

  /** A queue, and what went in and came out. */
  private static final class Traffic {
    final Queue<Integer> queue;
    final List<Integer> in = new ArrayList<>();
    final List<Integer> out = new ArrayList<>();

    Traffic(Queue<Integer> queue) {
      this.queue = queue;
    }

    VoidBody putting(int... items) {
      return () -> {
        for (int item : items) {
          await(queue.put(item));
          in.add(item);
        }
      };
    }

    VoidBody getting(int count) {
      return () -> {
        for (int i = 0; i < count; i++) {
          out.add(await(queue.get()));
          queue.taskDone();
        }
      };
    }

    VoidBody gettingAll() {
      return gettingUpTo(Integer.MAX_VALUE);
    }

    VoidBody gettingUpTo(int count) {
      return () -> {
        try {
          getting(count).run();
        } catch (QueueShutDownException e) {
          // there are no more
        }
      };
    }

    void check() {
      await(waitFor(queue.join(), 1));
      assertThat(out).containsExactlyInAnyOrderElementsOf(in);
      assertThat(queue.toString()).doesNotContain("getters").doesNotContain("putters");
    }
  }

  private static final List<Supplier<Queue<Integer>>> BOUNDED =
      List.of(
          () -> new Queue<>(1), () -> new LifoQueue<>(1), () -> PriorityQueue.<Integer>create(1));

  @Test
  void oneOfTwoWhoGetIsCancelled() {
    for (Supplier<Queue<Integer>> kind : BOUNDED) {
      Sweeps.run(sweep -> {
        Traffic traffic = new Traffic(kind.get());
        Task<?> other = createTask(traffic.gettingAll());
        Task<?> producer = createTask(traffic.putting(1, 2, 3, 4));
        runningLoop().callLater(9, traffic.queue::shutdown);
        sweep.victim(Sweeps.notSwallowing(traffic.gettingUpTo(2)));
        await(producer);
        await(other);
        traffic.check();
      });
    }
  }

  @Test
  void oneOfTwoWhoPutIsCancelled() {
    for (Supplier<Queue<Integer>> kind : BOUNDED) {
      Sweeps.run(sweep -> {
        Traffic traffic = new Traffic(kind.get());
        Task<?> other = createTask(traffic.putting(1, 2));
        Task<?> consumer =
            createTask(() -> {
              await(sleep(1));
              traffic.gettingAll().run();
            });
        sweep.victim(Sweeps.notSwallowing(traffic.putting(3, 4)));
        await(other);
        traffic.queue.shutdown();
        await(consumer);
        traffic.check();
        assertThat(traffic.in).contains(1, 2);
      });
    }
  }

  @Test
  void whoGetsIsCancelledInEveryOrder() {
    Sweeps.runAll(sweep -> {
      Traffic traffic = new Traffic(new Queue<>(1));
      Task<?> other = createTask(traffic.gettingAll());
      Task<?> producer = createTask(traffic.putting(1, 2));
      runningLoop().callLater(9, traffic.queue::shutdown);
      sweep.victim(Sweeps.notSwallowing(traffic.gettingUpTo(1)));
      await(producer);
      await(other);
      traffic.check();
    });
  }

  @Test
  void whoPutsIsCancelledInEveryOrder() {
    Sweeps.runAll(sweep -> {
      Traffic traffic = new Traffic(new Queue<>(1));
      Task<?> other = createTask(traffic.putting(1, 2));
      Task<?> consumer = createTask(traffic.gettingAll());
      sweep.victim(Sweeps.notSwallowing(traffic.putting(3)));
      await(other);
      traffic.queue.shutdown();
      await(consumer);
      traffic.check();
    });
  }

  @Test
  void aTimeLimitEndsAtTheMomentWhenTheItemComes() {
    Sweeps.run(sweep -> {
      Traffic traffic = new Traffic(new Queue<>());
      runningLoop()
          .callLater(
              1,
              () -> {
                traffic.queue.putNowait(1);
                traffic.in.add(1);
              });
      sweep.victim(() -> {
        try {
          traffic.out.add(await(waitFor(traffic.queue.get(), 1)));
          traffic.queue.taskDone();
        } catch (TimeoutException e) {
          // then the item is in the queue
        }
      });
      await(sleep(2));
      traffic.queue.shutdown();
      traffic.gettingAll().run();
      traffic.check();
    });
  }

  @Test
  void theQueueIsShutDownWhileOneGets() {
    Sweeps.run(sweep -> {
      Traffic traffic = new Traffic(new Queue<>());
      Task<?> other = createTask(traffic.gettingAll());
      runningLoop()
          .callLater(
              1,
              () -> {
                traffic.queue.putNowait(1);
                traffic.in.add(1);
                traffic.queue.shutdown();
              });
      sweep.victim(traffic.gettingAll());
      await(other);
      traffic.check();
    });
  }

  @Test
  void whoJoinsIsCancelled() {
    Sweeps.runAll(sweep -> {
      Traffic traffic = new Traffic(new Queue<>());
      Task<?> other = createTask(traffic.queue.join());
      Task<?> producer = createTask(traffic.putting(1));
      Task<?> consumer = createTask(traffic.getting(1));
      sweep.victim(Sweeps.notSwallowing(() -> await(traffic.queue.join())));
      await(gather(other, producer, consumer));
      traffic.check();
    });
  }
}

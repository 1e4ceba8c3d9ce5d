package asyncio.bench.workload;

import static asyncio.Asyncio.*;

import asyncio.Queue;
import asyncio.Task;
import org.jspecify.annotations.Nullable;

/** Items that go from a producer to a consumer. */
final class Queues {

  private Queues() {}

  static Workload ofSize(int size) {
    return n -> run(() -> items(new Queue<>(size), n));
  }

  private static Metrics items(Queue<Integer> queue, int n) {
    long start = System.nanoTime();
    Task<@Nullable Void> producer = createTask(() -> put(queue, n));
    Task<Long> consumer = createTask(() -> take(queue, n));
    long sum = await(consumer);
    await(producer);
    long end = System.nanoTime();
    Check.equal(sum, (long) n * (n - 1) / 2);
    return Metrics.nanos(end - start, n);
  }

  private static void put(Queue<Integer> queue, int n) {
    for (int i = 0; i < n; i++) {
      await(queue.put(i));
    }
  }

  private static long take(Queue<Integer> queue, int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += await(queue.get());
    }
    return sum;
  }
}

package asyncio.bench.threads;

import asyncio.bench.workload.Check;
import asyncio.bench.workload.Metrics;
import asyncio.bench.workload.Workload;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/** Items that go from a producer to a consumer. */
final class Passing {

  private Passing() {}

  static Workload ofSize(int size) {
    return n -> items(new ArrayBlockingQueue<>(size), n);
  }

  private static Metrics items(BlockingQueue<Integer> queue, int n) throws InterruptedException {
    LongAdder sum = new LongAdder();
    long start = System.nanoTime();
    Thread producer = Thread.ofVirtual().start(() -> put(queue, n));
    Thread consumer = Thread.ofVirtual().start(() -> sum.add(take(queue, n)));
    producer.join();
    consumer.join();
    long end = System.nanoTime();
    Check.equal(sum.sum(), (long) n * (n - 1) / 2);
    return Metrics.nanos(end - start, n);
  }

  private static void put(BlockingQueue<Integer> queue, int n) {
    try {
      for (int i = 0; i < n; i++) {
        queue.put(i);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long take(BlockingQueue<Integer> queue, int n) {
    try {
      long sum = 0;
      for (int i = 0; i < n; i++) {
        sum += queue.take();
      }
      return sum;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package asyncio.bench.threads;

import asyncio.bench.workload.Check;
import asyncio.bench.workload.Heap;
import asyncio.bench.workload.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Very many threads that wait: what it takes to start one, to keep it, to end it. */
final class Sleepers {

  private static final Duration HOUR = Duration.ofHours(1);

  private Sleepers() {}

  static Metrics hour(int n) throws InterruptedException {
    List<Thread> threads = new ArrayList<>(n);
    LongAdder interrupted = new LongAdder();
    long before = Heap.live();

    long start = System.nanoTime();
    for (int i = 0; i < n; i++) {
      threads.add(Thread.ofVirtual().start(() -> sleep(interrupted)));
    }
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }
    long started = System.nanoTime() - start;

    long after = Heap.live();

    start = System.nanoTime();
    for (Thread thread : threads) {
      thread.interrupt();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    long cancelled = System.nanoTime() - start;

    Check.equal(interrupted.sum(), n);
    return Metrics.of("start", (double) started / n)
        .and("bytes", (double) (after - before) / n)
        .and("cancel", (double) cancelled / n);
  }

  private static void sleep(LongAdder interrupted) {
    try {
      Thread.sleep(HOUR);
    } catch (InterruptedException e) {
      interrupted.increment();
    }
  }
}

package asyncio.bench.threads;

import asyncio.bench.workload.Check;
import asyncio.bench.workload.Metrics;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Threads that do nothing but count. */
final class Spawning {

  private Spawning() {}

  /** One after another, by another virtual thread. */
  static Metrics spawn(int n) throws InterruptedException {
    AtomicInteger ran = new AtomicInteger();
    long start = System.nanoTime();
    Joined.run(
        1,
        () -> {
          for (int left = n; left > 0; left--) {
            Thread child = Thread.ofVirtual().start(ran::incrementAndGet);
            try {
              child.join();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        });
    long end = System.nanoTime();
    Check.equal(ran.get(), n);
    return Metrics.nanos(end - start, n);
  }

  /** All at once. */
  static Metrics gathered(int n) throws InterruptedException {
    LongAdder ran = new LongAdder();
    long start = System.nanoTime();
    Joined.run(n, ran::increment);
    long end = System.nanoTime();
    Check.equal(ran.sum(), n);
    return Metrics.nanos(end - start, n);
  }
}

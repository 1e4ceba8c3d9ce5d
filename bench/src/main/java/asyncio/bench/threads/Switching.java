package asyncio.bench.threads;

import asyncio.bench.workload.Check;
import asyncio.bench.workload.Metrics;
import asyncio.bench.workload.Workload;
import java.util.concurrent.atomic.LongAdder;

/** Threads that yield over and over. */
@SuppressWarnings("ThreadPriorityCheck") // to yield is what is measured
final class Switching {

  private static final int DEPTH = 50;

  private Switching() {}

  static Workload threads(int threads) {
    return n -> switches(threads, Math.max(1, n / threads));
  }

  private static Metrics switches(int threads, int each) throws InterruptedException {
    LongAdder taken = new LongAdder();
    long start = System.nanoTime();
    Joined.run(
        threads,
        () -> {
          for (int left = each; left > 0; left--) {
            Thread.yield();
          }
          taken.add(each);
        });
    long end = System.nanoTime();
    Check.equal(taken.sum(), (long) threads * each);
    return Metrics.nanos(end - start, threads * each);
  }

  /** A yield at the bottom of many calls. */
  static Metrics deep(int n) throws InterruptedException {
    LongAdder sum = new LongAdder();
    long start = System.nanoTime();
    Joined.run(
        1,
        () -> {
          long reached = 0;
          for (int left = n; left > 0; left--) {
            reached += call(DEPTH);
          }
          sum.add(reached);
        });
    long end = System.nanoTime();
    Check.equal(sum.sum(), (long) n * DEPTH);
    return Metrics.nanos(end - start, n);
  }

  private static int call(int levels) {
    if (levels == 0) {
      Thread.yield();
      return 0;
    }
    return 1 + call(levels - 1);
  }
}

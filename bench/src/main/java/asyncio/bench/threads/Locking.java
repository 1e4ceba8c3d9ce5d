package asyncio.bench.threads;

import asyncio.bench.workload.Check;
import asyncio.bench.workload.Metrics;
import java.util.concurrent.locks.ReentrantLock;

/** Threads that all want one lock, and yield while they have it. */
@SuppressWarnings("ThreadPriorityCheck") // to yield is what is measured
final class Locking {

  private static final int THREADS = 100;

  /** Fair, as asyncio's is. */
  private final ReentrantLock lock = new ReentrantLock(true);

  private int acquired;

  private Locking() {}

  static Metrics contended(int n) throws InterruptedException {
    int each = Math.max(1, n / THREADS);
    Locking locking = new Locking();
    long start = System.nanoTime();
    Joined.run(THREADS, () -> locking.acquire(each));
    long end = System.nanoTime();
    Check.equal(locking.acquired, (long) THREADS * each);
    return Metrics.nanos(end - start, THREADS * each);
  }

  private void acquire(int times) {
    for (int left = times; left > 0; left--) {
      lock.lock();
      try {
        Thread.yield();
        acquired++;
      } finally {
        lock.unlock();
      }
    }
  }
}

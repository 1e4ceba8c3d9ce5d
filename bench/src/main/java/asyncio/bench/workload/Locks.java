package asyncio.bench.workload;

import static asyncio.Asyncio.*;

import asyncio.Coroutine;
import asyncio.Held;
import asyncio.Lock;
import java.util.ArrayList;
import java.util.List;

/** Tasks that all want one lock, and switch while they have it. */
final class Locks {

  private static final int TASKS = 100;

  private final Lock lock = new Lock();

  private int acquired;

  private Locks() {}

  static Metrics contended(int n) {
    int each = Math.max(1, n / TASKS);
    return run(() -> {
      Locks locks = new Locks();
      List<Coroutine<Void>> tasks = new ArrayList<>(TASKS);
      long start = System.nanoTime();
      for (int i = 0; i < TASKS; i++) {
        tasks.add(async(() -> locks.acquire(each)));
      }
      await(gather(tasks));
      long end = System.nanoTime();
      Check.equal(locks.acquired, (long) TASKS * each);
      return Metrics.nanos(end - start, TASKS * each);
    });
  }

  private void acquire(int times) {
    for (int left = times; left > 0; left--) {
      try (Held _ = await(lock.acquire())) {
        await(sleep(0));
        acquired++;
      }
    }
  }
}

package asyncio.bench.workload;

import static asyncio.Asyncio.*;

import asyncio.Coroutine;
import java.util.ArrayList;
import java.util.List;

/** Tasks that take turns: each awaits {@code sleep(0)} over and over. */
final class Switching {

  private Switching() {}

  static Workload tasks(int tasks) {
    return n -> run(() -> switches(tasks, Math.max(1, n / tasks)));
  }

  private static Metrics switches(int tasks, int each) {
    List<Coroutine<Integer>> turns = new ArrayList<>(tasks);
    long start = System.nanoTime();
    for (int i = 0; i < tasks; i++) {
      turns.add(async(() -> turns(each)));
    }
    List<Integer> taken = await(gather(turns));
    long end = System.nanoTime();
    Check.equal(taken.stream().mapToLong(Integer::longValue).sum(), (long) tasks * each);
    return Metrics.nanos(end - start, tasks * each);
  }

  private static int turns(int count) {
    int taken = 0;
    while (taken < count) {
      await(sleep(0));
      taken++;
    }
    return taken;
  }
}

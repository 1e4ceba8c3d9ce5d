package asyncio.bench.workload;

import static asyncio.Asyncio.*;

import asyncio.Outcome;
import asyncio.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Very many tasks that wait: what it takes to start one, to keep it, to end it. */
final class Sleepers {

  private static final double HOUR = 3600;

  private Sleepers() {}

  static Metrics hour(int n) {
    return run(() -> {
      List<Task<@Nullable Void>> tasks = new ArrayList<>(n);
      long before = Heap.live();

      long start = System.nanoTime();
      for (int i = 0; i < n; i++) {
        tasks.add(createTask(sleep(HOUR)));
      }
      await(sleep(0)); // comes back when each of them has begun to sleep
      long started = System.nanoTime() - start;

      long after = Heap.live();

      start = System.nanoTime();
      for (Task<@Nullable Void> task : tasks) {
        task.cancel();
      }
      List<? extends Outcome<?>> ends = await(gatherOutcomes(tasks));
      long cancelled = System.nanoTime() - start;

      Check.equal(ends.stream().filter(Outcome.Cancellation.class::isInstance).count(), n);
      return Metrics.of("start", (double) started / n)
          .and("bytes", (double) (after - before) / n)
          .and("cancel", (double) cancelled / n);
    });
  }
}

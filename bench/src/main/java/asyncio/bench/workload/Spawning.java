package asyncio.bench.workload;

import static asyncio.Asyncio.*;

import asyncio.Coroutine;
import java.util.ArrayList;
import java.util.List;

/** Tasks that do nothing: what it takes to make one, run it and take its result. */
final class Spawning {

  private Spawning() {}

  /** One after another. */
  static Metrics spawn(int n) {
    return run(() -> {
      int sum = 0;
      long start = System.nanoTime();
      for (int i = 0; i < n; i++) {
        sum += await(createTask(Spawning::one));
      }
      long end = System.nanoTime();
      Check.equal(sum, n);
      return Metrics.nanos(end - start, n);
    });
  }

  /** All at once, made by one gather. */
  static Metrics gathered(int n) {
    return run(() -> {
      long start = System.nanoTime();
      List<Coroutine<Integer>> coroutines = new ArrayList<>(n);
      for (int i = 0; i < n; i++) {
        coroutines.add(async(Spawning::one));
      }
      List<Integer> results = await(gather(coroutines));
      long end = System.nanoTime();
      Check.equal(results.stream().mapToLong(Integer::longValue).sum(), n);
      return Metrics.nanos(end - start, n);
    });
  }

  private static int one() {
    return 1;
  }
}

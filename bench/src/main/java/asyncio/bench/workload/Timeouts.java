package asyncio.bench.workload;

import static asyncio.Asyncio.*;

/** Time-outs that never expire, around an await that suspends once. */
final class Timeouts {

  private static final double SECONDS = 10;

  private Timeouts() {}

  static Metrics both(int n) {
    return run(() -> {
      long start = System.nanoTime();
      for (int i = 0; i < n; i++) {
        await(waitFor(sleep(0), SECONDS));
      }
      long waitFor = System.nanoTime() - start;

      int[] ran = {0};
      start = System.nanoTime();
      for (int i = 0; i < n; i++) {
        timeout(
            SECONDS,
            () -> {
              await(sleep(0));
              ran[0]++;
            });
      }
      long timeout = System.nanoTime() - start;

      Check.equal(ran[0], n);
      return Metrics.of("wait_for", (double) waitFor / n).and("timeout", (double) timeout / n);
    });
  }
}

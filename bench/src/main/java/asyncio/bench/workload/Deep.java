package asyncio.bench.workload;

import static asyncio.Asyncio.*;

import java.util.function.IntUnaryOperator;

/** Awaits at the bottom of many calls. */
final class Deep {

  private static final int DEPTH = 50;

  private Deep() {}

  /** Through plain methods, which need no await of their own. */
  static Metrics calls(int n) {
    return suspended(Deep::call, n);
  }

  /** Through coroutines, each awaited by the one above it. */
  static Metrics coroutines(int n) {
    return suspended(Deep::coroutine, n);
  }

  private static Metrics suspended(IntUnaryOperator way, int n) {
    return run(() -> {
      long sum = 0;
      long start = System.nanoTime();
      for (int i = 0; i < n; i++) {
        sum += way.applyAsInt(DEPTH);
      }
      long end = System.nanoTime();
      Check.equal(sum, (long) n * DEPTH);
      return Metrics.nanos(end - start, n);
    });
  }

  private static int call(int levels) {
    if (levels == 0) {
      await(sleep(0));
      return 0;
    }
    return 1 + call(levels - 1);
  }

  private static int coroutine(int levels) {
    if (levels == 0) {
      await(sleep(0));
      return 0;
    }
    return 1 + await(async(() -> coroutine(levels - 1)));
  }
}

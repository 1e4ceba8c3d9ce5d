package asyncio.bench.workload;

/**
 * Looks at what a workload computed, so that it is known to have run, and nothing of it is dropped.
 */
public final class Check {

  private Check() {}

  /**
   * Compares a result with what it must be.
   *
   * @param actual the result
   * @param expected what it must be
   * @throws IllegalStateException if it is not
   */
  public static void equal(long actual, long expected) {
    if (actual != expected) {
      throw new IllegalStateException("the workload came to " + actual + ", not to " + expected);
    }
  }
}

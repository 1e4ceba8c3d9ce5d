package asyncio.bench.workload;

/** A program that measures itself. */
@FunctionalInterface
public interface Workload {

  /**
   * Runs the program once, from the start of its event loop to the end.
   *
   * @param n how many operations; it may run a few more or less, and measures by those that it ran
   * @return what it measured
   * @throws Exception if it does not work
   */
  Metrics run(int n) throws Exception;
}

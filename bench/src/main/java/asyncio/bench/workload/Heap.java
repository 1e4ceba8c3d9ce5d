package asyncio.bench.workload;

/** The heap of this process. */
public final class Heap {

  private Heap() {}

  /**
   * Collects the garbage.
   *
   * @return the bytes that are left
   */
  public static long live() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}

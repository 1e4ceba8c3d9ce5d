package asyncio.bench.workload;

import static asyncio.Asyncio.*;

/** The shortest program that suspends: what is measured is its process. */
public final class Startup {

  private Startup() {}

  /**
   * Runs it.
   *
   * @param args nothing
   */
  public static void main(String[] args) {
    run(sleep(0));
  }
}

package asyncio.bench.compare;

import java.nio.file.Path;
import java.util.List;

/** The command {@code bench/compare}. */
public final class Main {

  private Main() {}

  /**
   * Compares, and exits.
   *
   * @param args the command line
   * @throws Exception if the JSON cannot be written, or somebody interrupts it
   */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(System.getProperty("asyncio.bench.root", ""));
    Suite suite = new Programs(root, System.getenv());
    System.exit(Command.run(suite, List.of(args), System.out, System.err));
  }
}

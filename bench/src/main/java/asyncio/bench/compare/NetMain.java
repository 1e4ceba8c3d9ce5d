package asyncio.bench.compare;

import java.nio.file.Path;
import java.util.List;

/** The command {@code bench/net}. */
public final class NetMain {

  private NetMain() {}

  /**
   * Compares, and exits.
   *
   * @param args the command line
   * @throws Exception if the JSON cannot be written, or somebody interrupts it
   */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(System.getProperty("asyncio.bench.root", ""));
    Path generator = Path.of(System.getProperty("asyncio.bench.load", "load"));
    Suite suite = new Network(root, System.getenv(), generator);
    System.exit(Command.run(suite, List.of(args), System.out, System.err));
  }
}

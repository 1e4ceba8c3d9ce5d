package asyncio.bench.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Those that are compared: the ones that this machine has, and why it has not the others.
 *
 * @param found what there is, in the order of the table
 * @param missing why the others are left out, by their names
 */
record Peers(List<Peer> found, Map<String, String> missing) {

  /** All that there may be, in the order of the table. */
  static final List<String> NAMES =
      List.of("direct", "portable", "cpython", "uvloop", "kotlin", "threads");

  /**
   * Looks for them.
   *
   * @param names those that are wanted
   * @param root the folder of the project
   * @param environment the environment variables
   */
  static Peers find(Collection<String> names, Path root, Map<String, String> environment)
      throws InterruptedException {
    List<Peer> found = new ArrayList<>();
    Map<String, String> missing = new LinkedHashMap<>();
    Jvms jvms = new Jvms(root, environment);
    Pythons pythons = new Pythons(root, environment);
    for (String name : names) {
      try {
        found.add(
            switch (name) {
              case "direct" -> jvms.direct();
              case "portable" -> jvms.portable();
              case "cpython" -> pythons.cpython();
              case "uvloop" -> pythons.uvloop();
              case "kotlin" -> jvms.kotlin();
              case "threads" -> jvms.threads();
              default -> throw new IllegalArgumentException(name);
            });
      } catch (PeerFailure e) {
        missing.put(name, e.getMessage());
      }
    }
    return new Peers(found, missing);
  }
}

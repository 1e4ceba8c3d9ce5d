package asyncio.bench.compare;

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

  /**
   * Looks for them.
   *
   * @param suite what they are for
   * @param names those that are wanted
   */
  static Peers find(Suite suite, Collection<String> names) throws InterruptedException {
    List<Peer> found = new ArrayList<>();
    Map<String, String> missing = new LinkedHashMap<>();
    for (String name : names) {
      try {
        found.add(suite.find(name));
      } catch (PeerFailure e) {
        missing.put(name, e.getMessage());
      }
    }
    return new Peers(found, missing);
  }
}

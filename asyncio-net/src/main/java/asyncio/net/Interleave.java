package asyncio.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Mixes the addresses of a host so that IPv4 and IPv6 take turns, as RFC 8305 has it: a family that
 * does not work then costs one attempt, not all of its addresses'.
 */
final class Interleave {

  private Interleave() {}

  /**
   * The addresses with their families in turns. The family of the first address begins; within a
   * family the order stays.
   *
   * @param addresses resolved addresses
   * @param firstFamilyCount how many of the first family come before the first of another; 1 or
   *     less means one
   * @return the same addresses in a new list
   */
  static List<InetSocketAddress> families(List<InetSocketAddress> addresses, int firstFamilyCount) {
    Map<Class<? extends InetAddress>, Queue<InetSocketAddress>> byFamily = new LinkedHashMap<>();
    for (InetSocketAddress address : addresses) {
      byFamily
          .computeIfAbsent(address.getAddress().getClass(), family -> new ArrayDeque<>())
          .add(address);
    }
    Collection<Queue<InetSocketAddress>> families = byFamily.values();
    List<InetSocketAddress> mixed = new ArrayList<>(addresses.size());
    for (Queue<InetSocketAddress> first : families) {
      for (int i = 1; i < firstFamilyCount && !first.isEmpty(); i++) {
        mixed.add(first.remove());
      }
      break;
    }
    while (mixed.size() < addresses.size()) {
      for (Queue<InetSocketAddress> family : families) {
        if (!family.isEmpty()) {
          mixed.add(family.remove());
        }
      }
    }
    return mixed;
  }
}

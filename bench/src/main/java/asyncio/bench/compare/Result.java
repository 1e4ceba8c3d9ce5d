package asyncio.bench.compare;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one line came to.
 *
 * @param line its name
 * @param n how many operations a run had
 * @param metrics what was measured, in the order of the table
 * @param failures what went wrong, by the name of the peer that it went wrong with
 */
record Result(String line, int n, List<Metric> metrics, Map<String, String> failures) {

  /** The peer that others are compared with. */
  static final String BASE = "direct";

  /**
   * One thing that was measured.
   *
   * @param name its name
   * @param peers what it came to, by the names of the peers
   */
  record Metric(String name, Map<String, Numbers> peers) {

    String unit() {
      return switch (name) {
        case "ms", "bytes" -> name;
        case "req/s", "conn/s" -> "/s";
        case "cpu" -> "us";
        case "load" -> "%";
        default -> "ns";
      };
    }

    /**
     * How many times as much a peer takes as asyncio4j, or of a rate, how many times as much
     * asyncio4j does; null where that was not measured, or says nothing about a peer.
     */
    @Nullable Double ratio(String peer) {
      Numbers base = peers.get(BASE);
      Numbers other = peers.get(peer);
      if (base == null || other == null || unit().equals("%")) {
        return null;
      }
      double ratio = other.median() / base.median();
      return unit().equals("/s") ? 1 / ratio : ratio;
    }
  }
}

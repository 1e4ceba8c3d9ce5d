package asyncio.bench.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The results for machines, with what they were got on. */
final class Report {

  private Report() {}

  /** All of it as JSON. */
  static String json(Peers peers, Effort effort, List<Result> results) {
    SequencedMap<String, Object> report = new LinkedHashMap<>();
    report.put("machine", machine());
    report.put("rounds", effort.rounds());
    SequencedMap<String, Object> found = new LinkedHashMap<>();
    peers.found().forEach(peer -> found.put(peer.name(), peer.about()));
    report.put("peers", found);
    report.put("missing", peers.missing());
    List<Object> numbers = new ArrayList<>();
    List<Object> failures = new ArrayList<>();
    for (Result result : results) {
      for (Result.Metric metric : result.metrics()) {
        metric.peers().forEach((peer, its) -> numbers.add(numbers(result, metric, peer, its)));
      }
      result.failures().forEach((peer, why) -> failures.add(failure(result.line(), peer, why)));
    }
    report.put("results", numbers);
    report.put("failures", failures);
    return Json.text(report) + "\n";
  }

  private static Map<String, Object> numbers(
      Result result, Result.Metric metric, String peer, Numbers numbers) {
    SequencedMap<String, Object> object = new LinkedHashMap<>();
    object.put("workload", result.line());
    object.put("n", result.n());
    object.put("metric", metric.name());
    object.put("unit", metric.unit());
    object.put("peer", peer);
    object.put("median", numbers.median());
    object.put("min", numbers.min());
    object.put("max", numbers.max());
    object.put("ratio", metric.ratio(peer));
    object.put("values", numbers.values());
    return object;
  }

  private static Map<String, Object> failure(String line, String peer, String why) {
    SequencedMap<String, Object> object = new LinkedHashMap<>();
    object.put("workload", line);
    object.put("peer", peer);
    object.put("reason", why);
    return object;
  }

  private static Map<String, Object> machine() {
    SequencedMap<String, Object> machine = new LinkedHashMap<>();
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("arch", System.getProperty("os.arch"));
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("jdk", Runtime.version().toString());
    return machine;
  }
}

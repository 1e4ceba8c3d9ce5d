package asyncio.bench.compare;

import asyncio.bench.workload.Line;
import asyncio.bench.workload.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One line on all peers, of which only one runs at a time: the others wait to be told. */
final class Comparison {

  private final Suite suite;
  private final Effort effort;

  private final Map<String, Runs> running = new LinkedHashMap<>();
  private final Map<String, List<Metrics>> measured = new LinkedHashMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();

  private Comparison(Suite suite, Effort effort) {
    this.suite = suite;
    this.effort = effort;
  }

  /** Compares the peers, leaving out those that fail. */
  static Result run(Suite suite, Line line, int n, List<Peer> peers, Effort effort)
      throws InterruptedException {
    Comparison comparison = new Comparison(suite, effort);
    try {
      for (Peer peer : peers) {
        comparison.start(peer, line, n);
      }
      comparison.inTurn((_, runs) -> comparison.warmUp(runs));
      for (int round = 0; round < effort.rounds(); round++) {
        comparison.inTurn(comparison::measure);
      }
    } finally {
      comparison.running.values().forEach(Runs::close);
    }
    return new Result(line.name(), n, comparison.metrics(), comparison.failures);
  }

  private void start(Peer peer, Line line, int n) throws InterruptedException {
    Runs runs = null;
    boolean ready = false;
    try {
      runs = suite.start(peer, line, n);
      ready = runs != null && runs.ready(effort.limit());
    } catch (PeerFailure e) {
      failures.put(peer.name(), e.getMessage());
    }
    if (runs != null && ready) {
      running.put(peer.name(), runs);
    } else if (runs != null) {
      runs.close();
    }
  }

  private interface Step {
    void take(String peer, Runs runs) throws PeerFailure, InterruptedException;
  }

  private void inTurn(Step step) throws InterruptedException {
    for (Map.Entry<String, Runs> each : List.copyOf(running.entrySet())) {
      String peer = each.getKey();
      Runs runs = each.getValue();
      try {
        step.take(peer, runs);
      } catch (PeerFailure e) {
        failures.put(peer, e.getMessage());
        measured.remove(peer);
        running.remove(peer);
        runs.close();
      }
    }
  }

  private void warmUp(Runs runs) throws PeerFailure, InterruptedException {
    long end = System.nanoTime() + effort.warmUp().toNanos();
    for (int i = 0; i < effort.warmUpRounds() || System.nanoTime() < end; i++) {
      runs.run(effort.limit());
    }
  }

  private void measure(String peer, Runs runs) throws PeerFailure, InterruptedException {
    Metrics metrics = runs.run(effort.limit());
    List<Metrics> all = measured.computeIfAbsent(peer, _ -> new ArrayList<>());
    all.add(metrics);
    if (!metrics.values().keySet().equals(all.getFirst().values().keySet())) {
      throw new PeerFailure("measures something else in each round: " + metrics);
    }
  }

  private List<Result.Metric> metrics() {
    Map<String, Map<String, Numbers>> metrics = new LinkedHashMap<>();
    measured.forEach((peer, all) -> {
      for (String name : all.getFirst().values().keySet()) {
        metrics.computeIfAbsent(name, _ -> new LinkedHashMap<>()).put(peer, numbers(name, all));
      }
    });
    List<Result.Metric> list = new ArrayList<>();
    metrics.forEach((name, peers) -> list.add(new Result.Metric(name, peers)));
    return list;
  }

  private static Numbers numbers(String name, List<Metrics> all) {
    return new Numbers(all.stream().map(each -> each.values().get(name)).toList());
  }
}

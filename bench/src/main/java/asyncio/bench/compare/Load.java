package asyncio.bench.compare;

import asyncio.bench.workload.Line;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What an echo server is loaded with.
 *
 * @param line its line, whose operations are milliseconds
 * @param server the kind of the server
 * @param mode the mode of the generator
 * @param rate what is counted in a second
 * @param connections how many there are at a time
 * @param bytes how many a message has
 */
record Load(Line line, String server, String mode, String rate, int connections, int bytes) {

  private static final int MILLIS = 2000;
  private static final int KIB = 1024;

  /** All of them, by the names of their lines. */
  static SequencedMap<String, Load> all() {
    SequencedMap<String, Load> all = new LinkedHashMap<>();
    for (String server : List.of("streams", "protocol")) {
      for (int connections : List.of(10, 500)) {
        for (int kib : List.of(1, 10, 100)) {
          Load load = echo(server, connections, kib);
          all.put(load.line.name(), load);
        }
      }
    }
    Line connect = line("connect", "10 connections with streams: opened, 1 KiB echoed, closed");
    all.put(connect.name(), new Load(connect, "streams", "connect", "conn/s", 10, KIB));
    return all;
  }

  private static Load echo(String server, int connections, int kib) {
    String prefix = server.equals("streams") ? "echo" : "proto";
    String with = server.equals("streams") ? "streams" : "a protocol";
    Line line =
        line(
            prefix + "-" + kib + "k-" + connections,
            "an echo of %d KiB with %s, %d connections".formatted(kib, with, connections));
    return new Load(line, server, "echo", "req/s", connections, kib * KIB);
  }

  private static Line line(String name, String text) {
    return new Line(name, MILLIS, true, text);
  }
}

package asyncio.bench.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import asyncio.bench.workload.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A peer that is an echo server: what is measured is what the load generator says about it. */
final class ServerUnderLoad implements Runs {

  private static final String HOST = "127.0.0.1";

  /** A run loads the server for so much of its time before. */
  private static final double WARM_UP = 0.1;

  /** It is loaded on all cores at first, so that a JVM has compiled: for so many seconds. */
  private static final double FIRST_SECONDS = 4;

  /** And for the time of so many runs, if that is longer. */
  private static final double FIRST_RUNS = 4;

  private final Load load;
  private final double seconds;
  private final Path generator;
  private final @Nullable Cores cores;

  private final int port;
  private final PeerProcess server;

  /**
   * Starts the server.
   *
   * @param peer whose it is
   * @param load what it is loaded with
   * @param millis for how long it is measured in a run
   * @param generator the program that loads it
   * @param cores where both run; null for wherever the system puts them
   */
  ServerUnderLoad(Peer peer, Load load, int millis, Path generator, @Nullable Cores cores)
      throws PeerFailure {
    this.load = load;
    this.seconds = millis / 1e3;
    this.generator = generator;
    this.cores = cores;
    port = freePort();
    server = new PeerProcess(peer.command(), load.server(), port);
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean ready(Duration limit) throws PeerFailure, InterruptedException {
    if (!server.ready(limit)) {
      return false;
    }
    generated(Math.max(FIRST_SECONDS, FIRST_RUNS * seconds), limit);
    if (cores != null) {
      cores.keepServer(server.pid());
    }
    return true;
  }

  @Override
  public Metrics run(Duration limit) throws PeerFailure, InterruptedException {
    String said = generated(seconds, limit);
    Map<String, Double> values;
    try {
      values = Metrics.parse(said).values();
    } catch (IllegalArgumentException e) {
      throw server.failure("the load generator said: " + said);
    }
    return Metrics.of(load.rate(), value(values, "rate"))
        .and("cpu", value(values, "cpu"))
        .and("load", value(values, "load"));
  }

  private static double value(Map<String, Double> values, String name) {
    return values.getOrDefault(name, Double.NaN);
  }

  private String generated(double measured, Duration limit)
      throws PeerFailure, InterruptedException {
    List<String> command =
        List.of(
            generator.toString(),
            load.mode(),
            Long.toString(server.pid()),
            HOST,
            Integer.toString(port),
            Integer.toString(load.connections()),
            Integer.toString(load.bytes()),
            Double.toString(WARM_UP * measured),
            Double.toString(measured));
    try {
      Process process = new ProcessBuilder(cores == null ? command : cores.onLoad(command)).start();
      ErrorTail errors = new ErrorTail(process);
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended || process.exitValue() != 0) {
        String how = ended ? "ended with exit code " + process.exitValue() : "hangs";
        String message = errors.behind("the load generator " + how);
        process.destroyForcibly(); // closes what it said, too
        throw server.failure(message);
      }
      return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    } catch (IOException e) {
      throw server.failure("the load generator cannot be started: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    server.close();
  }
}

package asyncio.bench.compare;

import asyncio.bench.workload.Line;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code bench/net}: echo servers under load, and transfers within a process. */
final class Network implements Suite {

  private static final String USAGE =
      """
      usage: bench/net [OPTIONS] [WORKLOAD...]

      Loads the echo server of each peer, one at a time and in turn, from a process that does
      nothing else, and runs transfers within a process; shows the median, the least and the most,
      and how many times as fast asyncio4j's direct fiber is. Without a name it runs all; echo is
      echo-1k-10, echo-10k-10 and so on.

        --quick          less of everything: a workload is done within 60 s
        --n N            N milliseconds under load, lines or messages a run
        --rounds R       R measured rounds (5, or 3 with --quick), behind those that warm up
        --peers A,B,...  these peers: direct, portable, cpython, uvloop, netty
        --json FILE      writes the numbers to FILE, too
        --list           shows the workloads
        --help           shows this

      PYTHON names the python3 (3.11 or newer) that is compared with, UVLOOP_PYTHON the one
      that has uvloop; else they are looked for on the PATH. What the machine has not is left
      out. BENCH_JAVA_OPTS holds the flags of every JVM that is compared, but for the fiber's;
      unset, they are -Xms2g -Xmx2g -XX:+AlwaysPreTouch. -Dasyncio.io=nio is for Netty, too.

      Exit code: 0, or 1 if a peer fails, or 2 if the command line is wrong.
      """;

  /** A JVM shares one core with its compilers: what is enough for a loop alone is not for it. */
  private static final Effort QUICK =
      new Effort(Duration.ofSeconds(2), 2, 3, Duration.ofSeconds(30));

  private static final SequencedMap<String, Load> LOADS = Load.all();

  private static final List<Line> TRANSFERS =
      List.of(
          new Line("readline", 1_000_000, true, "a line of 80 bytes through a socket, by readline"),
          new Line("tcp", 100, true, "100 messages of 10 MiB through a socket; all of them"),
          new Line("tls", 100, true, "the same encrypted"));

  private final Jvms jvms;
  private final Pythons pythons;
  private final Path generator;
  private final @Nullable Cores cores;

  /**
   * Looks for nothing yet.
   *
   * @param root the folder of the project
   * @param environment the environment variables
   * @param generator the load generator
   */
  Network(Path root, Map<String, String> environment, Path generator) {
    jvms = new Jvms(root, environment, "asyncio.bench.net.NetPeer");
    pythons = new Pythons(root, environment, "net_peers.py");
    this.generator = generator;
    cores = Cores.find(environment);
  }

  @Override
  public String name() {
    return "net";
  }

  @Override
  public String usage() {
    return USAGE;
  }

  @Override
  public List<Line> lines() {
    return Stream.concat(LOADS.values().stream().map(Load::line), TRANSFERS.stream()).toList();
  }

  @Override
  public List<String> peers() {
    return List.of("direct", "portable", "cpython", "uvloop", "netty");
  }

  @Override
  public Effort quick() {
    return QUICK;
  }

  @Override
  public List<String> notes() {
    return List.of(
        cores == null
            ? "cores     as the system likes: two of them and taskset would make it steadier"
            : "cores     %d for the server, %d for the load"
                .formatted(cores.server(), cores.load()));
  }

  @Override
  public Peer find(String name) throws PeerFailure, InterruptedException {
    return switch (name) {
      case "direct" -> jvms.direct();
      case "portable" -> jvms.portable();
      case "cpython" -> pythons.cpython();
      case "uvloop" -> pythons.uvloop();
      case "netty" -> jvms.netty();
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Override
  public Runs start(Peer peer, Line line, int n) throws PeerFailure {
    Load load = LOADS.get(line.name());
    return load == null
        ? new PeerProcess(peer.command(), line.name(), n)
        : new ServerUnderLoad(peer, load, n, generator, cores);
  }
}

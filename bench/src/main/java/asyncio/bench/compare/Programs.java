package asyncio.bench.compare;

import asyncio.bench.workload.Line;
import asyncio.bench.workload.Workloads;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code bench/compare}: programs on the event loop alone. */
final class Programs implements Suite {

  private static final String USAGE =
      """
      usage: bench/compare [OPTIONS] [WORKLOAD...]

      Runs each workload on each peer, one peer at a time and in turn, and shows the median, the
      least and the most of what an operation took, and how many times as much as on asyncio4j's
      direct fiber that is. Without a name it runs all; switch is switch-1, switch-100 and so on.

        --quick          less of everything: a workload is done within 60 s
        --n N            N operations a run (a tree always has 46,656 leaves)
        --rounds R       R measured rounds (5, or 3 with --quick), behind those that warm up
        --peers A,B,...  these peers: direct, portable, cpython, uvloop, kotlin, threads
        --json FILE      writes the numbers to FILE, too
        --list           shows the workloads
        --help           shows this

      PYTHON names the python3 (3.11 or newer) that is compared with, UVLOOP_PYTHON the one
      that has uvloop; else they are looked for on the PATH. What the machine has not is left
      out. BENCH_JAVA_OPTS holds the flags of every JVM that is compared, but for the fiber's;
      unset, they are -Xms2g -Xmx2g -XX:+AlwaysPreTouch. The programs of startup have none.

      Exit code: 0, or 1 if a peer fails, or 2 if the command line is wrong.
      """;

  /** Whole processes: they are timed from outside, and are no workloads of a peer's. */
  static final Line STARTUP =
      new Line("startup", 1, true, "a program in source that runs sleep(0) and ends");

  /** The same, where a user has compiled before. */
  static final Line STARTUP_CLASS =
      new Line("startup-class", 1, true, "the same, asyncio4j's compiled, by java -cp");

  private final Jvms jvms;
  private final Pythons pythons;

  /**
   * Looks for nothing yet.
   *
   * @param root the folder of the project
   * @param environment the environment variables
   */
  Programs(Path root, Map<String, String> environment) {
    jvms = new Jvms(root, environment, "asyncio.bench.workload.Peer");
    pythons = new Pythons(root, environment, "peer.py");
  }

  @Override
  public String name() {
    return "compare";
  }

  @Override
  public String usage() {
    return USAGE;
  }

  @Override
  public List<Line> lines() {
    return Stream.concat(Workloads.lines().stream(), Stream.of(STARTUP, STARTUP_CLASS)).toList();
  }

  @Override
  public List<String> peers() {
    return List.of("direct", "portable", "cpython", "uvloop", "kotlin", "threads");
  }

  @Override
  public Effort quick() {
    return Effort.QUICK;
  }

  @Override
  public List<String> notes() {
    return List.of();
  }

  @Override
  public Peer find(String name) throws PeerFailure, InterruptedException {
    return switch (name) {
      case "direct" -> jvms.direct();
      case "portable" -> jvms.portable();
      case "cpython" -> pythons.cpython();
      case "uvloop" -> pythons.uvloop();
      case "kotlin" -> jvms.kotlin();
      case "threads" -> jvms.threads();
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Override
  public @Nullable Runs start(Peer peer, Line line, int n) throws PeerFailure {
    if (line.equals(STARTUP) || line.equals(STARTUP_CLASS)) {
      var program = peer.programs().get(line.name());
      return program == null ? null : new WholeProcesses(program, n);
    }
    return new PeerProcess(peer.command(), line.name(), n);
  }
}

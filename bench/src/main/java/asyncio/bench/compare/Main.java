package asyncio.bench.compare;

import asyncio.bench.workload.Line;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command {@code bench/compare}. */
public final class Main {

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

  private Main() {}

  /**
   * Compares, and exits.
   *
   * @param args the command line
   * @throws Exception if the JSON cannot be written, or somebody interrupts it
   */
  public static void main(String[] args) throws Exception {
    String root = System.getProperty("asyncio.bench.root", "");
    System.exit(run(List.of(args), Path.of(root), System.getenv(), System.out, System.err));
  }

  /** The whole command; gives the exit code. */
  static int run(
      List<String> args,
      Path root,
      Map<String, String> environment,
      PrintStream out,
      PrintStream err)
      throws IOException, InterruptedException {
    if (args.contains("--help")) {
      out.print(USAGE);
      return 0;
    }
    if (args.contains("--list")) {
      Lines.ALL.forEach(line -> out.printf("%-15s %,9d  %s%n", line.name(), line.n(), line.text()));
      return 0;
    }
    Options options;
    try {
      options = Options.parse(args);
      if (options.json() != null) {
        Files.writeString(options.json(), ""); // an error comes now, not after an hour
      }
    } catch (Misuse e) {
      err.println("compare: " + e.getMessage());
      return 2;
    } catch (IOException e) {
      err.println("compare: --json: cannot write " + e.getMessage());
      return 2;
    }
    return compare(options, Peers.find(options.peers(), root, environment), out);
  }

  /** Compares those that there are; gives the exit code. */
  static int compare(Options options, Peers peers, PrintStream out)
      throws IOException, InterruptedException {
    peers.found().forEach(peer -> out.printf("%-9s %s%n", peer.name(), peer.about()));
    peers.missing().forEach((name, why) -> out.printf("%-9s left out: %s%n", name, why));
    out.println();
    Effort effort = options.effort();
    Table table = new Table(out);
    List<Result> results = new ArrayList<>();
    table.head();
    for (Line line : options.lines()) {
      Result result = Comparison.run(line, options.n(line), peers.found(), effort);
      table.add(result);
      results.add(result);
    }
    if (options.json() != null) {
      Files.writeString(options.json(), Report.json(peers, effort, results));
    }
    boolean failed = results.stream().anyMatch(result -> !result.failures().isEmpty());
    return failed || peers.found().isEmpty() ? 1 : 0;
  }
}

package asyncio.bench.compare;

import asyncio.bench.workload.Line;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** What a command does with its command line, whatever it compares. */
final class Command {

  private Command() {}

  /** The whole command; gives the exit code. */
  static int run(Suite suite, List<String> args, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    if (args.contains("--help")) {
      out.print(suite.usage());
      return 0;
    }
    if (args.contains("--list")) {
      for (Line line : suite.lines()) {
        out.printf("%-15s %,9d  %s%n", line.name(), line.n(), line.text());
      }
      return 0;
    }
    Options options;
    try {
      options = Options.parse(suite, args);
      if (options.json() != null) {
        Files.writeString(options.json(), ""); // an error comes now, not after an hour
      }
    } catch (Misuse e) {
      err.println(suite.name() + ": " + e.getMessage());
      return 2;
    } catch (IOException e) {
      err.println(suite.name() + ": --json: cannot write " + e.getMessage());
      return 2;
    }
    return compare(suite, options, Peers.find(suite, options.peers()), out);
  }

  /** Compares those that there are; gives the exit code. */
  static int compare(Suite suite, Options options, Peers peers, PrintStream out)
      throws IOException, InterruptedException {
    peers.found().forEach(peer -> out.printf("%-9s %s%n", peer.name(), peer.about()));
    peers.missing().forEach((name, why) -> out.printf("%-9s left out: %s%n", name, why));
    suite.notes().forEach(out::println);
    out.println();
    Effort effort = options.effort();
    Table table = new Table(out);
    List<Result> results = new ArrayList<>();
    table.head();
    for (Line line : options.lines()) {
      Result result = Comparison.run(suite, line, options.n(line), peers.found(), effort);
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

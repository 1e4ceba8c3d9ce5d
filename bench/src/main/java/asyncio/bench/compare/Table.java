package asyncio.bench.compare;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows results as one table, line by line as they come. */
final class Table {

  private final PrintStream out;

  Table(PrintStream out) {
    this.out = out;
  }

  /** The first row. */
  void head() {
    row("workload", "metric", "peer", "median", "min to max", "x direct");
  }

  /** The rows of a line, and what went wrong with it. */
  void add(Result result) {
    String line = result.line();
    for (Result.Metric metric : result.metrics()) {
      String name = metric.name();
      for (Map.Entry<String, Numbers> peer : metric.peers().entrySet()) {
        Numbers numbers = peer.getValue();
        row(
            line,
            name,
            peer.getKey(),
            text(numbers.median()) + " " + metric.unit(),
            text(numbers.min()) + " to " + text(numbers.max()),
            ratio(metric.ratio(peer.getKey())));
        line = "";
        name = "";
      }
    }
    result
        .failures()
        .forEach((peer, why) -> out.println(result.line() + ": " + peer + " failed: " + why));
    out.flush();
  }

  private void row(String... cells) {
    out.print(String.format(Locale.ROOT, "%-14s %-9s %-9s %14s %25s %9s%n", (Object[]) cells));
  }

  private static String ratio(@Nullable Double ratio) {
    return ratio == null ? "" : String.format(Locale.ROOT, "%.2f", ratio);
  }

  /** Three digits at least, and none that says nothing. */
  static String text(double value) {
    int decimals = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}

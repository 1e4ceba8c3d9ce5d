package asyncio.bench.workload;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one run of a workload measured, as {@code name=value} on one line when it goes from a peer
 * to who compares. Nanoseconds per operation, unless the name is {@code ms} (of the whole program)
 * or {@code bytes} (per operation).
 *
 * @param values the values, by their names, in the order in which they are shown
 */
public record Metrics(SequencedMap<String, Double> values) {

  private static final Pattern SPACES = Pattern.compile(" +");

  /** Keeps a copy. */
  public Metrics {
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
  }

  /**
   * Metrics with one value.
   *
   * @param name its name
   * @param value its value
   * @return the metrics
   */
  public static Metrics of(String name, double value) {
    return new Metrics(new LinkedHashMap<>(Map.of(name, value)));
  }

  /**
   * The time of an operation.
   *
   * @param nanos what all operations took
   * @param operations how many there were
   * @return the metric {@code ns}
   */
  public static Metrics nanos(long nanos, int operations) {
    return of("ns", (double) nanos / operations);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @param line the line
   * @return the metrics in it
   * @throws IllegalArgumentException if it is anything else
   */
  public static Metrics parse(String line) {
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    for (String part : SPACES.split(line.strip(), -1)) {
      int equals = part.indexOf('=');
      double value = equals < 1 ? Double.NaN : value(part.substring(equals + 1));
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("not metrics: " + line);
      }
      values.put(part.substring(0, equals), value);
    }
    return new Metrics(values);
  }

  private static double value(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /**
   * These, and others behind them.
   *
   * @param name the name of another
   * @param value its value
   * @return all of them
   */
  public Metrics and(String name, double value) {
    SequencedMap<String, Double> all = new LinkedHashMap<>(values);
    all.put(name, value);
    return new Metrics(all);
  }

  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining(" "));
  }
}

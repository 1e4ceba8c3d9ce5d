package asyncio.conformance;

import java.util.List;
import java.util.Optional;

/** Where a trace leaves the one that is expected, as text for a person to read. */
final class TraceDifference {

  private static final int LINES_BEFORE = 5;
  private static final String NONE = "(nothing more)";

  private TraceDifference() {}

  /** The first line that differs, after the lines that led there; empty if the traces are equal. */
  static Optional<String> between(String id, List<String> expected, List<String> actual) {
    if (actual.equals(expected)) {
      return Optional.empty();
    }
    int at = 0;
    while (lineOf(expected, at).equals(lineOf(actual, at))) {
      at++;
    }
    StringBuilder text = new StringBuilder(id + " differs in line " + (at + 1) + ":\n");
    for (String same : expected.subList(Math.max(0, at - LINES_BEFORE), at)) {
      text.append("             ").append(same).append('\n');
    }
    text.append("    expected ").append(lineOf(expected, at)).append('\n');
    text.append("    but was  ").append(lineOf(actual, at)).append('\n');
    return Optional.of(text.toString());
  }

  private static String lineOf(List<String> trace, int number) {
    return number < trace.size() ? trace.get(number) : NONE;
  }
}

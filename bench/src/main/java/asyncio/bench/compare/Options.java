package asyncio.bench.compare;

import asyncio.bench.workload.Line;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param lines what is compared
 * @param peers the names of those that are compared
 * @param quick whether there are fewer operations
 * @param n how many operations a run has, where they are not as many as the line says
 * @param effort how much is done for a number
 * @param json where the numbers are written, too
 */
record Options(
    List<Line> lines,
    Set<String> peers,
    boolean quick,
    @Nullable Integer n,
    Effort effort,
    @Nullable Path json) {

  /** A quick run does so much less. */
  private static final int QUICK = 10;

  /**
   * Reads a command line, without {@code --help} and {@code --list}.
   *
   * @throws Misuse if it is wrong
   */
  static Options parse(Suite suite, List<String> args) throws Misuse {
    List<Line> lines = new ArrayList<>();
    Set<String> peers = new LinkedHashSet<>(suite.peers());
    boolean quick = false;
    Integer n = null;
    Integer rounds = null;
    Path json = null;
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      switch (arg) {
        case "--quick" -> quick = true;
        case "--n" -> n = number(arg, value(args, ++i));
        case "--rounds" -> rounds = number(arg, value(args, ++i));
        case "--json" -> json = Path.of(value(args, ++i));
        case "--peers" -> peers = peers(suite, value(args, ++i));
        default -> {
          if (arg.startsWith("-")) {
            throw new Misuse("no such option: " + arg + "; see --help");
          }
          lines.addAll(lines(suite, arg));
        }
      }
    }
    if (rounds != null && rounds < Effort.ROUNDS && !quick) {
      throw new Misuse(
          "--rounds: a median needs at least " + Effort.ROUNDS + " rounds, or --quick: " + rounds);
    }
    Effort effort = quick ? suite.quick() : Effort.FULL;
    return new Options(
        lines.isEmpty() ? suite.lines() : lines.stream().distinct().toList(),
        peers,
        quick,
        n,
        rounds == null ? effort : effort.withRounds(rounds),
        json);
  }

  /** How many operations a run of a line has. */
  int n(Line line) {
    if (!line.scales()) {
      return line.n();
    }
    return n != null ? n : quick ? Math.max(1, line.n() / QUICK) : line.n();
  }

  private static String value(List<String> args, int index) throws Misuse {
    if (index == args.size()) {
      throw new Misuse(args.getLast() + " needs a value; see --help");
    }
    return args.get(index);
  }

  private static int number(String option, String text) throws Misuse {
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // is no number either
    }
    throw new Misuse(option + " needs a whole number above 0: " + text);
  }

  private static Set<String> peers(Suite suite, String names) throws Misuse {
    Set<String> asked = new LinkedHashSet<>(List.of(names.split(",", -1)));
    for (String name : asked) {
      if (!suite.peers().contains(name)) {
        throw new Misuse(
            "no such peer: " + name + "; there are " + String.join(", ", suite.peers()));
      }
    }
    return suite.peers().stream()
        .filter(asked::contains)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The line of that name; or, where there is none, those whose names begin with it. */
  private static List<Line> lines(Suite suite, String name) throws Misuse {
    for (Line line : suite.lines()) {
      if (line.name().equals(name)) {
        return List.of(line);
      }
    }
    List<Line> family =
        suite.lines().stream().filter(line -> line.name().startsWith(name + "-")).toList();
    if (family.isEmpty()) {
      throw new Misuse("no such workload: " + name + "; see --list");
    }
    return family;
  }
}

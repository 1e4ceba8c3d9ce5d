package asyncio.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to say to have one run again: {@code seed:17}, {@code picks:0.2.1}, {@code cancel:3}, or
 * several of them, {@code cancel:3+strict+seed:17}.
 *
 * @param cancelAt the iteration in which the task is cancelled, or 0
 * @param strict whether the schedule permutes tasks too
 * @param seed the seed of the schedule, or null
 * @param picks the choices of the schedule, or null
 */
record Replay(int cancelAt, boolean strict, @Nullable Long seed, @Nullable List<Integer> picks) {

  static final String PROPERTY = "asyncio.testing.replay";

  static final Replay NOTHING = new Replay(0, false, null, null);

  /** What the system property asks for, or null. */
  static @Nullable Replay asked() {
    String text = System.getProperty(PROPERTY);
    return text == null ? null : parse(text);
  }

  static Replay parse(String text) {
    Replay replay = NOTHING;
    try {
      for (String part : text.strip().split("\\+", -1)) {
        replay = replay.with(part);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "not a run that can be replayed: '"
              + text
              + "'; such as seed:17, picks:0.2.1, cancel:3, cancel:3+strict+seed:17",
          e);
    }
    return replay;
  }

  private Replay with(String part) {
    int colon = part.indexOf(':');
    String value = part.substring(colon + 1);
    return switch (part.substring(0, colon < 0 ? part.length() : colon)) {
      case "cancel" -> withCancelAt(Integer.parseInt(value));
      case "strict" -> withStrict(true);
      case "seed" -> withSeed(Long.parseLong(value));
      case "picks" -> withPicks(parsePicks(value));
      default -> throw new NumberFormatException(part);
    };
  }

  private static List<Integer> parsePicks(String value) {
    return value.isEmpty()
        ? List.of()
        : Arrays.stream(value.split("\\.", -1)).map(Integer::valueOf).toList();
  }

  Replay withCancelAt(int iteration) {
    return new Replay(iteration, strict, seed, picks);
  }

  Replay withStrict(boolean other) {
    return new Replay(cancelAt, other, seed, picks);
  }

  Replay withSeed(long other) {
    return new Replay(cancelAt, strict, other, null);
  }

  Replay withPicks(List<Integer> other) {
    return new Replay(cancelAt, strict, null, other);
  }

  boolean hasSchedule() {
    return seed != null || picks != null;
  }

  /**
   * The failure of this run, which says how to have it again.
   *
   * @param how what to write for that
   * @param details lines that each begin with a line break
   */
  AssertionError failure(String what, String how, String details, Throwable cause) {
    String text = what + "; replay it with " + how + " or -D" + PROPERTY + "=" + this;
    return new AssertionError(text + details + "\n" + cause, cause);
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (cancelAt > 0) {
      parts.add("cancel:" + cancelAt);
    }
    if (strict) {
      parts.add("strict");
    }
    if (seed != null) {
      parts.add("seed:" + seed);
    }
    if (picks != null) {
      parts.add(picks.stream().map(String::valueOf).collect(Collectors.joining(".", "picks:", "")));
    }
    return String.join("+", parts);
  }
}

package asyncio.conformance;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the library does not have yet; programs that need it are skipped. */
final class Missing {

  private static final Map<String, String> NEEDED_BY =
      Map.ofEntries(
          Map.entry("lock", "lock"),
          Map.entry("locked", "lock"),
          Map.entry("sem", "semaphore"),
          Map.entry("sem_release", "semaphore"),
          Map.entry("cond", "condition"),
          Map.entry("cond_wait", "condition"),
          Map.entry("cond_wait_for", "condition"),
          Map.entry("cond_notify", "condition"),
          Map.entry("barrier", "barrier"),
          Map.entry("barrier_reset", "barrier"),
          Map.entry("barrier_abort", "barrier"),
          Map.entry("group", "task group"),
          Map.entry("gspawn", "task group"));

  private Missing() {}

  /**
   * The first thing that the program needs and that is missing, whether it would get there or not.
   */
  static Optional<String> in(Program program) {
    return program
        .operations()
        .flatMap(operation -> Stream.ofNullable(NEEDED_BY.get(operation.kind())))
        .findFirst();
  }
}

package asyncio.tools;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Takes the launcher's own frames off the bottom of a program's stack traces. */
final class StackTraces {
  private static final List<String> LAUNCHER =
      List.of(
          "asyncio.tools.", "java.lang.reflect.", "jdk.internal.reflect.", "jdk.internal.misc.");

  private StackTraces() {}

  /** The throwable given, its trace cut, and those of all it was caused by and suppressed. */
  static Throwable withoutLauncher(Throwable thrown) {
    cut(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
    return thrown;
  }

  private static void cut(Throwable thrown, Set<Throwable> seen) {
    if (!seen.add(thrown)) {
      return;
    }
    StackTraceElement[] frames = thrown.getStackTrace();
    int end = frames.length;
    while (end > 0 && isLauncher(frames[end - 1])) {
      end--;
    }
    thrown.setStackTrace(Arrays.copyOf(frames, end));
    if (thrown.getCause() != null) {
      cut(thrown.getCause(), seen);
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      cut(suppressed, seen);
    }
  }

  private static boolean isLauncher(StackTraceElement frame) {
    return LAUNCHER.stream().anyMatch(frame.getClassName()::startsWith);
  }
}

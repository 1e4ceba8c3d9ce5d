package asyncio.bench.soak;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The threads of this JVM, virtual ones too. */
final class Threads {

  private static final Pattern HEAD = Pattern.compile("#\\d+ \".*");

  /**
   * The JDK's own, which start when they are first needed; those that carry virtual ones also end.
   */
  private static final Pattern OF_JDK =
      Pattern.compile("#\\d+ \"(ForkJoinPool-1-|VirtualThread-|Cleaner-|Common-Cleaner).*");

  private Threads() {}

  /** All threads with their stacks. */
  static List<String> dump() {
    try {
      Path folder = Files.createTempDirectory("soak");
      Path file = folder.resolve("threads");
      try {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
        return Files.readAllLines(file);
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One line for each thread that is alive, without those of the JDK. */
  static List<String> alive() {
    return dump().stream()
        .filter(line -> HEAD.matcher(line).matches() && !OF_JDK.matcher(line).matches())
        .toList();
  }
}

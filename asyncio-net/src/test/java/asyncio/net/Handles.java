package asyncio.net;

import static asyncio.Asyncio.*;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Assumptions;

/**
 * The handles that this process has open, of files, sockets and all else. Where the system does not
 * tell, the test is skipped.
 */
final class Handles {

  private static final ArrayDeque<FileInputStream> TAKEN = new ArrayDeque<>();

  private Handles() {}

  private static UnixOperatingSystemMXBean system() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    Assumptions.assumeTrue(
        system instanceof UnixOperatingSystemMXBean, "the system does not count open handles");
    return (UnixOperatingSystemMXBean) system;
  }

  /** How many are open. To count them takes one more. */
  static long open() {
    return system().getOpenFileDescriptorCount();
  }

  /** How many may be open at most. */
  static long limit() {
    return system().getMaxFileDescriptorCount();
  }

  /** Waits, in a coroutine, until no more are open than so many. */
  static void awaitAtMost(long count) {
    while (open() > count) {
      await(sleep(0.001));
    }
  }

  /** Takes all that there are, but so many. */
  static void leave(int free) throws IOException {
    try {
      while (true) {
        TAKEN.push(new FileInputStream("/dev/null"));
      }
    } catch (FileNotFoundException e) { // that was the last one
      for (int i = 0; i < free; i++) {
        TAKEN.pop().close();
      }
    }
  }

  /** Gives back what was taken. */
  static void giveBack() throws IOException {
    while (!TAKEN.isEmpty()) {
      TAKEN.pop().close();
    }
  }
}

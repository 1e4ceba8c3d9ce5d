package asyncio.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a server on one core and what loads it on another. Left alone, the system often puts both,
 * as they talk to each other, on one and the same.
 *
 * @param taskset the program that does it
 * @param server the core for the server
 * @param load the one for the load generator
 */
record Cores(String taskset, int server, int load) {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  /** The first and the last that this process may use; null if there are no two, or no taskset. */
  static @Nullable Cores find(Map<String, String> environment) {
    List<Integer> allowed = allowed();
    for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
      Path file = Path.of(folder).resolve("taskset");
      if (allowed.size() > 1 && Files.isExecutable(file)) {
        return new Cores(file.toString(), allowed.getFirst(), allowed.getLast());
      }
    }
    return null;
  }

  private static List<Integer> allowed() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(ALLOWED)) {
          return list(line.substring(ALLOWED.length()).strip());
        }
      }
    } catch (IOException e) {
      // is no Linux
    }
    return List.of();
  }

  /** The numbers in a list such as {@code 0-3,8}. */
  static List<Integer> list(String text) {
    List<Integer> numbers = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String[] range = part.split("-", 2);
      int last = Integer.parseInt(range[range.length - 1]);
      for (int number = Integer.parseInt(range[0]); number <= last; number++) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  /** A command, on the core of the load generator. */
  List<String> onLoad(List<String> command) {
    List<String> whole = new ArrayList<>(List.of(taskset, "-c", Integer.toString(load)));
    whole.addAll(command);
    return whole;
  }

  /**
   * Keeps a server on its core: all threads that it has, and those that they start. It has been
   * started on all cores, so that a JVM chooses its collector by the machine.
   */
  void keepServer(long pid) throws PeerFailure, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(taskset, "-a", "-c", "-p", Integer.toString(server), "" + pid)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor() == 0) {
        return;
      }
    } catch (IOException e) {
      // said below
    }
    throw new PeerFailure("cannot be kept on core " + server);
  }
}

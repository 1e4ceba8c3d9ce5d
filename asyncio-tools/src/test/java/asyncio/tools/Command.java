package asyncio.tools;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a command that ran to its end left behind.
 *
 * @param status its exit status
 * @param out what it printed to standard output
 * @param err what it printed to standard error
 */
record Command(int status, String out, String err) {
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** Runs {@code asyncio} with these arguments, in a folder, as the script starts it. */
  static Command asyncio(Path folder, String... args) throws IOException, InterruptedException {
    return run(folder, Map.of(), asyncioLine(args));
  }

  /** The command line that the script ends in. */
  static List<String> asyncioLine(String... args) {
    var line = new ArrayList<String>();
    line.add(JAVA);
    line.add("--add-opens");
    line.add("java.base/java.lang=ALL-UNNAMED");
    line.add("--enable-native-access=ALL-UNNAMED");
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add(Main.class.getName());
    line.addAll(List.of(args));
    return line;
  }

  /** Runs any command in a folder, with variables added to the environment. */
  static Command run(Path folder, Map<String, String> environment, List<String> line)
      throws IOException, InterruptedException {
    return end(start(folder, environment, line));
  }

  /** Starts any command, its output going to files, so that it never waits for a reader. */
  static Started start(Path folder, Map<String, String> environment, List<String> line)
      throws IOException {
    Path out = Files.createTempFile("asyncio", ".out");
    Path err = Files.createTempFile("asyncio", ".err");
    var builder = new ProcessBuilder(line).directory(folder.toFile());
    // Not the cache of whoever runs the tests.
    builder.environment().put("XDG_CACHE_HOME", folder.resolve(".cache").toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    return new Started(process, out, err);
  }

  /** Waits for the end of a command. */
  static Command end(Started started) throws IOException, InterruptedException {
    int status = started.process.waitFor();
    var command = new Command(status, started.read(started.out), started.read(started.err));
    Files.delete(started.out);
    Files.delete(started.err);
    return command;
  }

  /** A command under way. */
  record Started(Process process, Path out, Path err) {
    /** Waits until the command has printed a text. */
    void awaitOutput(String text) throws IOException, InterruptedException {
      while (process.isAlive() && !read(out).contains(text)) {
        Thread.sleep(10);
      }
    }

    private String read(Path file) throws IOException {
      return Files.readString(file, StandardCharsets.UTF_8);
    }
  }
}

package asyncio.examples;

import asyncio.tools.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What an example that ran to its end left behind.
 *
 * @param status its exit status
 * @param out what it printed to standard output
 * @param err what it printed to standard error
 */
record Program(int status, String out, String err) {

  /** The two kinds of fiber. */
  enum Fiber {
    DIRECT,
    PORTABLE;

    /** The options of the JVM that choose it. */
    List<String> options() {
      return switch (this) {
        case DIRECT ->
            List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED", "-Dasyncio.fiber=direct");
        case PORTABLE -> List.of("-Dasyncio.fiber=portable");
      };
    }
  }

  /** Runs an example as {@code asyncio run} does, with the classes that are under test. */
  static Program run(Fiber fiber, String file, String... args)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(fiber.options());
    line.addAll(List.of("-Duser.language=en", "--enable-native-access=ALL-UNNAMED"));
    // A program of some seconds starts sooner without the optimizing compiler.
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    line.addAll(List.of("run", file));
    line.addAll(List.of(args));
    return run(line);
  }

  /** Runs any command in the folder of the examples. */
  static Program run(List<String> line) throws IOException, InterruptedException {
    Path out = Files.createTempFile("example", ".out");
    Path err = Files.createTempFile("example", ".err");
    try {
      Process process =
          new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      int status = process.waitFor();
      return new Program(status, read(out), read(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}

package asyncio;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program of the tests in a JVM of its own. What it prints, on either stream, can be read. */
final class ChildJvm implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;
  private final List<String> lines = new ArrayList<>();

  private ChildJvm(Process process) {
    this.process = process;
    this.output = process.inputReader();
    // a read of what it prints cannot be interrupted
    CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS).execute(process::destroyForcibly);
  }

  /** Starts the program's main class with these arguments for the JVM. */
  static ChildJvm startBare(Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // the agent that measures the coverage of this JVM measures it in that one
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-javaagent:"))
        .forEach(command::add);
    command.addAll(arguments);
    command.add("-cp");
    command.add(pathOf(EventLoop.class) + File.pathSeparator + pathOf(ChildJvm.class));
    command.add(main.getName());
    try {
      return new ChildJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the program on the kind of fiber that this JVM's tests run on. */
  static ChildJvm start(Class<?> main, String... more) {
    String fiber = System.getProperty("asyncio.fiber", "auto");
    List<String> arguments = new ArrayList<>(List.of("-Dasyncio.fiber=" + fiber));
    if (fiber.equals("direct")) {
      arguments.addAll(List.of(FiberKind.OPEN_FLAG.split(" ")));
    }
    arguments.addAll(List.of(more));
    return startBare(main, arguments);
  }

  /**
   * A program that is started by a shell in the background ignores SIGINT, and so do its children.
   */
  static void assumeThatCtrlCArrives() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      long ignored =
          Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("SigIgn:"))
              .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
              .findFirst()
              .orElse(0);
      assumeFalse((ignored & 2) != 0, "SIGINT is ignored here");
    }
  }

  /** Reads on until the program has printed this line. */
  void waitForLine(String line) {
    while (lines.isEmpty() || !lines.getLast().equals(line)) {
      if (!readLine()) {
        throw new AssertionError("the program ended without the line '" + line + "': " + lines);
      }
    }
  }

  /** Sends it what Ctrl-C sends. */
  void pressCtrlC() {
    try {
      new ProcessBuilder("kill", "-INT", "" + process.pid()).inheritIO().start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for its end, and gives its exit status. */
  int waitForEnd() {
    while (readLine()) {
      // to the end
    }
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new AssertionError("the program does not end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return process.exitValue();
  }

  /** What it has printed, as far as it was read. */
  List<String> lines() {
    return lines;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private boolean readLine() {
    try {
      String line = output.readLine();
      if (line != null) {
        lines.add(line);
      }
      return line != null;
    } catch (IOException e) {
      return false;
    }
  }

  private static String pathOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}

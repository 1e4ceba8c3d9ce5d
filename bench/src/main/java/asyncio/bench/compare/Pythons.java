package asyncio.bench.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds a Python, and one that has uvloop. */
final class Pythons {

  private static final List<String> NAMES =
      List.of("python3.14", "python3.13", "python3.12", "python3.11", "python3");

  private static final int OLDEST_MINOR = 11;

  private static final String VERSIONS =
      """
      import sys
      print("%d.%d.%d" % sys.version_info[:3])
      try:
          import uvloop
          print(uvloop.__version__)
      except ImportError:
          pass
      """;

  private static final String STARTUP = "import asyncio; asyncio.run(asyncio.sleep(0))";

  private static final String STARTUP_UVLOOP =
      "import asyncio, uvloop; uvloop.run(asyncio.sleep(0))";

  private static final Pattern VERSION = Pattern.compile("3\\.(\\d+)\\.\\d+");

  private static final int SECONDS = 30;

  /** A Python that is new enough. */
  private record Python(String command, String version, @Nullable String uvloop) {}

  private final Path root;
  private final Map<String, String> environment;
  private final String script;

  Pythons(Path root, Map<String, String> environment, String script) {
    this.root = root;
    this.environment = environment;
    this.script = script;
  }

  /** The one that PYTHON names; or else the newest on the path. */
  Peer cpython() throws PeerFailure, InterruptedException {
    Python python = named("PYTHON");
    for (String name : python == null ? NAMES : List.<String>of()) {
      python = python == null ? find(name) : python;
    }
    if (python == null) {
      throw new PeerFailure("no python3 of version 3." + OLDEST_MINOR + " or newer on the PATH");
    }
    return peer("cpython", "CPython " + python.version, python, STARTUP);
  }

  /** The one that UVLOOP_PYTHON names; or else the newest on the path that can import uvloop. */
  Peer uvloop() throws PeerFailure, InterruptedException {
    Python python = named("UVLOOP_PYTHON");
    if (python != null && python.uvloop == null) {
      throw new PeerFailure("UVLOOP_PYTHON=" + python.command + " cannot import uvloop");
    }
    List<Python> without = new ArrayList<>();
    for (String name : python == null ? candidates() : List.<String>of()) {
      Python next = python == null ? find(name) : null;
      if (next != null && next.uvloop != null) {
        python = next;
      } else if (next != null) {
        without.add(next);
      }
    }
    if (python == null) {
      throw new PeerFailure(
          without.isEmpty()
              ? "no python3 of version 3." + OLDEST_MINOR + " or newer on the PATH"
              : "no python3 on the PATH can import uvloop: set UVLOOP_PYTHON to one that can");
    }
    String about = "uvloop " + python.uvloop + " on CPython " + python.version;
    return peer("uvloop", about, python, STARTUP_UVLOOP, "--uvloop");
  }

  private List<String> candidates() {
    List<String> names = new ArrayList<>();
    String named = environment.get("PYTHON");
    if (named != null) {
      names.add(named);
    }
    names.addAll(NAMES);
    return names;
  }

  private Peer peer(String name, String about, Python python, String startup, String... options) {
    List<String> command = new ArrayList<>();
    command.add(python.command);
    command.add(root.resolve("bench/src/main/python").resolve(script).toString());
    command.addAll(List.of(options));
    List<String> program = List.of(python.command, "-c", startup);
    return new Peer(
        name,
        about,
        command,
        Map.of(Programs.STARTUP.name(), program, Programs.STARTUP_CLASS.name(), program));
  }

  private @Nullable Python named(String variable) throws PeerFailure, InterruptedException {
    String command = environment.get(variable);
    if (command == null) {
      return null;
    }
    Python python = find(command);
    if (python == null) {
      throw new PeerFailure(
          variable + "=" + command + " is no Python of version 3." + OLDEST_MINOR + " or newer");
    }
    return python;
  }

  /** The Python with a name, or at a path; null if there is none that is new enough. */
  private @Nullable Python find(String name) throws InterruptedException {
    for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
      Path file = Path.of(folder).resolve(name);
      if (Files.isExecutable(file)) {
        Python python = ask(file.toString());
        if (python != null) {
          return python;
        }
      }
    }
    return null;
  }

  private @Nullable Python ask(String command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command, "-c", VERSIONS)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      List<String> said =
          new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || said.isEmpty()) {
        return null;
      }
      Matcher version = VERSION.matcher(said.getFirst());
      boolean newEnough = version.matches() && Integer.parseInt(version.group(1)) >= OLDEST_MINOR;
      return newEnough
          ? new Python(command, said.getFirst(), said.size() > 1 ? said.get(1) : null)
          : null;
    } catch (IOException e) {
      return null;
    }
  }
}

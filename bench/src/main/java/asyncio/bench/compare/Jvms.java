package asyncio.bench.compare;

import io.netty.util.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The peers that run on a JVM: on the same one as this program, with the same class path. */
final class Jvms {

  /** The environment variable with the flags of each JVM. */
  private static final String VARIABLE = "BENCH_JAVA_OPTS";

  /**
   * The flags where the variable is not set: all have the same heap, and all of it from the start
   * on. Else a measured round may be the first to touch a page, which takes longer than what is
   * measured.
   */
  private static final String DEFAULT_FLAGS = "-Xms2g -Xmx2g -XX:+AlwaysPreTouch";

  /** What the native parts of Netty need; without it the JVM warns. */
  private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  private static final String KOTLIN = "asyncio.bench.kotlin.PeerKt";
  private static final String KOTLIN_STARTUP = "asyncio.bench.kotlin.StartupKt";
  private static final String KOTLIN_VERSION = "META-INF/kotlinx_coroutines_core.version";

  private final Path root;
  private final List<String> flags;
  private final String asyncio4j;

  /**
   * Those on this JVM.
   *
   * @param root the folder of the project
   * @param environment the environment variables
   * @param asyncio4j the main class of asyncio4j's peers
   */
  Jvms(Path root, Map<String, String> environment, String asyncio4j) {
    this.root = root;
    this.asyncio4j = asyncio4j;
    flags =
        Stream.of(environment.getOrDefault(VARIABLE, DEFAULT_FLAGS).split(" ", -1))
            .filter(flag -> !flag.isEmpty())
            .toList();
  }

  Peer direct() {
    return asyncio4j("direct", "--add-opens", "java.base/java.lang=ALL-UNNAMED");
  }

  Peer portable() {
    return asyncio4j("portable");
  }

  private Peer asyncio4j(String fiber, String... options) {
    String property = "-Dasyncio.fiber=" + fiber;
    List<String> its = new ArrayList<>(List.of(options));
    its.add(property);
    List<String> source =
        List.of(
            "env",
            "ASYNCIO_JAVA_OPTS=" + property,
            root.resolve("asyncio").toString(),
            "run",
            root.resolve("bench/Startup.java").toString());
    return new Peer(
        fiber,
        about("asyncio4j, " + fiber + " fiber"),
        java(and(and(flags, its), List.of(NATIVE_ACCESS)), asyncio4j),
        Map.of(
            Programs.STARTUP.name(),
            source,
            Programs.STARTUP_CLASS.name(),
            java(its, "asyncio.bench.workload.Startup")));
  }

  Peer kotlin() throws PeerFailure {
    ClassLoader loader = Jvms.class.getClassLoader();
    if (loader.getResource(KOTLIN.replace('.', '/') + ".class") == null) {
      throw new PeerFailure("is not built: " + KOTLIN + " is not on the class path");
    }
    String version = "";
    try (InputStream file = loader.getResourceAsStream(KOTLIN_VERSION)) {
      if (file != null) {
        version = " " + new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
      }
    } catch (IOException e) {
      throw new PeerFailure("cannot be read: " + e);
    }
    List<String> startup = java(List.of(), KOTLIN_STARTUP);
    return new Peer(
        "kotlin",
        about("kotlinx.coroutines" + version + " in runBlocking"),
        java(flags, KOTLIN),
        Map.of(Programs.STARTUP.name(), startup, Programs.STARTUP_CLASS.name(), startup));
  }

  Peer threads() {
    return new Peer(
        "threads",
        about("virtual threads"),
        java(flags, "asyncio.bench.threads.ThreadsPeer"),
        Map.of());
  }

  Peer netty() {
    Version version = Version.identify().get("netty-transport");
    return new Peer(
        "netty",
        about("Netty" + (version == null ? "" : " " + version.artifactVersion()) + ", one thread"),
        java(and(flags, List.of(NATIVE_ACCESS)), "asyncio.bench.net.NettyEcho"),
        Map.of());
  }

  private String about(String what) {
    return what + ", JDK " + Runtime.version() + " " + String.join(" ", flags);
  }

  private static List<String> java(List<String> flags, String main) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return and(
        and(List.of(java), flags), List.of("-cp", System.getProperty("java.class.path"), main));
  }

  private static List<String> and(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}

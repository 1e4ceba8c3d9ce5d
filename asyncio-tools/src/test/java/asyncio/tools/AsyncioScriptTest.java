package asyncio.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code ./asyncio}, in a checkout of its own: there, a stand-in for Maven counts the
 * builds and makes empty jars, and the library is on the user's own class path.
 */
final class AsyncioScriptTest {
  private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      if [ "$1" = -v ]; then echo 'Apache Maven 3.9.9 (stand-in)'; exit; fi
      echo build >>"$CHECKOUT/builds"
      if grep -q broken "$CHECKOUT/asyncio-core/src/main/Source"; then echo '[ERROR] broken'; exit 1; fi
      for module in asyncio-core asyncio-net asyncio-tools; do
        mkdir -p "$CHECKOUT/$module/target"
        cp "$CHECKOUT/empty.jar" "$CHECKOUT/$module/target/$module-1.jar"
      done
      """;

  private static final String JAVA_17 =
      """
      #!/usr/bin/env bash
      echo 'an old java was started' >&2
      exit 99
      """;

  @TempDir Path temp;

  private Path checkout;
  private Path source;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = temp.resolve("check out");
    source = checkout.resolve("asyncio-core/src/main/Source");
    for (String script : List.of("asyncio", "scripts/setup.sh")) {
      Files.createDirectories(checkout.resolve(script).getParent());
      Files.copy(
          REPOSITORY.resolve(script), checkout.resolve(script), StandardCopyOption.COPY_ATTRIBUTES);
    }
    file(checkout.resolve("pom.xml"), "");
    for (String module : List.of("asyncio-core", "asyncio-net", "asyncio-tools")) {
      file(checkout.resolve(module + "/pom.xml"), "");
      file(checkout.resolve(module + "/src/main/Source"), "");
    }
    new JarOutputStream(Files.newOutputStream(checkout.resolve("empty.jar")), new Manifest())
        .close();
    executable(temp.resolve("bin/mvn"), MAVEN);
    environment.put("CHECKOUT", checkout.toString());
    environment.put("CLASSPATH", System.getProperty("java.class.path"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("PATH", temp.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
    // Of the build that runs this test.
    environment.put("ASYNCIO_BUILD_LOCKED", "");
    environment.put("ASYNCIO_JAVA_OPTS", "");
    file(temp.resolve("Hi.java"), "void main(String[] a) { IO.println(\"hi \" + a[0]); }");
  }

  @Test
  void buildsBeforeTheFirstStartAndNotBeforeTheSecond() throws Exception {
    var first = asyncio("run", "Hi.java", "Ann");
    var second = asyncio("run", "Hi.java", "Bob");

    assertThat(first).isEqualTo(new Command(0, "hi Ann\n", "asyncio: building the library\n"));
    assertThat(second).isEqualTo(new Command(0, "hi Bob\n", ""));
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenASourceWasChangedAddedOrDeleted() throws Exception {
    asyncio("--version");

    Files.writeString(source, "changed");
    asyncio("--version");
    assertThat(builds()).isEqualTo(2);

    Path added = source.resolveSibling("Added");
    Files.writeString(added, "");
    asyncio("--version");
    assertThat(builds()).isEqualTo(3);

    Files.delete(added);
    asyncio("--version");
    assertThat(builds()).isEqualTo(4);

    asyncio("--version");
    assertThat(builds()).isEqualTo(4);
  }

  @Test
  void startsAtTheSameTimeBuildOnce() throws Exception {
    var starts = new ArrayList<Command.Started>();
    for (int i = 0; i < 4; i++) {
      starts.add(Command.start(temp, environment, line("--version")));
    }

    for (Command.Started start : starts) {
      var ended = Command.end(start);
      assertThat(ended.status()).isZero();
      assertThat(ended.out()).startsWith("asyncio ");
    }
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aBuildThatFailsShowsWhatMavenSaidAndIsTriedAgain() throws Exception {
    Files.writeString(source, "broken");

    assertThat(asyncio("--version"))
        .isEqualTo(
            new Command(
                1,
                "",
                """
                asyncio: building the library
                [ERROR] broken
                asyncio: the library does not build
                """));

    Files.writeString(source, "mended");
    assertThat(asyncio("--version").out()).startsWith("asyncio ");
  }

  @Test
  void worksThroughASymlinkFromAnyFolder() throws Exception {
    Path link = temp.resolve("bin/aio");
    Files.createSymbolicLink(temp.resolve("bin/link"), checkout.resolve("asyncio"));
    Files.createSymbolicLink(link, Path.of("link"));
    Files.createDirectory(temp.resolve("else where"));

    var run =
        Command.run(
            temp.resolve("else where"),
            environment,
            List.of(link.toString(), "run", "../Hi.java", "Ann"));

    assertThat(run.out()).isEqualTo("hi Ann\n");
  }

  @Test
  void passesOverJdksThatAreTooOld() throws Exception {
    Path old = temp.resolve("jdk-17");
    file(old.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.15\"\n");
    executable(old.resolve("bin/java"), JAVA_17);
    executable(old.resolve("bin/javac"), JAVA_17);
    Path current = temp.resolve("sdkman/candidates/java/current");
    Files.createDirectories(current.getParent());
    Files.createSymbolicLink(current, Path.of(System.getProperty("java.home")));
    environment.put("JAVA_HOME", old.toString());
    environment.merge("PATH", old.resolve("bin") + File.pathSeparator, (path, bin) -> bin + path);
    environment.put("SDKMAN_DIR", temp.resolve("sdkman").toString());

    var run = asyncio("run", "Hi.java", "Ann");
    Files.delete(current);

    assertThat(run).isEqualTo(new Command(0, "hi Ann\n", "asyncio: building the library\n"));
  }

  @Test
  void optionsForTheJvmComeFromTheEnvironment() throws Exception {
    environment.put("ASYNCIO_JAVA_OPTS", "-Dasyncio.fiber=portable -Dtwo=2");
    file(
        temp.resolve("P.java"),
        """
        void main() {
          IO.println(System.getProperty("asyncio.fiber") + " " + System.getProperty("two"));
        }
        """);

    assertThat(asyncio("run", "P.java").out()).isEqualTo("portable 2\n");
  }

  @Test
  void opensThePackageThatTheDirectFiberNeeds() throws Exception {
    file(
        temp.resolve("Open.java"),
        """
        void main() {
          IO.println(Object.class.getModule().isOpen("java.lang", getClass().getModule()));
        }
        """);

    assertThat(asyncio("run", "Open.java").out()).isEqualTo("true\n");
  }

  @Test
  void theProgramsStatusIsTheScripts() throws Exception {
    file(temp.resolve("Seven.java"), "void main() { System.exit(7); }");

    assertThat(asyncio("run", "Seven.java").status()).isEqualTo(7);
    assertThat(asyncio().status()).isEqualTo(2);
  }

  private Command asyncio(String... args) throws IOException, InterruptedException {
    return Command.run(temp, environment, line(args));
  }

  private List<String> line(String... args) {
    var line = new ArrayList<String>();
    line.add(checkout.resolve("asyncio").toString());
    line.addAll(List.of(args));
    return line;
  }

  private int builds() throws IOException {
    return Files.readAllLines(checkout.resolve("builds")).size();
  }

  private static void file(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void executable(Path file, String text) throws IOException {
    file(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}

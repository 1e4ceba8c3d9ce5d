package asyncio.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AOT cache that the script {@code ./asyncio} makes and uses, in a checkout of its own. */
final class AsyncioScriptStartUpTest {
  private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

  private static final String TRAINING = "asyncio-tools/src/main/training/Training.java";

  private static final Command HI = new Command(0, "hi\n", "");

  @TempDir Path temp;

  private Path checkout;
  private Path cache;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = temp.resolve("check out");
    cache = checkout.resolve("asyncio-tools/target/asyncio.aot");
    for (String file : List.of("asyncio", "scripts/setup.sh", TRAINING)) {
      Files.createDirectories(checkout.resolve(file).getParent());
      Files.copy(
          REPOSITORY.resolve(file), checkout.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.createFile(checkout.resolve("pom.xml"));
    for (String module : List.of("asyncio-core", "asyncio-net", "asyncio-tools")) {
      Files.createDirectories(checkout.resolve(module + "/src/main"));
      Files.createFile(checkout.resolve(module + "/pom.xml"));
    }
    jars();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("ASYNCIO_JAVA_OPTS", "");
    Files.writeString(temp.resolve("Hi.java"), "void main() { IO.println(\"hi\"); }");
  }

  @Test
  void theFirstStartMakesACacheThatTheJvmUses() throws Exception {
    assertThat(run()).isEqualTo(HI);
    assertThat(cache.resolveSibling("").toFile().list())
        .containsExactlyInAnyOrder("asyncio-tools-1.jar", "asyncio.aot", "asyncio.aot.release");
    FileTime made = Files.getLastModifiedTime(cache);

    assertThat(run()).isEqualTo(HI);
    assertThat(Files.getLastModifiedTime(cache)).isEqualTo(made);
    assertThat(classesLoaded())
        .anyMatch(line -> line.contains(" asyncio.tools.Main source: shared objects file"))
        .anyMatch(line -> line.contains(" asyncio.EventLoop source: shared objects file"));

    // A JVM with these would refuse to start with an AOT cache.
    environment.put("ASYNCIO_JAVA_OPTS", "-Dasyncio.fiber=portable -Xshare:off");
    assertThat(run()).isEqualTo(HI);
  }

  @Test
  void isMadeAnewOnlyForAnotherJarOrAnotherJdk() throws Exception {
    noneCanBeMade();
    assertThat(run()).isEqualTo(HI);

    Files.writeString(cache, "the JVM cannot use this one, and says nothing about it");
    assertThat(run()).isEqualTo(HI);
    assertThat(cache).exists();

    jars();
    assertThat(run()).isEqualTo(HI);
    assertThat(cache).doesNotExist();

    Files.writeString(cache, "of another JDK");
    Files.writeString(cache.resolveSibling("asyncio.aot.release"), "JAVA_VERSION=\"25\"");
    assertThat(run()).isEqualTo(HI);
    assertThat(cache).doesNotExist();
  }

  /** Then the attempt leaves nothing, also of what was there. */
  private void noneCanBeMade() throws IOException {
    Files.delete(checkout.resolve(TRAINING));
    jars();
  }

  private Command run() throws IOException, InterruptedException {
    return Command.run(
        temp, environment, List.of(checkout.resolve("asyncio").toString(), "run", "Hi.java"));
  }

  private List<String> classesLoaded() throws IOException, InterruptedException {
    var line = new ArrayList<>(Command.asyncioLine("run", "Hi.java"));
    line.add(1, "-XX:AOTCache=" + cache);
    line.add(1, "-Xlog:class+load:file=" + temp.resolve("loaded") + "::filecount=0");
    line.set(
        line.indexOf("-cp") + 1,
        Stream.of("asyncio-core", "asyncio-net", "asyncio-tools")
            .map(module -> jarOf(module).toString())
            .collect(Collectors.joining(File.pathSeparator)));
    assertThat(Command.run(temp, Map.of(), line).status()).isZero();
    return Files.readAllLines(temp.resolve("loaded"));
  }

  private Path jarOf(String module) {
    return checkout.resolve(module + "/target/" + module + "-1.jar");
  }

  /** Newer than all else in the checkout, so that nothing is built. */
  private void jars() throws IOException {
    jar("asyncio-core", asyncio.Asyncio.class);
    Path net = jarOf("asyncio-net"); // not on this JVM's path, and nothing here needs it
    Files.createDirectories(net.getParent());
    new JarOutputStream(Files.newOutputStream(net), new Manifest()).close();
    jar("asyncio-tools", Main.class);
  }

  /** Makes the jar of a module from where this JVM has it: a jar or, before that, a folder. */
  private void jar(String module, Class<?> one) throws IOException {
    Path jar = jarOf(module);
    Files.createDirectories(jar.getParent());
    Path built = Path.of(one.getProtectionDomain().getCodeSource().getLocation().getPath());
    if (Files.isRegularFile(built)) {
      Files.copy(built, jar, StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        var files = Files.walk(built)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(built.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
  }
}

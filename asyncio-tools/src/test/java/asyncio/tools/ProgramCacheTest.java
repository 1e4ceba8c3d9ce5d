package asyncio.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which compiled programs are found again, and which are not. */
final class ProgramCacheTest {
  @TempDir Path temp;

  private Path sources;
  private Path classes;
  private ProgramCache cache;

  @BeforeEach
  void makeFolders() throws IOException {
    sources = Files.createDirectory(temp.resolve("sources"));
    classes = Files.createDirectory(temp.resolve("classes"));
    cache = new ProgramCache(temp.resolve("cache/programs"), classes.toString());
  }

  @Test
  void aProgramIsFoundAsItWasCompiled() throws Exception {
    Path main = source("a/Main.java", "package a; class Main { void main() { new Object() {}; } }");

    assertThat(cache.find(main)).isNull();
    Program compiled = compile(cache, main);
    Program found = cache.find(main);

    assertThat(found).isNotNull();
    assertThat(found.mainClass()).isEqualTo("a.Main");
    assertThat(found.classes()).containsOnlyKeys("a.Main", "a.Main$1");
    compiled
        .classes()
        .forEach((name, bytes) -> assertThat(found.classes().get(name)).isEqualTo(bytes));
  }

  @Test
  void notOnceItsSourceIsAnother() throws Exception {
    Path main = source("Main.java", "void main() { IO.println(1); }");
    FileTime time = Files.getLastModifiedTime(main);
    compile(cache, main);

    source("Main.java", "void main() { IO.println(2); }");
    Files.setLastModifiedTime(main, time);

    assertThat(cache.find(main)).isNull();
  }

  @Test
  void aSourceWithAnotherTimeAndTheSameTextIsTheSame() throws Exception {
    Path main = source("Main.java", "void main() {}");
    compile(cache, main);

    Files.setLastModifiedTime(main, FileTime.from(Instant.EPOCH));

    assertThat(cache.find(main)).isNotNull();
  }

  @Test
  void notOnceAnotherSourceThatWasCompiledWithItChanged() throws Exception {
    Path main = source("app/Main.java", "package app; class Main { int x = lib.Near.X; }");
    source("lib/Near.java", "package lib; public class Near { public static int X = Far.f(); }");
    Path far = source("lib/Far.java", "package lib; class Far { static int f() { return 1; } }");
    compile(cache, main);
    assertThat(cache.find(main)).isNotNull();

    source("lib/Far.java", "package lib; class Far { static int f() { return 2; } }");
    assertThat(cache.find(main)).isNull();

    compile(cache, main);
    Files.delete(far);
    assertThat(cache.find(main)).isNull();
  }

  @Test
  void aNeighbourThatTheProgramHasNothingToDoWithMayChange() throws Exception {
    Path main = source("Main.java", "void main() {}");
    source("Other.java", "void main() {}");
    compile(cache, main);

    source("Other.java", "this does not even compile");

    assertThat(cache.find(main)).isNotNull();
  }

  @Test
  void notOnceASourceAppearsThatHidesAClass() throws Exception {
    Path main = source("Main.java", "void main() { new java.util.ArrayList<Helper>(); }");
    classFile("Helper", "class Helper {}");
    compile(cache, main);
    assertThat(cache.find(main)).isNotNull();

    source("Helper.java", "class Helper {}");

    assertThat(cache.find(main)).isNull();
  }

  @Test
  void notOnceAPackageOfItsSourcesAppears() throws Exception {
    Path main = source("Main.java", "import lib.*; void main() { Helper.help(); }");
    classFile("lib.Helper", "package lib; public class Helper { public static void help() {} }");
    compile(cache, main);
    assertThat(cache.find(main)).isNotNull();

    source("lib/Helper.java", "package lib; public class Helper {}");

    assertThat(cache.find(main)).isNull();
  }

  @Test
  void notOnceAClassOnTheClassPathIsAnother() throws Exception {
    Path main = source("Main.java", "void main() { IO.println(lib.Helper.X); }");
    classFile("lib.Helper", "package lib; public class Helper { public static final int X = 1; }");
    compile(cache, main);
    assertThat(cache.find(main)).isNotNull();

    classFile(
        "lib.Helper", "package lib; public class Helper { public static final long X = 12; }");

    assertThat(cache.find(main)).isNull();
  }

  @Test
  void notOnceAJarOnTheClassPathIsAnotherOrAppears() throws Exception {
    Path main = source("Main.java", "void main() {}");
    Path jar = temp.resolve("lib.jar");
    var withJar = new ProgramCache(cache.folder(), classes + File.pathSeparator + jar);
    compile(withJar, main);
    assertThat(withJar.find(main)).isNotNull();

    jar(jar, "one");
    assertThat(withJar.find(main)).isNull();
    compile(withJar, main);
    assertThat(withJar.find(main)).isNotNull();

    jar(jar, "another");
    assertThat(withJar.find(main)).isNull();
  }

  @Test
  void notWithAnotherClassPath() throws Exception {
    Path main = source("Main.java", "void main() {}");
    compile(cache, main);
    var other = new ProgramCache(cache.folder(), classes + File.pathSeparator + temp);

    assertThat(other.find(main)).isNull();

    compile(other, main);
    assertThat(other.find(main)).isNotNull();
    assertThat(cache.find(main)).isNotNull();
  }

  @Test
  void notAProgramOfTheSameNameElsewhere() throws Exception {
    compile(cache, source("one/Main.java", "void main() {}"));

    assertThat(cache.find(source("two/Main.java", "void main() {}"))).isNull();
  }

  @Test
  void aChangeWhileJavacRunsIsSeen() throws Exception {
    Path main = source("Main.java", "void main() { IO.println(1); }");
    var inputs = new Inputs();
    Program program = SourceCompiler.compile(main, classes.toString(), inputs);
    source("Main.java", "void main() { IO.println(2); }");

    cache.keep(main, inputs, program);

    assertThat(cache.find(main)).isNull();
  }

  @Test
  void aDamagedFileIsPassedOverAndReplaced() throws Exception {
    Path main = source("Main.java", "void main() { IO.println(1); }");
    compile(cache, main);
    Path file = onlyFile();
    byte[] whole = Files.readAllBytes(file);

    for (int i = 0; i < whole.length; i += 7) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 1;
      Files.write(file, damaged);
      assertThat(cache.find(main)).isNull();
    }
    for (int length : new int[] {0, 4, 8, 20, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(cache.find(main)).isNull();
    }

    compile(cache, main);
    assertThat(cache.find(main)).isNotNull();
  }

  @Test
  void withoutAFolderThatCanBeWrittenNothingIsKept() throws Exception {
    Path main = source("Main.java", "void main() {}");
    Path file = Files.createFile(temp.resolve("file"));
    var nowhere = new ProgramCache(file.resolve("cache"), classes.toString());

    compile(nowhere, main);

    assertThat(nowhere.find(main)).isNull();
    assertThat(file).isEmptyFile();
  }

  @Test
  void theLatestProgramsStay() throws Exception {
    Path main = source("Main.java", "void main() {}");
    Files.createDirectories(cache.folder());
    for (int i = 0; i < ProgramCache.LIMIT + 5; i++) {
      Path old = Files.createFile(cache.folder().resolve("old" + i));
      Files.setLastModifiedTime(old, FileTime.from(Instant.ofEpochSecond(i)));
    }

    compile(cache, main);

    assertThat(cache.find(main)).isNotNull();
    assertThat(cache.folder().toFile().list()).hasSize(ProgramCache.LIMIT);
    assertThat(cache.folder().resolve("old5")).doesNotExist();
    assertThat(cache.folder().resolve("old6")).exists();
  }

  private static Program compile(ProgramCache cache, Path main) throws CommandFailure {
    var inputs = new Inputs();
    Program program = SourceCompiler.compile(main, cache.classPath(), inputs);
    cache.keep(main, inputs, program);
    return program;
  }

  private Path source(String name, String text) throws IOException {
    Path file = sources.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** A class on the class path whose source is nowhere near the program's. */
  private void classFile(String name, String text) throws Exception {
    Path file = temp.resolve("elsewhere").resolve(name.replace('.', '/') + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Program compiled = SourceCompiler.compile(file, "", new Inputs());
    for (Map.Entry<String, byte[]> one : compiled.classes().entrySet()) {
      Path written = classes.resolve(one.getKey().replace('.', '/') + ".class");
      Files.createDirectories(written.getParent());
      Files.write(written, one.getValue());
    }
  }

  private static void jar(Path jar, String entry) throws IOException {
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry(entry));
    }
  }

  private Path onlyFile() throws IOException {
    try (var files = Files.list(cache.folder())) {
      var all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }
}

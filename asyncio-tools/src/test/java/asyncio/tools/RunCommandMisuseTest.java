package asyncio.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code asyncio} command, used wrongly or on programs that cannot run. */
final class RunCommandMisuseTest {
  private static final String USAGE_STARTS = "usage: asyncio run FILE.java [ARGS...]";

  @TempDir Path folder;

  @Test
  void aMissingFileIsNamed() throws Exception {
    assertThat(Command.asyncio(folder, "run", "No.java"))
        .isEqualTo(new Command(2, "", "asyncio: run: no such file: No.java\n"));
  }

  @Test
  void aFolderIsNoProgram() throws Exception {
    assertThat(Command.asyncio(folder, "run", "."))
        .isEqualTo(new Command(2, "", "asyncio: run: is a directory, not a source file: .\n"));
  }

  @Test
  void aFileOfAnotherKindIsNoProgram() throws Exception {
    Files.writeString(folder.resolve("notes.txt"), "void main() {}");

    assertThat(Command.asyncio(folder, "run", "notes.txt"))
        .isEqualTo(new Command(2, "", "asyncio: run: not a .java file: notes.txt\n"));
  }

  @Test
  void aFileThatDoesNotCompileIsReportedInJavacsWords() throws Exception {
    Files.createDirectory(folder.resolve("src"));
    Files.writeString(folder.resolve("src/Bad.java"), "void main() {\n  int x = \"one\";\n}\n");

    assertThat(Command.asyncio(folder, "run", "src/Bad.java"))
        .isEqualTo(
            new Command(
                1,
                "",
                """
                src/Bad.java:2: error: incompatible types: String cannot be converted to int
                  int x = "one";
                          ^
                1 error
                asyncio: run: src/Bad.java does not compile
                """));
  }

  @Test
  void aProgramWithoutMainIsToldSo() throws Exception {
    Files.writeString(folder.resolve("Idle.java"), "class Idle { private static void main() {} }");

    assertThat(Command.asyncio(folder, "run", "Idle.java"))
        .isEqualTo(new Command(1, "", "asyncio: run: class Idle has no main method\n"));
  }

  @Test
  void aProgramWhoseInstanceCannotBeMadeIsToldSo() throws Exception {
    Files.writeString(folder.resolve("P.java"), "record P(int x) { void main() {} }");
    Files.writeString(folder.resolve("Q.java"), "abstract class Q { void main() {} }");

    assertThat(Command.asyncio(folder, "run", "P.java"))
        .isEqualTo(
            new Command(
                1,
                "",
                "asyncio: run: class P has no constructor without parameters for its main method\n"));
    assertThat(Command.asyncio(folder, "run", "Q.java"))
        .isEqualTo(
            new Command(
                1, "", "asyncio: run: class Q is abstract, and its main method is not static\n"));
  }

  @Test
  void aFileWithoutAClassIsToldSo() throws Exception {
    Files.writeString(folder.resolve("Empty.java"), "// nothing\n");

    assertThat(Command.asyncio(folder, "run", "Empty.java"))
        .isEqualTo(new Command(1, "", "asyncio: run: Empty.java declares no class\n"));
  }

  @Test
  void runWithoutAFileAsksForOne() throws Exception {
    assertThat(Command.asyncio(folder, "run"))
        .isEqualTo(new Command(2, "", "asyncio: run: which file? asyncio run FILE.java\n"));
  }

  @Test
  void anUnknownCommandIsNamed() throws Exception {
    assertThat(Command.asyncio(folder, "fly"))
        .isEqualTo(new Command(2, "", "asyncio: no such command: fly; see asyncio --help\n"));
  }

  @Test
  void withoutArgumentsUsageGoesToStandardError() throws Exception {
    var nothing = Command.asyncio(folder);

    assertThat(nothing.status()).isEqualTo(2);
    assertThat(nothing.out()).isEmpty();
    assertThat(nothing.err()).startsWith(USAGE_STARTS);
  }

  @Test
  void helpIsUsageOnStandardOutput() throws Exception {
    var help = Command.asyncio(folder, "--help");

    assertThat(help.status()).isZero();
    assertThat(help.out()).startsWith(USAGE_STARTS);
    assertThat(help.err()).isEmpty();
  }

  @Test
  void versionIsOneLine() throws Exception {
    var version = Command.asyncio(folder, "--version");

    assertThat(version.status()).isZero();
    assertThat(version.out()).matches("asyncio \\S+\n");
  }
}

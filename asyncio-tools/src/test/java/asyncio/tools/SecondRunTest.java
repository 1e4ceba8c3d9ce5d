package asyncio.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code asyncio run} of a program that has been run before. */
final class SecondRunTest {
  private static final String THROWER =
      """
      void main() {
        IO.println(Neighbour.NAME);
        throw new IllegalStateException("on line 3");
      }
      """;

  private static final Command THROWN =
      new Command(
          1,
          "Ann\n",
          """
          Exception in thread "main" java.lang.IllegalStateException: on line 3
          \tat Thrower.main(Thrower.java:3)
          """);

  @TempDir Path folder;

  @BeforeEach
  void writeProgram() throws IOException {
    Files.writeString(folder.resolve("Thrower.java"), THROWER);
    neighbour("Ann");
  }

  @Test
  void endsAsTheFirstDidAndLoadsNothingOfJavac() throws Exception {
    assertThat(run(Map.of())).isEqualTo(THROWN);
    assertThat(loaded()).anyMatch(name -> name.startsWith("com.sun.tools.javac."));

    assertThat(run(Map.of())).isEqualTo(THROWN);
    assertThat(loaded()).contains("Thrower").noneMatch(name -> name.startsWith("com.sun."));
  }

  @Test
  void seesThatANeighbourChanged() throws Exception {
    run(Map.of());
    neighbour("Bob");

    assertThat(run(Map.of()).out()).isEqualTo("Bob\n");
  }

  @Test
  void compilesAgainWhereNothingCanBeKept() throws Exception {
    var nowhere = Map.of("XDG_CACHE_HOME", "/dev/null");

    assertThat(run(nowhere)).isEqualTo(THROWN);
    assertThat(run(nowhere)).isEqualTo(THROWN);
    assertThat(loaded()).anyMatch(name -> name.startsWith("com.sun.tools.javac."));
  }

  @Test
  void findsTheCacheInTheHomeFolderWhereNoOtherIsNamed() throws Exception {
    run(Map.of("XDG_CACHE_HOME", "relative/paths/do/not/count", "HOME", folder.toString()));

    assertThat(folder.resolve(".cache/asyncio4j")).isNotEmptyDirectory();
    assertThat(folder.resolve("relative")).doesNotExist();
  }

  @Test
  void atTheSameTimeAsTheFirstIsRightToo() throws Exception {
    var both = new ArrayList<Command.Started>();
    for (int i = 0; i < 2; i++) {
      both.add(Command.start(folder, Map.of(), Command.asyncioLine("run", "Thrower.java")));
    }

    for (Command.Started one : both) {
      assertThat(Command.end(one)).isEqualTo(THROWN);
    }
    assertThat(folder.resolve(".cache/asyncio4j")).isDirectoryNotContaining("glob:**.tmp");
    assertThat(run(Map.of())).isEqualTo(THROWN);
  }

  private Command run(Map<String, String> environment) throws IOException, InterruptedException {
    var line = new ArrayList<>(Command.asyncioLine("run", "Thrower.java"));
    line.add(1, "-Xlog:class+load:file=" + folder.resolve("loaded") + "::filecount=0");
    return Command.run(folder, environment, line);
  }

  private List<String> loaded() throws IOException {
    return Files.readAllLines(folder.resolve("loaded")).stream()
        .map(line -> line.replaceFirst(".*\\] ", "").replaceFirst(" .*", ""))
        .toList();
  }

  private void neighbour(String name) throws IOException {
    Files.writeString(
        folder.resolve("Neighbour.java"),
        "class Neighbour { static final String NAME = \"%s\"; }".formatted(name));
  }
}

package asyncio.examples;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.examples.Program.Fiber;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each snippet of the guide, and of the pages like it, prints what the page says. */
@Timeout(120)
final class GuideTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "guide.md, DIRECT",
    "guide.md, PORTABLE",
    "channels-and-threads.md, DIRECT",
    "channels-and-threads.md, PORTABLE",
    "files.md, DIRECT",
    "files.md, PORTABLE",
    "network.md, DIRECT",
    "network.md, PORTABLE",
    "processes.md, DIRECT",
    "processes.md, PORTABLE"
  })
  void eachSnippetPrintsWhatThePageSays(String page, Fiber fiber) throws Exception {
    List<Snippet> snippets = Snippet.of(Files.readAllLines(Path.of("..", "docs", page)));
    assertThat(snippets).isNotEmpty();
    compile(snippets);

    Program program = run(fiber, snippets);

    assertThat(program.err()).isEqualTo(transcript(snippets, _ -> ""));
    assertThat(withoutIds(program.out()))
        .isEqualTo(withoutIds(transcript(snippets, snippet -> snippet.output() + "\n")));
  }

  private void compile(List<Snippet> snippets) throws IOException {
    List<String> line = new ArrayList<>(List.of("-g", "-d", folder.toString()));
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    for (Snippet snippet : snippets) {
      Path file = folder.resolve(snippet.name() + ".java");
      line.add(Files.writeString(file, snippet.source()).toString());
    }
    var javac = ToolProvider.getSystemJavaCompiler();
    assertThat(javac.run(null, null, null, line.toArray(String[]::new))).isZero();
  }

  private Program run(Fiber fiber, List<Snippet> snippets) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(fiber.options());
    line.addAll(List.of("-Duser.language=en", "--enable-native-access=ALL-UNNAMED"));
    line.add("-cp");
    line.add(System.getProperty("java.class.path") + File.pathSeparator + folder);
    line.add(Snippets.class.getName());
    snippets.forEach(snippet -> line.add(snippet.name()));
    return Program.run(line);
  }

  private static String transcript(List<Snippet> snippets, Function<Snippet, String> text) {
    return snippets.stream()
        .map(snippet -> "=== " + snippet.name() + "\n" + text.apply(snippet))
        .collect(joining());
  }

  /** Identities differ from run to run. */
  private static String withoutIds(String text) {
    return text.replaceAll("0x[0-9a-f]+", "0x…");
  }
}

package asyncio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page that says which test of ours shows what one of CPython's does names tests that exist.
 */
final class CoverageCoreTest {

  private static final Path PAGE = Path.of("..", "docs", "coverage-core.md");
  private static final Pattern OURS = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @Test
  void eachTestOfOursThatThePageNamesExists() throws IOException {
    List<String> missing = new ArrayList<>();
    int found = 0;
    for (String row : rows()) {
      Matcher ours = OURS.matcher(row.substring(row.indexOf('|', 1)));
      while (ours.find()) {
        found++;
        if (!exists(ours.group(1), ours.group(2))) {
          missing.add(ours.group());
        }
      }
    }

    assertThat(missing).isEmpty();
    assertThat(found).isPositive();
  }

  @Test
  void eachRowNamesATestOfOursOrAReason() throws IOException {
    assertThat(rows())
        .allSatisfy(row -> {
          String lastCell = row.substring(row.lastIndexOf('|', row.length() - 2) + 1);
          assertThat(lastCell.replace("|", "")).isNotBlank();
        });
  }

  private static List<String> rows() throws IOException {
    try (Stream<String> lines = Files.lines(PAGE)) {
      return lines.filter(line -> line.startsWith("| `")).toList();
    }
  }

  private static boolean exists(String type, String method) {
    try {
      return Arrays.stream(Class.forName("asyncio." + type).getDeclaredMethods())
          .anyMatch(each -> each.getName().equals(method));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}

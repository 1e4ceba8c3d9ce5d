package asyncio.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every program leaves the trace that it left on CPython's asyncio. */
final class ConformanceTest {

  /** What the library does not have yet, found in the text and not by the interpreter. */
  private static final Pattern NEEDS_WHAT_IS_MISSING =
      Pattern.compile("\\[\"(lock|locked|sem|sem_release|cond\\w*|barrier\\w*|group|gspawn)\",");

  @ParameterizedTest(name = "{0}.jsonl")
  @CsvSource({
    "core,   150,   0",
    "queue,  150,   0",
    "cancel, 150, 135",
    "group,  150, 143",
    "sync,   150, 150",
    "all,    150, 150"
  })
  @Timeout(60)
  void eachProgramLeavesTheTraceOfCPython(String file, int programs, int skipped)
      throws IOException {
    List<String> lines = lines(file);
    List<String> skippedNow = new ArrayList<>();
    List<String> differences = new ArrayList<>();

    for (String line : lines) {
      Program program = Program.parse(line);
      if (Missing.in(program).isPresent()) {
        skippedNow.add(line);
      } else {
        difference(program, expectedTrace(line)).ifPresent(differences::add);
      }
    }

    System.out.println(
        file + ".jsonl: " + lines.size() + " programs, " + skippedNow.size() + " skipped");
    if (!differences.isEmpty()) {
      fail(differences.size() + " programs differ\n" + String.join("\n", differences));
    }
    assertThat(lines).hasSize(programs);
    assertThat(skippedNow)
        .hasSize(skipped)
        .isEqualTo(lines.stream().filter(NEEDS_WHAT_IS_MISSING.asPredicate()).toList());
  }

  private static Optional<String> difference(Program program, List<String> expected) {
    try {
      return TraceDifference.between(program.id(), expected, Harness.run(program));
    } catch (RuntimeException | Error e) {
      return Optional.of(program.id() + " ended with " + e + "\n");
    }
  }

  private static List<String> lines(String file) throws IOException {
    String resource = "/programs/" + file + ".jsonl";
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                ConformanceTest.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  private static List<String> expectedTrace(String line) {
    JsonObject program = JsonParser.parseString(line).getAsJsonObject();
    return program.getAsJsonArray("trace").asList().stream().map(JsonElement::getAsString).toList();
  }
}

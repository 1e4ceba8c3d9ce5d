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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every program leaves the trace that it left on CPython's asyncio. */
final class ConformanceTest {

  @ParameterizedTest(name = "{0}.jsonl")
  @ValueSource(strings = {"core", "queue", "cancel", "group", "sync", "all"})
  @Timeout(60)
  void eachProgramLeavesTheTraceOfCPython(String file) throws IOException {
    List<String> lines = lines(file);
    List<String> differences = new ArrayList<>();

    for (String line : lines) {
      difference(Program.parse(line), expectedTrace(line)).ifPresent(differences::add);
    }

    if (!differences.isEmpty()) {
      fail(differences.size() + " programs differ\n" + String.join("\n", differences));
    }
    assertThat(lines).hasSize(150);
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

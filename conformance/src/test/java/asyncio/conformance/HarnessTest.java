package asyncio.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How a program begins and ends, and what is in a line of its trace. */
final class HarnessTest {

  @Test
  void whatTheProgramLeavesRunningIsCancelledInTheOrderOfCreation() {
    assertThat(
            trace(
                """
                {"coros": {"a": [["sleep", 5]], "b": [["sleep", 3]],
                           "main": [["spawn", "t0", "a"], ["spawn", "t1", "b"], ["sleep", 1]]}}
                """))
        .containsExactly(
            "0.000000 main.1 start",
            "0.000000 a.1 start",
            "0.000000 b.1 start",
            "1.000000 main.1 return none",
            "1.000000 a.1 raise Cancelled",
            "1.000000 b.1 raise Cancelled",
            "1.000000 harness end");
  }

  @Test
  void aProgramThatTakesTooLongIsEnded() {
    assertThat(trace("{'limit': 2, 'coros': {'main': [['sleep', 3]]}}"))
        .containsExactly(
            "0.000000 main.1 start",
            "2.000000 harness limit",
            "2.000000 main.1 raise Cancelled",
            "2.000000 harness end");
  }

  @Test
  void aProgramThatRefusesToEndIsGivenUpAfterTwentyRounds() {
    var trace =
        trace(
            """
            {"limit": 1, "coros": {
              "main": [["loop", 500, [["try", [["sleep", 9]], "cancel", [], []]]]]}}
            """);

    assertThat(trace).hasSize(2 + 20 + 1).endsWith("1001.000000 harness stuck");
  }

  @Test
  void aProgramThatCanNeverGoOnIsADeadlock() {
    assertThat(
            trace(
                """
                {"limit": null, "futures": ["F0"], "coros": {
                  "main": [["try", [["future_await", "F0"]], "any", [], [["log", "never"]]]]}}
                """))
        .containsExactly("0.000000 main.1 start", "deadlock");
  }

  @Test
  void aTimeIsRoundedToTheEvenDigitAsPythonDoes() {
    assertThat(
            trace(
                """
                {"coros": {"main": [["sleep", 0.0078125], ["log", "x"], ["sleep", 0.015625]]}}
                """))
        .containsExactly(
            "0.000000 main.1 start",
            "0.007812 main.1 log x",
            "0.023438 main.1 return none",
            "0.023438 harness end");
  }

  @Test
  void anUnknownOperationFailsTheProgram() {
    assertThatThrownBy(() -> trace("{'coros': {'main': [['fly', 'x']]}}"))
        .hasMessageContaining("no such operation: fly");
  }

  private static List<String> trace(String spec) {
    return Harness.run(Program.parse(spec.stripLeading().replaceFirst("\\{", "{'id': 'test', ")));
  }
}

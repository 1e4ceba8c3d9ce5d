package asyncio.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How a block that holds a permit ends if its permit has been given back already. */
final class SemaphoreBlockTest {

  @Test
  void leavingABlockWhosePermitIsGoneIsTheMisuseOfACounter() {
    assertThat(trace("[['sem', 'X0', [['sem_release', 'X0']]]]"))
        .containsExactly(
            "0.000000 main.1 start",
            "0.000000 main.1 acquired X0",
            "0.000000 main.1 raise Value",
            "0.000000 harness end");
  }

  @Test
  void thatMisuseTakesThePlaceOfTheErrorThatTheBlockWasLeftWith() {
    assertThat(
            trace(
                """
                [['try', [['sem', 'X0', [['sem_release', 'X0'], ['raise', 'a']]]], 'any', [], []]]
                """))
        .containsExactly(
            "0.000000 main.1 start",
            "0.000000 main.1 acquired X0",
            "0.000000 main.1 caught Value",
            "0.000000 main.1 return none",
            "0.000000 harness end");
  }

  private static List<String> trace(String main) {
    return Harness.run(
        Program.parse("{'id': 'test', 'bsems': {'X0': 1}, 'coros': {'main': " + main + "}}"));
  }
}

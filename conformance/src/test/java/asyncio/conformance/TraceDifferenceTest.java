package asyncio.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TraceDifferenceTest {

  @Test
  void equalTracesDoNotDiffer() {
    assertThat(TraceDifference.between("p", List.of("a", "b"), List.of("a", "b"))).isEmpty();
  }

  @Test
  void theFirstLineThatDiffersIsShownWithTheFiveBefore() {
    var expected = List.of("1", "2", "3", "4", "5", "6", "7", "8");
    var actual = List.of("1", "2", "3", "4", "5", "6", "x", "y");

    assertThat(TraceDifference.between("p", expected, actual))
        .contains(
            """
            p differs in line 7:
                         2
                         3
                         4
                         5
                         6
                expected 7
                but was  x
            """);
  }

  @Test
  void aTraceThatEndsTooEarlyOrTooLateDiffers() {
    assertThat(TraceDifference.between("p", List.of("1", "2"), List.of("1")))
        .contains(
            """
            p differs in line 2:
                         1
                expected 2
                but was  (nothing more)
            """);
    assertThat(TraceDifference.between("p", List.of(), List.of("1")))
        .contains(
            """
            p differs in line 1:
                expected (nothing more)
                but was  1
            """);
  }
}

package asyncio.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A program is made of the same pieces whenever its seed is the same. */
final class DrawTest {

  private static List<Integer> numbers(Draw draw) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      numbers.add(draw.between(0, 1000));
    }
    return numbers;
  }

  @Test
  void theSameSeedGivesTheSame() {
    assertThat(numbers(Draw.of(7))).isEqualTo(numbers(Draw.of(7)));
    assertThat(numbers(Draw.of(7))).isNotEqualTo(numbers(Draw.of(8)));
  }

  @Test
  void aChildIsNotChangedByWhatItsParentDrawsLater() {
    Draw parent = Draw.of(7);
    Draw child = parent.child();
    numbers(parent);

    assertThat(numbers(child)).isEqualTo(numbers(Draw.of(7).child()));
    assertThat(child.depth()).isEqualTo(1);
  }

  @Test
  void timesAreFromZeroToFiveMilliseconds() {
    Draw draw = Draw.of(7);
    for (int i = 0; i < 1000; i++) {
      assertThat(draw.time()).isBetween(0.0, 0.005);
    }
  }
}

package asyncio.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How many leaves wait is what pyperformance's tree says. */
final class LeafTest {

  private static final int LEAVES = 10_000;

  private static int waiting(Leaf leaf, Leaf.Cache cache) {
    SplittableRandom random = new SplittableRandom(0);
    int waiting = 0;
    for (int i = 0; i < LEAVES; i++) {
      waiting += leaf.waits(random, cache) ? 1 : 0;
    }
    return waiting;
  }

  @Test
  void noneWaitsOrAllDo() {
    assertThat(waiting(Leaf.NONE, Leaf.Cache.create())).isZero();
    assertThat(waiting(Leaf.IO, Leaf.Cache.create())).isEqualTo(LEAVES);
  }

  @Test
  void nineOfTenFindTheirResultInTheCache() {
    assertThat(waiting(Leaf.MEMO, Leaf.Cache.create()))
        .isBetween(LEAVES / 10 - 200, LEAVES / 10 + 200);
  }

  @Test
  void theCacheIsAskedForNoMoreThanNinetyResults() {
    Set<Integer> asked = new HashSet<>();
    waiting(Leaf.MEMO, key -> !asked.add(key));

    assertThat(asked).hasSize(90).allMatch(key -> key >= 1 && key <= 90);
  }

  @Test
  void halfOfThoseThatComputeAreAsTheOthers() {
    assertThat(waiting(Leaf.CPU_IO, Leaf.Cache.create()))
        .isBetween(LEAVES / 20 - 150, LEAVES / 20 + 150);
  }
}

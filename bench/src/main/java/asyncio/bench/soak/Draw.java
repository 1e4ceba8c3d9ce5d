package asyncio.bench.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The random choices of one task. Each task has its own, split off from that of its parent, so that
 * what a program is made of depends on its seed alone, and not on how long anything takes.
 */
final class Draw {

  private final SplittableRandom random;
  private final int depth;

  private Draw(SplittableRandom random, int depth) {
    this.random = random;
    this.depth = depth;
  }

  static Draw of(long seed) {
    return new Draw(new SplittableRandom(seed), 0);
  }

  Draw child() {
    return new Draw(random.split(), depth + 1);
  }

  /** From 1 to most of them. */
  List<Draw> children(int most) {
    List<Draw> children = new ArrayList<>();
    for (int left = between(1, most); left > 0; left--) {
      children.add(child());
    }
    return children;
  }

  /** How many parents it has. */
  int depth() {
    return depth;
  }

  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  boolean oneIn(int number) {
    return random.nextInt(number) == 0;
  }

  <E> E of(List<E> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** A short time in seconds: from 0 to 5 ms, and often 0. */
  double time() {
    return oneIn(4) ? 0 : random.nextInt(51) / 10_000.0;
  }

  /** The same. */
  Duration duration() {
    return Duration.ofNanos(Math.round(time() * 1e9));
  }
}

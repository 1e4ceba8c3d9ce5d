package asyncio.bench.workload;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What the leaves of a tree do, as in pyperformance's {@code async_tree}. */
public enum Leaf {
  /** Nothing. */
  NONE,
  /** Wait for 50 ms. */
  IO,
  /** Wait, but nine times out of ten for what somebody has waited for before. */
  MEMO,
  /** Half of them compute, half are as {@link #MEMO}. */
  CPU_IO;

  /** How long a leaf that waits does so, in seconds. */
  public static final double WAIT = 0.05;

  private static final int CACHED_PERCENT = 90;
  private static final int FACTORIAL = 500;
  private static final int FACTORIAL_BITS = 3768;

  /** The results that are known already. */
  public interface Cache {

    /**
     * Looks for a result, which is known from then on.
     *
     * @param key its key, up to 100
     * @return whether it was known
     */
    boolean known(int key);

    /**
     * A cache for one thread.
     *
     * @return the cache
     */
    static Cache create() {
      Map<Integer, Boolean> known = new HashMap<>();
      return key -> known.put(key, true) != null;
    }
  }

  /**
   * Does what needs no waiting.
   *
   * @param random what decides
   * @param cache the results of other leaves
   * @return whether this leaf has to wait for {@link #WAIT}
   */
  public boolean waits(RandomGenerator random, Cache cache) {
    return switch (this) {
      case NONE -> false;
      case IO -> true;
      case MEMO -> isUnknown(random, cache);
      case CPU_IO -> {
        if (random.nextBoolean()) {
          Check.equal(product(1, FACTORIAL).bitLength(), FACTORIAL_BITS);
          yield false;
        }
        yield isUnknown(random, cache);
      }
    };
  }

  private static boolean isUnknown(RandomGenerator random, Cache cache) {
    int key = random.nextInt(1, 101);
    return key > CACHED_PERCENT || !cache.known(key);
  }

  /** By halves, as CPython's factorial: numbers of about the same length are multiplied. */
  private static BigInteger product(int from, int to) {
    if (to - from < 2) {
      return BigInteger.valueOf(from == to ? from : (long) from * to);
    }
    int middle = (from + to) / 2;
    return product(from, middle).multiply(product(middle + 1, to));
  }
}

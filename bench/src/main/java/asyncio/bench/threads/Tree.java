package asyncio.bench.threads;

import asyncio.bench.workload.Check;
import asyncio.bench.workload.Leaf;
import asyncio.bench.workload.Metrics;
import asyncio.bench.workload.Trees;
import asyncio.bench.workload.Workload;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A tree of threads: each node starts its branches, and joins them. */
final class Tree {

  private static final Duration WAIT = Duration.ofMillis((long) (Leaf.WAIT * 1000));

  private final int branches;
  private final Leaf leaf;
  private final Set<Integer> known = ConcurrentHashMap.newKeySet();
  private final AtomicInteger leaves = new AtomicInteger();

  private Tree(int branches, Leaf leaf) {
    this.branches = branches;
    this.leaf = leaf;
  }

  static Workload of(Leaf leaf) {
    return n -> new Tree(Trees.branches(n), leaf).measured();
  }

  private Metrics measured() throws InterruptedException {
    long start = System.nanoTime();
    Joined.run(1, () -> node(Trees.LEVELS));
    long end = System.nanoTime();
    Check.equal(leaves.get(), Trees.leaves(branches));
    return Metrics.of("ms", (end - start) / 1e6);
  }

  private void node(int level) {
    try {
      if (level == 0) {
        leaf();
      } else {
        Joined.run(branches, () -> node(level - 1));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void leaf() throws InterruptedException {
    // A source of its own for each leaf: one for all would be what the threads wait for.
    SplittableRandom random = new SplittableRandom(leaves.getAndIncrement());
    if (leaf.waits(random, key -> !known.add(key))) {
      Thread.sleep(WAIT);
    }
  }
}

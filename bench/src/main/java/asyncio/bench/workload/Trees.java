package asyncio.bench.workload;

import static asyncio.Asyncio.*;

import asyncio.Coroutine;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A tree of tasks, as in pyperformance's {@code async_tree}: each node awaits its branches. */
public final class Trees {

  /** How many levels a tree has. */
  public static final int LEVELS = 6;

  private final int branches;
  private final Leaf leaf;
  private final RandomGenerator random = new SplittableRandom(0);
  private final Leaf.Cache cache = Leaf.Cache.create();

  private int leaves;

  private Trees(int branches, Leaf leaf) {
    this.branches = branches;
    this.leaf = leaf;
  }

  /**
   * How many branches each node has in a tree with so many leaves: six for 46,656.
   *
   * @param leaves how many leaves
   * @return how many branches, so that there are about that many leaves
   */
  public static int branches(int leaves) {
    return (int) Math.max(1, Math.round(Math.pow(leaves, 1.0 / LEVELS)));
  }

  /**
   * How many leaves there are.
   *
   * @param branches how many branches each node has
   * @return how many leaves
   */
  public static int leaves(int branches) {
    return (int) Math.round(Math.pow(branches, LEVELS));
  }

  /** Each node is a gather. */
  static Workload gathered(Leaf leaf) {
    return n -> run(() -> new Trees(branches(n), leaf).measured(Trees::gathered));
  }

  /** Each node is a task group. */
  static Workload grouped(Leaf leaf) {
    return n -> run(() -> new Trees(branches(n), leaf).measured(Trees::grouped));
  }

  private interface Shape {
    void node(Trees tree, int level);
  }

  private Metrics measured(Shape shape) {
    long start = System.nanoTime();
    shape.node(this, LEVELS);
    long end = System.nanoTime();
    Check.equal(leaves, leaves(branches));
    return Metrics.of("ms", (end - start) / 1e6);
  }

  private void gathered(int level) {
    if (level == 0) {
      leaf();
      return;
    }
    List<Coroutine<Void>> nodes = new ArrayList<>(branches);
    for (int i = 0; i < branches; i++) {
      nodes.add(async(() -> gathered(level - 1)));
    }
    await(gather(nodes));
  }

  private void grouped(int level) {
    if (level == 0) {
      leaf();
      return;
    }
    taskGroup(tg -> {
      for (int i = 0; i < branches; i++) {
        tg.createTask(() -> grouped(level - 1));
      }
    });
  }

  private void leaf() {
    if (leaf.waits(random, cache)) {
      await(sleep(Leaf.WAIT));
    }
    leaves++;
  }
}

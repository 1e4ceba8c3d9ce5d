package asyncio.bench.soak;

import static asyncio.Asyncio.*;

import asyncio.AsyncGenerator;

/** Generators: each value once, and each finally block, however they end. */
final class GeneratorPieces {

  private GeneratorPieces() {}

  /** Counts up; count holds how often it has begun and ended. */
  private static AsyncGenerator<Integer> numbers(World world, Draw draw, int to) {
    int[] count = new int[2];
    world.atEnd(() ->
        world.check(
            count[0] == count[1],
            "a generator that began " + count[0] + " times has ended " + count[1] + " times"));
    return asyncGenerator(out -> {
      count[0]++;
      try {
        for (int i = 0; i < to; i++) {
          Steps.pause(draw);
          out.yield(i);
        }
      } finally {
        count[1]++;
        await(sleep(0));
      }
    });
  }

  static void whole(World world, Draw draw) {
    int to = draw.between(0, 8);
    AsyncGenerator<Integer> inner = numbers(world, draw.child(), to);
    AsyncGenerator<Integer> outer =
        asyncGenerator(out -> {
          for (int i : inner) {
            out.yield(2 * i);
          }
        });
    int next = 0;
    for (int i : outer) {
      world.check(i == 2 * next++, "a generator gave " + i);
      Steps.pause(draw);
    }
    world.check(next == to, "a generator gave " + next + " values instead of " + to);
  }

  static void closed(World world, Draw draw) {
    int enough = draw.between(0, 4);
    try (AsyncGenerator<Integer> numbers = numbers(world, draw.child(), 8)) {
      for (int i : numbers) {
        if (i == enough) {
          break;
        }
        Steps.pause(draw);
      }
    }
  }

  /** Left open: it is closed when it is found to be garbage, or at the end. */
  static void dropped(World world, Draw draw) {
    int enough = draw.between(0, 4);
    for (int i : numbers(world, draw.child(), 8)) {
      if (i == enough) {
        break;
      }
    }
    if (draw.oneIn(50)) {
      System.gc();
    }
  }
}

package asyncio.bench.soak;

/**
 * A part of a random program: real code that uses one subject of asyncio, and checks that it holds.
 *
 * <p>It may be cancelled wherever it awaits. It ends by itself, fails with nothing but what it was
 * cancelled with, and never counts on being cancelled.
 */
@FunctionalInterface
interface Piece {

  /**
   * Runs it, in a coroutine.
   *
   * @param world what it shares with the rest of its program, and tells of what does not hold
   * @param draw what it is made by
   */
  void run(World world, Draw draw) throws Exception;
}

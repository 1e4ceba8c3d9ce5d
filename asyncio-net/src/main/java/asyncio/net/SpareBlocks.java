package asyncio.net;

import java.util.ArrayDeque;

/** A loop's memory for small writes, which its transports use in turn. Its thread's. */
final class SpareBlocks {

  /** The size of a block. Who has more to keep has an array of its own. */
  private static final int SIZE = 4096;

  /** How many are kept, at most 2 MiB: as many as transports may be written to in an iteration. */
  private static final int MOST = 512;

  private final ArrayDeque<byte[]> spare = new ArrayDeque<>();

  /** Room for so many bytes, or for the first of them. */
  byte[] block(int length) {
    if (length > SIZE) {
      return new byte[length];
    }
    byte[] block = spare.poll();
    return block != null ? block : new byte[SIZE];
  }

  void giveBack(byte[] block) {
    if (block.length == SIZE && spare.size() < MOST) {
      spare.push(block);
    }
  }
}

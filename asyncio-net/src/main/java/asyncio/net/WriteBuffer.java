package asyncio.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;

/** What was written to a transport and not handed to its channel yet. */
/*
 * Blocks that are full, but for the last one. Those that hold small writes are used again: an array
 * for each write would be half of what a server allocates.
 */
final class WriteBuffer {

  private final SpareBlocks spare;
  private final ArrayDeque<byte[]> blocks = new ArrayDeque<>();

  /** How many bytes of the first block are gone. */
  private int taken;

  /** How many bytes of the last block are in use. */
  private int end;

  private int size;

  WriteBuffer(SpareBlocks spare) {
    this.spare = spare;
  }

  int size() {
    return size;
  }

  /** Adds a copy. */
  void add(byte[] data, int offset, int length) {
    int done = 0;
    while (done < length) {
      byte[] block = blocks.peekLast();
      if (block == null || end == block.length) {
        block = spare.block(length - done);
        blocks.add(block);
        end = 0;
      }
      int part = Math.min(length - done, block.length - end);
      System.arraycopy(data, offset + done, block, end, part);
      end += part;
      done += part;
    }
    size += length;
  }

  /** Takes out the next bytes, as many as there are up to a limit. The loop's own thread. */
  ByteBuf take(int most, ByteBufAllocator allocator) {
    int wanted = Math.min(size, most);
    ByteBuf buffer = allocator.directBuffer(wanted, wanted);
    size -= wanted;
    while (wanted > 0) {
      byte[] first = blocks.element();
      int part = Math.min(wanted, (blocks.size() == 1 ? end : first.length) - taken);
      buffer.writeBytes(first, taken, part);
      taken += part;
      wanted -= part;
      if (taken == first.length || (size == 0 && wanted == 0)) {
        spare.giveBack(blocks.remove());
        taken = 0;
      }
    }
    return buffer;
  }

  void clear() {
    blocks.clear();
    taken = 0;
    size = 0;
  }
}

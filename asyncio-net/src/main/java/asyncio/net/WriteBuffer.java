package asyncio.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Arrays;

/** What was written to a transport and not handed to its channel yet. */
final class WriteBuffer {

  private final ArrayDeque<byte[]> chunks = new ArrayDeque<>();

  /** How many bytes of the first chunk are gone. */
  private int taken;

  private int size;

  int size() {
    return size;
  }

  /** Adds a copy. */
  void add(byte[] data, int offset, int length) {
    chunks.add(Arrays.copyOfRange(data, offset, offset + length));
    size += length;
  }

  /** Takes out the next bytes, as many as there are up to a limit. The loop's own thread. */
  ByteBuf take(int most, ByteBufAllocator allocator) {
    int wanted = Math.min(size, most);
    ByteBuf buffer = allocator.directBuffer(wanted, wanted);
    while (wanted > 0) {
      byte[] first = chunks.element();
      int length = Math.min(wanted, first.length - taken);
      buffer.writeBytes(first, taken, length);
      taken += length;
      wanted -= length;
      size -= length;
      if (taken == first.length) {
        chunks.remove();
        taken = 0;
      }
    }
    return buffer;
  }

  void clear() {
    chunks.clear();
    taken = 0;
    size = 0;
  }
}

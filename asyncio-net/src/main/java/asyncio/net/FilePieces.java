package asyncio.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Writes and reads a large number of bytes piece by piece: a channel copies them outside of the
 * heap first, all that it is given.
 */
final class FilePieces {

  private static final int PIECE = 1024 * 1024;

  /**
   * How much to read of a file at least: systems have files that they say are empty, as in /proc.
   */
  private static final int LEAST = 8192;

  private FilePieces() {}

  /** Writes some of the bytes. */
  static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    int count = channel.write(nextOf(bytes));
    bytes.position(bytes.position() + count);
  }

  /** Writes all of the bytes. */
  static void writeAt(FileChannel channel, long position, ByteBuffer bytes) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      int count = channel.write(nextOf(bytes), at);
      bytes.position(bytes.position() + count);
      at += count;
    }
  }

  /** Reads so many bytes, or up to the end. */
  static byte[] readAt(FileChannel channel, long position, int n) throws IOException {
    long likely = Math.max(LEAST, channel.size() - position);
    byte[] bytes = new byte[(int) Math.min(n, likely)];
    int count = 0;
    while (count < n) {
      if (count == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(n, 2L * count));
      }
      int length = Math.min(PIECE, bytes.length - count);
      int read = channel.read(ByteBuffer.wrap(bytes, count, length), position + count);
      if (read < 0) {
        break;
      }
      count += read;
    }
    return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
  }

  private static ByteBuffer nextOf(ByteBuffer bytes) {
    return bytes.slice(bytes.position(), Math.min(PIECE, bytes.remaining()));
  }
}

package asyncio.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A channel and what has been read ahead from it: they share the file's position. */
/*
 * The channel is ahead of the position by what is in the buffer. It is moved back before anything
 * else than reading is done with it.
 *
 * Belongs to who has the file's turn, on whatever thread; but for readAt, writeAt and fresh.
 */
final class FileCursor {

  final FileBuffer buffer = new FileBuffer();
  private final FileChannel channel;

  /** Whether something was written beside the buffer since that was filled. */
  private volatile boolean stale;

  FileCursor(FileChannel channel) {
    this.channel = channel;
  }

  /** Whether what is in the buffer is what is in the file. */
  boolean fresh() {
    return !stale;
  }

  /** Reads until the buffer has so many bytes, or the file ends. */
  void fill(int size) throws IOException {
    refresh();
    buffer.fill(channel, size, size > FileBuffer.CHUNK ? roomForAll() : 0);
  }

  /** Reads until the buffer has a line, or the file ends. */
  void fillLine() throws IOException {
    refresh();
    buffer.fillLine(channel);
  }

  private void refresh() throws IOException {
    if (stale) {
      stale = false;
      moveBack();
    }
  }

  /**
   * How much room there must be to take all of the file and to see its end; 0 where there is no
   * saying, as for a device.
   */
  private long roomForAll() throws IOException {
    long size = channel.size();
    return size == 0 ? 0 : size - position() + 1;
  }

  private void moveBack() throws IOException {
    if (buffer.size() > 0) {
      channel.position(position());
      buffer.clear();
    }
  }

  long position() throws IOException {
    return channel.position() - buffer.size();
  }

  void position(long position) throws IOException {
    buffer.clear();
    channel.position(position);
  }

  void write(ByteBuffer bytes) throws IOException {
    moveBack();
    while (bytes.hasRemaining()) {
      FilePieces.write(channel, bytes);
    }
  }

  void truncate(long size) throws IOException {
    moveBack();
    channel.truncate(size);
  }

  // ----- beside the others

  byte[] readAt(long position, int n) throws IOException {
    return FilePieces.readAt(channel, position, n);
  }

  void writeAt(long position, ByteBuffer bytes) throws IOException {
    try {
      FilePieces.writeAt(channel, position, bytes);
    } finally {
      stale = true;
    }
  }
}

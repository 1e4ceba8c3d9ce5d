package asyncio.net;

import asyncio.Asyncio;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Sends a file over a transport, in the calling coroutine: by the system alone, or, where TLS has
 * to see the bytes, by reading and writing them.
 */
final class Sendfile {

  /** What is sent before a cancellation is looked for. */
  private static final int MOST_AT_ONCE = 1024 * 1024;

  private static final int BLOCK = 256 * 1024;

  private final SocketOutput output;
  private final FileChannel file;
  private final long end;
  private long position;

  private Sendfile(SocketOutput output, FileChannel file, long offset, long end) {
    this.output = output;
    this.file = file;
    this.end = end;
    position = offset;
  }

  /**
   * Sends, and leaves the file's position behind what was sent, however that ends.
   *
   * @param count how many bytes at most
   * @return how many were sent
   */
  static long send(
      SocketTransport transport, FileChannel file, long offset, long count, boolean fallback)
      throws IOException {
    boolean byTheSystem = transport.tls() == null;
    if (!byTheSystem && !fallback) {
      throw new UnsupportedOperationException(
          "the system cannot send a file over TLS, and the fallback is not allowed");
    }
    long size = file.size();
    long end = offset >= size ? offset : offset + Math.min(count, size - offset);
    SocketOutput output = transport.occupy("sendfile()");
    Sendfile sending = new Sendfile(output, file, offset, end);
    try {
      output.awaitSent();
      if (byTheSystem) {
        sending.bySystem();
      } else {
        sending.byReading();
      }
    } finally {
      output.release();
      file.position(sending.position);
    }
    return sending.position - offset;
  }

  private void bySystem() throws IOException {
    while (position < Math.min(end, file.size())) { // it may have become shorter
      int length = (int) Math.min(Math.min(end, file.size()) - position, MOST_AT_ONCE);
      // held for ever: Netty closes the file with the last reference, and it is the caller's
      FileRegion part = new DefaultFileRegion(file, position, length).retain();
      try {
        output.send(part);
      } finally {
        position += part.transferred();
      }
    }
  }

  private void byReading() throws IOException {
    byte[] block = new byte[BLOCK];
    while (position < end) {
      int length = (int) Math.min(end - position, BLOCK);
      long at = position;
      int read =
          Asyncio.await(Asyncio.toThread(() -> file.read(ByteBuffer.wrap(block, 0, length), at)));
      if (read <= 0) {
        return; // the file has become shorter
      }
      position += read;
      output.send(block, read);
    }
  }
}

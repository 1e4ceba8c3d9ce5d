package asyncio.net;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Hands what has come to a protocol, in the form that it wants. */
final class Delivery {

  private Delivery() {}

  /**
   * Takes the data over; a buffered protocol gets as much as it has room for, and may then do with
   * its transport what it wants.
   *
   * @return what is left of the data, or null
   */
  static @Nullable ByteBuf deliver(ByteBuf data, Protocol protocol) {
    if (protocol instanceof StreamProtocol streams) {
      streams.received(data);
      return null;
    }
    boolean rest = false;
    try {
      if (protocol instanceof BufferedProtocol buffered) {
        fill(buffered, data);
        rest = data.isReadable();
      } else {
        byte[] bytes = new byte[data.readableBytes()];
        data.readBytes(bytes);
        protocol.dataReceived(bytes);
      }
    } finally {
      if (!rest) {
        data.release();
      }
    }
    return rest ? data : null;
  }

  private static void fill(BufferedProtocol protocol, ByteBuf data) {
    ByteBuffer buffer = protocol.getBuffer(data.readableBytes());
    int fits = Math.min(buffer.remaining(), data.readableBytes());
    if (fits == 0) {
      throw new IllegalStateException("getBuffer() returned a buffer without room");
    }
    int limit = buffer.limit();
    buffer.limit(buffer.position() + fits);
    data.readBytes(buffer);
    buffer.limit(limit);
    protocol.bufferUpdated(fits);
  }
}

package asyncio.net;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** Hands what has come to a protocol, in the form that it wants. */
final class Delivery {

  private Delivery() {}

  /** Takes the buffer over. */
  static void deliver(ByteBuf data, Protocol protocol) {
    if (protocol instanceof StreamProtocol streams) {
      streams.received(data);
      return;
    }
    try {
      if (protocol instanceof BufferedProtocol buffered) {
        fill(buffered, data);
      } else {
        byte[] bytes = new byte[data.readableBytes()];
        data.readBytes(bytes);
        protocol.dataReceived(bytes);
      }
    } finally {
      data.release();
    }
  }

  private static void fill(BufferedProtocol protocol, ByteBuf data) {
    while (data.isReadable()) {
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
}

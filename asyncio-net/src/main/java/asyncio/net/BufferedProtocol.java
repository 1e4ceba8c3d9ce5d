package asyncio.net;

import java.nio.ByteBuffer;

/** A protocol with a buffer of its own for what comes; mirrors {@code asyncio.BufferedProtocol}. */
public interface BufferedProtocol extends Protocol {

  /**
   * Gives the buffer that the next data is to be put into.
   *
   * @param sizeHint how many bytes there are
   * @return a buffer with room for at least one byte, between its position and its limit; of any
   *     size, data that does not fit goes into the next one
   */
  ByteBuffer getBuffer(int sizeHint);

  /**
   * Data was put into the buffer that {@link #getBuffer} gave last; its position stands behind it.
   *
   * @param bytes how many bytes, at least one
   */
  void bufferUpdated(int bytes);

  /** Puts data into buffers of this protocol, as transports do. */
  @Override
  default void dataReceived(byte[] data) {
    int done = 0;
    while (done < data.length) {
      ByteBuffer buffer = getBuffer(data.length - done);
      int fits = Math.min(buffer.remaining(), data.length - done);
      if (fits == 0) {
        throw new IllegalStateException("getBuffer() returned a buffer without room");
      }
      buffer.put(data, done, fits);
      done += fits;
      bufferUpdated(fits);
    }
  }
}

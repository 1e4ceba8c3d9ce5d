package asyncio.net;

import java.util.List;

/**
 * A transport that takes data; mirrors {@code asyncio.WriteTransport}.
 *
 * <p>What is written is kept until the end of the loop's iteration and then sent in one go; what
 * the system does not take is kept until it does.
 */
public interface WriteTransport extends BaseTransport {

  /**
   * Writes without waiting. The bytes are copied: the array may be changed afterwards.
   *
   * @param data the bytes
   * @throws IllegalStateException after {@link #writeEof}, or while {@link Transports#sendfile} is
   *     at work
   */
  default void write(byte[] data) {
    write(data, 0, data.length);
  }

  /**
   * Writes a part of an array without waiting. The bytes are copied.
   *
   * @param data the array
   * @param offset where the bytes begin
   * @param length how many there are
   * @throws IndexOutOfBoundsException if the array has no such part
   * @throws IllegalStateException after {@link #writeEof}, or while {@link Transports#sendfile} is
   *     at work
   */
  void write(byte[] data, int offset, int length);

  /**
   * Writes one after the other.
   *
   * @param data the pieces
   */
  default void writelines(List<byte[]> data) {
    data.forEach(this::write);
  }

  /**
   * Closes the writing half, once what was written is sent. Doing it again has no effect.
   *
   * @throws UnsupportedOperationException if {@link #canWriteEof} is false
   */
  void writeEof();

  /**
   * Whether the writing half can be closed alone.
   *
   * @return false with TLS, which knows no such thing
   */
  boolean canWriteEof();

  /**
   * Closes it at once and drops what was not sent. {@link BaseProtocol#connectionLost} is called
   * with null, in the loop's next iteration.
   */
  void abort();

  /**
   * How much was written and not sent yet.
   *
   * @return the number of bytes
   */
  int getWriteBufferSize();

  /**
   * When the protocol is told to stop and to go on writing.
   *
   * @return the limits
   */
  BufferLimits getWriteBufferLimits();

  /**
   * Sets when the protocol is told to stop and to go on writing: {@link BaseProtocol#pauseWriting}
   * is called when there is more in the buffer than the high limit, {@link
   * BaseProtocol#resumeWriting} when there is no more than the low one.
   *
   * @param limits the limits; {@link BufferLimits#DEFAULT} at first
   */
  void setWriteBufferLimits(BufferLimits limits);
}

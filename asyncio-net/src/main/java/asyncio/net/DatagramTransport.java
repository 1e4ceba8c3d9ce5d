package asyncio.net;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A socket for datagrams; mirrors {@code asyncio.DatagramTransport}. */
public interface DatagramTransport extends BaseTransport {

  /**
   * Sends a datagram without waiting. The bytes are copied. Errors come to {@link
   * DatagramProtocol#errorReceived}.
   *
   * @param data the bytes, at least one; unlike asyncio this cannot send an empty datagram
   * @param address where to, or null for the address that the socket is connected to
   * @throws IllegalArgumentException if the socket is connected and that is another address, if it
   *     is not and there is none, or if there are no bytes
   */
  void sendto(byte[] data, @Nullable SocketAddress address);

  /**
   * Sends a datagram to the address that the socket is connected to.
   *
   * @param data the bytes, at least one
   * @throws IllegalArgumentException if it is not connected, or if there are no bytes
   */
  default void sendto(byte[] data) {
    sendto(data, null);
  }

  /** Closes it at once and drops what was not sent. */
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
   * Sets when the protocol is told to stop and to go on writing, as {@link
   * WriteTransport#setWriteBufferLimits} does.
   *
   * @param limits the limits
   */
  void setWriteBufferLimits(BufferLimits limits);

  /**
   * Has another protocol served from now on. It is not told that the connection is made.
   *
   * @param protocol the protocol
   */
  void setProtocol(DatagramProtocol protocol);

  /**
   * The protocol that is served.
   *
   * @return as given last
   */
  DatagramProtocol getProtocol();
}

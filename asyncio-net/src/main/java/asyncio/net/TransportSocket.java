package asyncio.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a transport or a server: its addresses and options; mirrors {@code
 * asyncio.trsock.TransportSocket}. Nothing is read from it, written to it or closed by it.
 */
public interface TransportSocket {

  /**
   * Its own address; {@code getsockname}.
   *
   * @return the address, or null once it is closed
   */
  @Nullable SocketAddress localAddress();

  /**
   * The address of the other end; {@code getpeername}.
   *
   * @return the address, or null if it is not connected
   */
  @Nullable SocketAddress remoteAddress();

  /**
   * Reads an option; {@code getsockopt}.
   *
   * @param <V> its type
   * @param option one of {@link java.net.StandardSocketOptions}
   * @return its value
   * @throws IOException if the system refuses
   * @throws UnsupportedOperationException if this socket has no such option
   */
  <V> V getOption(SocketOption<V> option) throws IOException;

  /**
   * Sets an option; {@code setsockopt}.
   *
   * @param <V> its type
   * @param option one of {@link java.net.StandardSocketOptions}
   * @param value its value
   * @throws IOException if the system refuses
   * @throws UnsupportedOperationException if this socket has no such option
   */
  <V> void setOption(SocketOption<V> option, V value) throws IOException;
}

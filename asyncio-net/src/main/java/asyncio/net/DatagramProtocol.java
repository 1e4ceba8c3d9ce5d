package asyncio.net;

import java.io.IOException;
import java.net.SocketAddress;

/** Who is told what comes to a socket for datagrams; mirrors {@code asyncio.DatagramProtocol}. */
public interface DatagramProtocol extends BaseProtocol {

  /**
   * The socket is open.
   *
   * @param transport what to send with
   */
  default void connectionMade(DatagramTransport transport) {}

  /**
   * A datagram has come.
   *
   * @param data its bytes, maybe none
   * @param address who sent it
   */
  default void datagramReceived(byte[] data, SocketAddress address) {}

  /**
   * The system has reported that something sent earlier did not arrive, or could not be sent. The
   * socket goes on.
   *
   * @param exception why
   */
  default void errorReceived(IOException exception) {}
}

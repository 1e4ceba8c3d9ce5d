package asyncio.net;

/**
 * A connection as a protocol sees it, such as a TCP socket; mirrors {@code asyncio.Transport}.
 *
 * <p>That of a pipe has one direction only: what concerns the other is an {@link
 * UnsupportedOperationException}.
 */
public interface Transport extends ReadTransport, WriteTransport {

  /**
   * Has another protocol served from now on. It is not told that the connection is made.
   *
   * @param protocol the protocol
   */
  void setProtocol(Protocol protocol);

  /**
   * The protocol that is served.
   *
   * @return as given last
   */
  Protocol getProtocol();
}

package asyncio.net;

/**
 * Who is told what comes over a connection; mirrors {@code asyncio.Protocol}.
 *
 * <p>Called in this order: {@link #connectionMade} once, {@link #dataReceived} any number of times,
 * {@link #eofReceived} at most once, {@link #connectionLost} once.
 */
public interface Protocol extends BaseProtocol {

  /**
   * The connection is made.
   *
   * @param transport what to write to
   */
  default void connectionMade(Transport transport) {}

  /**
   * Data has come. How the sender has divided it does not show.
   *
   * @param data at least one byte
   */
  default void dataReceived(byte[] data) {}

  /**
   * The other side will send no more.
   *
   * @return true to keep the connection half open, so that one can still write; false to close it.
   *     With TLS it is closed either way
   */
  default boolean eofReceived() {
    return false;
  }
}

package asyncio.net;

/** What serves a connection that a server has accepted; asyncio's {@code client_connected_cb}. */
@FunctionalInterface
public interface ClientConnected {

  /**
   * Serves the connection, in a task of its own. If it fails, that is reported to the loop's
   * exception handler; then, and if it is cancelled, the connection is closed. Otherwise closing it
   * is its own business.
   *
   * @param reader what comes
   * @param writer what goes
   * @throws Exception if it fails
   */
  void serve(StreamReader reader, StreamWriter writer) throws Exception;
}

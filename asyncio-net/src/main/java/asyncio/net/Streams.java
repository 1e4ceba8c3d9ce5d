package asyncio.net;

import asyncio.Asyncio;
import asyncio.Coroutine;
import asyncio.EventLoop;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Connections and servers for coroutines, made for a static import; mirrors asyncio's streams.
 *
 * {@snippet :
 * try (StreamPair connection = await(openConnection("example.org", 80))) {
 *   connection.writer().write("GET / HTTP/1.0\r\n\r\n");
 *   IO.println(new String(await(connection.reader().read())));
 * }
 * }
 *
 * <p>All of them belong to the running loop; without one they throw an {@link
 * IllegalStateException}.
 */
public final class Streams {

  private Streams() {}

  // ----- clients

  /**
   * Connects to a host; mirrors {@code asyncio.open_connection}.
   *
   * @param host a name or an address
   * @param port the port
   * @return a coroutine that gives the two streams. It throws {@link java.net.UnknownHostException}
   *     if there is no such host, and {@link java.net.ConnectException} if none of its addresses
   *     can be connected to
   */
  public static Coroutine<StreamPair> openConnection(String host, int port) {
    return openConnection(host, port, new ConnectOptions());
  }

  /**
   * Connects to a host, with options; mirrors {@code asyncio.open_connection}.
   *
   * @param host a name or an address
   * @param port the port
   * @param options how to connect
   * @return as {@link #openConnection(String, int)} does
   */
  public static Coroutine<StreamPair> openConnection(
      String host, int port, ConnectOptions options) {
    return Asyncio.async(() -> {
      NettyLoop netty = NetDriver.ofRunningLoop();
      return pair(
          new Connector(netty)
              .connect(() -> protocol(netty.loop, options.limit()), host, port, options));
    });
  }

  /**
   * Connects to a Unix-domain socket; mirrors {@code asyncio.open_unix_connection}.
   *
   * @param path the socket's file
   * @return a coroutine that gives the two streams. It throws {@link java.net.ConnectException} if
   *     nobody listens there
   */
  public static Coroutine<StreamPair> openUnixConnection(Path path) {
    return openUnixConnection(path, new ConnectOptions());
  }

  /**
   * Connects to a Unix-domain socket, with options; mirrors {@code asyncio.open_unix_connection}.
   *
   * @param path the socket's file
   * @param options how to connect; what concerns addresses has no effect
   * @return as {@link #openUnixConnection(Path)} does. With TLS it throws {@link
   *     IllegalArgumentException} if the server's certificate is to be verified and its options do
   *     not say for which name
   */
  public static Coroutine<StreamPair> openUnixConnection(Path path, ConnectOptions options) {
    return Asyncio.async(() ->
        pair(
            Asyncio.await(
                Transports.createUnixConnection(
                    () -> protocol(Asyncio.runningLoop(), options.limit()), path, options))));
  }

  private static StreamProtocol protocol(EventLoop loop, int limit) {
    return new StreamProtocol(loop, new StreamReader(loop, limit), null);
  }

  private static StreamPair pair(Connection<Transport, StreamProtocol> made) {
    StreamProtocol protocol = made.protocol();
    return new StreamPair(protocol.reader(), new StreamWriter(made.transport(), protocol));
  }

  // ----- servers

  /**
   * Starts a server; mirrors {@code asyncio.start_server}.
   *
   * @param clientConnected serves each connection, in a task of its own
   * @param host a name or an address to listen on; null or empty for all of this machine
   * @param port the port; 0 for any that is free
   * @return a coroutine that gives the server. It throws {@link java.net.BindException} if the
   *     address is in use
   */
  public static Coroutine<Server> startServer(
      ClientConnected clientConnected, @Nullable String host, int port) {
    return startServer(clientConnected, host, port, new ServerOptions());
  }

  /**
   * Starts a server, with options; mirrors {@code asyncio.start_server}.
   *
   * @param clientConnected serves each connection, in a task of its own
   * @param host a name or an address to listen on; null or empty for all of this machine
   * @param port the port; 0 for any that is free
   * @param options how to listen
   * @return as {@link #startServer(ClientConnected, String, int)} does
   */
  public static Coroutine<Server> startServer(
      ClientConnected clientConnected, @Nullable String host, int port, ServerOptions options) {
    return Transports.createServer(serving(clientConnected, options), host, port, options);
  }

  /**
   * Starts a server that listens on several addresses; mirrors {@code asyncio.start_server}.
   *
   * @param clientConnected serves each connection, in a task of its own
   * @param hosts names or addresses to listen on; none for all of this machine
   * @param port the port; with 0 each address gets any that is free
   * @param options how to listen
   * @return as {@link #startServer(ClientConnected, String, int)} does
   */
  public static Coroutine<Server> startServer(
      ClientConnected clientConnected, List<String> hosts, int port, ServerOptions options) {
    return Transports.createServer(serving(clientConnected, options), hosts, port, options);
  }

  /**
   * Starts a server on a Unix-domain socket; mirrors {@code asyncio.start_unix_server}. A socket
   * that an earlier server has left behind is replaced.
   *
   * @param clientConnected serves each connection, in a task of its own
   * @param path the socket's file
   * @return a coroutine that gives the server. It throws {@link java.net.BindException} if the file
   *     is there and is no socket
   */
  public static Coroutine<Server> startUnixServer(ClientConnected clientConnected, Path path) {
    return startUnixServer(clientConnected, path, new ServerOptions());
  }

  /**
   * Starts a server on a Unix-domain socket, with options; mirrors {@code
   * asyncio.start_unix_server}.
   *
   * @param clientConnected serves each connection, in a task of its own
   * @param path the socket's file
   * @param options how to listen
   * @return as {@link #startUnixServer(ClientConnected, Path)} does
   */
  public static Coroutine<Server> startUnixServer(
      ClientConnected clientConnected, Path path, ServerOptions options) {
    return Transports.createUnixServer(serving(clientConnected, options), path, options);
  }

  private static Supplier<StreamProtocol> serving(
      ClientConnected clientConnected, ServerOptions options) {
    EventLoop loop = Asyncio.runningLoop();
    return () -> new StreamProtocol(loop, new StreamReader(loop, options.limit()), clientConnected);
  }
}

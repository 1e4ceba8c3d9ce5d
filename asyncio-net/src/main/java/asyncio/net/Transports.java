package asyncio.net;

import asyncio.Asyncio;
import asyncio.Coroutine;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Connections and servers for protocols: the network methods of {@code asyncio}'s event loop.
 * {@link Streams} has them for coroutines.
 *
 * <p>All of them belong to the running loop; without one they throw an {@link
 * IllegalStateException}.
 */
public final class Transports {

  private Transports() {}

  // ----- clients

  /**
   * Connects to a host; mirrors {@code loop.create_connection}.
   *
   * @param <P> the protocol's type
   * @param protocolFactory makes the protocol, once the socket is connected
   * @param host a name or an address
   * @param port the port
   * @return a coroutine that gives the transport and the protocol, whose {@link
   *     Protocol#connectionMade} has run. It throws {@link java.net.UnknownHostException} if there
   *     is no such host, and {@link java.net.ConnectException} if none of its addresses can be
   *     connected to
   */
  public static <P extends Protocol> Coroutine<Connection<Transport, P>> createConnection(
      Supplier<P> protocolFactory, String host, int port) {
    return createConnection(protocolFactory, host, port, new ConnectOptions());
  }

  /**
   * Connects to a host, with options; mirrors {@code loop.create_connection}.
   *
   * @param <P> the protocol's type
   * @param protocolFactory makes the protocol, once the socket is connected
   * @param host a name or an address
   * @param port the port
   * @param options how to connect
   * @return as {@link #createConnection(Supplier, String, int)} does
   */
  public static <P extends Protocol> Coroutine<Connection<Transport, P>> createConnection(
      Supplier<P> protocolFactory, String host, int port, ConnectOptions options) {
    return Asyncio.async(() ->
        new Connector(NetDriver.ofRunningLoop()).connect(protocolFactory, host, port, options));
  }

  /**
   * Connects to a Unix-domain socket; mirrors {@code loop.create_unix_connection}.
   *
   * @param <P> the protocol's type
   * @param protocolFactory makes the protocol, once the socket is connected
   * @param path the socket's file
   * @return a coroutine that gives the transport and the protocol. It throws {@link
   *     java.net.ConnectException} if nobody listens there
   */
  public static <P extends Protocol> Coroutine<Connection<Transport, P>> createUnixConnection(
      Supplier<P> protocolFactory, Path path) {
    return createUnixConnection(protocolFactory, path, new ConnectOptions());
  }

  /**
   * Connects to a Unix-domain socket, with options; mirrors {@code loop.create_unix_connection}.
   *
   * @param <P> the protocol's type
   * @param protocolFactory makes the protocol, once the socket is connected
   * @param path the socket's file
   * @param options how to connect; what concerns addresses has no effect
   * @return as {@link #createUnixConnection(Supplier, Path)} does. With TLS it throws {@link
   *     IllegalArgumentException} if the server's certificate is to be verified and its options do
   *     not say for which name
   */
  public static <P extends Protocol> Coroutine<Connection<Transport, P>> createUnixConnection(
      Supplier<P> protocolFactory, Path path, ConnectOptions options) {
    return Asyncio.async(() ->
        new Connector(NetDriver.ofRunningLoop())
            .connect(protocolFactory, UnixDomainSocketAddress.of(path), options));
  }

  // ----- servers

  /**
   * Starts a server; mirrors {@code loop.create_server}.
   *
   * @param protocolFactory makes the protocol of each connection
   * @param host a name or an address to listen on; null or empty for all of this machine
   * @param port the port; 0 for any that is free
   * @return a coroutine that gives the server. It throws {@link java.net.BindException} if the
   *     address is in use
   */
  public static Coroutine<Server> createServer(
      Supplier<? extends Protocol> protocolFactory, @Nullable String host, int port) {
    return createServer(protocolFactory, host, port, new ServerOptions());
  }

  /**
   * Starts a server, with options; mirrors {@code loop.create_server}.
   *
   * @param protocolFactory makes the protocol of each connection
   * @param host a name or an address to listen on; null or empty for all of this machine
   * @param port the port; 0 for any that is free
   * @param options how to listen
   * @return as {@link #createServer(Supplier, String, int)} does
   */
  public static Coroutine<Server> createServer(
      Supplier<? extends Protocol> protocolFactory,
      @Nullable String host,
      int port,
      ServerOptions options) {
    return createServer(protocolFactory, host == null ? List.of() : List.of(host), port, options);
  }

  /**
   * Starts a server that listens on several addresses; mirrors {@code loop.create_server}.
   *
   * @param protocolFactory makes the protocol of each connection
   * @param hosts names or addresses to listen on; none for all of this machine
   * @param port the port; with 0 each address gets any that is free
   * @param options how to listen
   * @return as {@link #createServer(Supplier, String, int)} does. If one of the addresses cannot be
   *     listened on, none is
   */
  public static Coroutine<Server> createServer(
      Supplier<? extends Protocol> protocolFactory,
      List<String> hosts,
      int port,
      ServerOptions options) {
    return Asyncio.async(() ->
        new Listener(NetDriver.ofRunningLoop(), protocolFactory, options).listen(hosts, port));
  }

  /**
   * Starts a server on a Unix-domain socket; mirrors {@code loop.create_unix_server}. A socket that
   * an earlier server has left behind is replaced.
   *
   * @param protocolFactory makes the protocol of each connection
   * @param path the socket's file
   * @return a coroutine that gives the server. It throws {@link java.net.BindException} if the file
   *     is there and is no socket
   */
  public static Coroutine<Server> createUnixServer(
      Supplier<? extends Protocol> protocolFactory, Path path) {
    return createUnixServer(protocolFactory, path, new ServerOptions());
  }

  /**
   * Starts a server on a Unix-domain socket, with options; mirrors {@code loop.create_unix_server}.
   *
   * @param protocolFactory makes the protocol of each connection
   * @param path the socket's file
   * @param options how to listen
   * @return as {@link #createUnixServer(Supplier, Path)} does
   */
  public static Coroutine<Server> createUnixServer(
      Supplier<? extends Protocol> protocolFactory, Path path, ServerOptions options) {
    return Asyncio.async(
        () -> new Listener(NetDriver.ofRunningLoop(), protocolFactory, options).listen(path));
  }

  // ----- datagrams

  /**
   * Opens a socket for datagrams; mirrors {@code loop.create_datagram_endpoint}.
   *
   * @param <P> the protocol's type
   * @param protocolFactory makes the protocol, once the socket is open
   * @param options its addresses, of which at least one, or the family, must be given
   * @return a coroutine that gives the transport and the protocol, whose {@link
   *     DatagramProtocol#connectionMade} has run. It throws {@link java.net.BindException} if the
   *     local address is in use
   * @throws IllegalArgumentException if the options say nothing of an address or a family
   */
  public static <P extends DatagramProtocol>
      Coroutine<Connection<DatagramTransport, P>> createDatagramEndpoint(
          Supplier<P> protocolFactory, DatagramOptions options) {
    if (options.localAddress() == null
        && options.remoteAddress() == null
        && options.family() == null) {
      throw new IllegalArgumentException(
          "a datagram socket needs a local address, a remote one, or a family");
    }
    return Asyncio.async(
        () -> new DatagramOpener(NetDriver.ofRunningLoop(), options).open(protocolFactory));
  }

  // ----- on a connection

  /**
   * Has a connection use TLS from now on; mirrors {@code loop.start_tls}. What was written before
   * is sent first, in the clear. On a connection that uses TLS already, it lies on top of that.
   *
   * @param transport the transport of a connection
   * @param options this side of TLS
   * @return a coroutine that waits until the handshake is done, and gives that transport. It throws
   *     an {@link javax.net.ssl.SSLHandshakeException}, and the connection is lost, if it fails;
   *     and {@link IllegalArgumentException} if a client does not say for which name it verifies
   *     the server's certificate
   * @throws IllegalArgumentException if the transport is not that of a connection
   */
  public static Coroutine<Transport> startTls(Transport transport, TlsOptions options) {
    SocketTransport socket = socket(transport);
    return Asyncio.async(() -> {
      socket.upgrade(options, () -> new byte[0]);
      return transport;
    });
  }

  /**
   * Sends a file over a connection; mirrors {@code loop.sendfile}.
   *
   * @param transport the transport of a connection
   * @param file the file, open for reading; it stays open
   * @return as {@link #sendfile(Transport, FileChannel, long, long, boolean)} does, from the file's
   *     beginning to its end
   * @throws IllegalArgumentException if the transport is not that of a connection
   */
  public static Coroutine<Long> sendfile(Transport transport, FileChannel file) {
    return sendfile(transport, file, 0, Long.MAX_VALUE, true);
  }

  /**
   * Sends a part of a file over a connection, behind what was written before; mirrors {@code
   * loop.sendfile}. The system does it without the bytes coming to this program, but with TLS.
   * Nothing can be written meanwhile.
   *
   * @param transport the transport of a connection
   * @param file the file, open for reading; it stays open
   * @param offset where the part begins
   * @param count how many bytes at most; less if the file ends before
   * @param fallback whether the bytes may be read and written where the system cannot do it
   * @return a coroutine that gives how many bytes were sent. However it ends, the file's position
   *     is then behind them. It throws {@link IllegalStateException} if the transport is closing,
   *     and {@link UnsupportedOperationException} if a fallback is needed and not allowed.
   *     Cancelling it can leave up to 1 MiB more to be sent
   * @throws IllegalArgumentException if the transport is not that of a connection, or a number is
   *     negative
   */
  public static Coroutine<Long> sendfile(
      Transport transport, FileChannel file, long offset, long count, boolean fallback) {
    SocketTransport socket = socket(transport);
    if (offset < 0 || count < 0) {
      throw new IllegalArgumentException(
          "offset (" + offset + ") and count (" + count + ") must not be negative");
    }
    return Asyncio.async(() -> Sendfile.send(socket, file, offset, count, fallback));
  }

  private static SocketTransport socket(Transport transport) {
    if (transport instanceof SocketTransport socket) {
      return socket;
    }
    throw new IllegalArgumentException("this is not the transport of a connection: " + transport);
  }
}

package asyncio.net;

import org.jspecify.annotations.Nullable;

/**
 * What can be said of a server when it is started; the keyword arguments of asyncio's {@code
 * create_server} and {@code start_server}.
 *
 * {@snippet :
 * startServer(this::serve, "127.0.0.1", 8080, new ServerOptions().backlog(1000).reusePort(true))
 * }
 */
public final class ServerOptions {

  private int backlog = 100;
  private boolean reuseAddress = true;
  private boolean reusePort;
  private boolean keepAlive;
  private boolean startServing = true;
  private boolean cleanupSocket = true;
  private @Nullable TlsOptions tls;
  private int limit = StreamReader.DEFAULT_LIMIT;

  /** The options that asyncio has by default. */
  public ServerOptions() {}

  /**
   * Sets how many connections may wait to be accepted; 100 at first.
   *
   * @param connections the number, at least 1
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  public ServerOptions backlog(int connections) {
    if (connections < 1) {
      throw new IllegalArgumentException("backlog must be at least 1, not " + connections);
    }
    backlog = connections;
    return this;
  }

  int backlog() {
    return backlog;
  }

  /**
   * Sets whether the address may be taken while connections of an earlier server linger; true at
   * first.
   *
   * @param reuse true if it may
   * @return this
   */
  public ServerOptions reuseAddress(boolean reuse) {
    reuseAddress = reuse;
    return this;
  }

  boolean reuseAddress() {
    return reuseAddress;
  }

  /**
   * Sets whether several servers may listen on the same port, if all of them say so; false at
   * first.
   *
   * @param reuse true if they may
   * @return this
   */
  public ServerOptions reusePort(boolean reuse) {
    reusePort = reuse;
    return this;
  }

  boolean reusePort() {
    return reusePort;
  }

  /**
   * Sets whether the system looks after connections on which nothing happens; false at first.
   *
   * @param keep true if it does
   * @return this
   */
  public ServerOptions keepAlive(boolean keep) {
    keepAlive = keep;
    return this;
  }

  boolean keepAlive() {
    return keepAlive;
  }

  /**
   * Sets whether connections are accepted at once; true at first. If not, they wait in the backlog
   * for {@link Server#startServing} or {@link Server#serveForever}.
   *
   * @param start true if they are
   * @return this
   */
  public ServerOptions startServing(boolean start) {
    startServing = start;
    return this;
  }

  boolean startServing() {
    return startServing;
  }

  /**
   * Sets whether the file of a Unix-domain socket is deleted when the server is closed, unless
   * another one has taken its place; true at first.
   *
   * @param cleanup true if it is
   * @return this
   */
  public ServerOptions cleanupSocket(boolean cleanup) {
    cleanupSocket = cleanup;
    return this;
  }

  boolean cleanupSocket() {
    return cleanupSocket;
  }

  /**
   * Has the connections use TLS.
   *
   * @param context a server's side of it
   * @return this
   */
  public ServerOptions tls(TlsContext context) {
    return tls(new TlsOptions(context));
  }

  /**
   * Has the connections use TLS, with options.
   *
   * @param options a server's side of it
   * @return this
   * @throws IllegalArgumentException if the context is a client's
   */
  public ServerOptions tls(TlsOptions options) {
    if (options.context().isClient()) {
      throw new IllegalArgumentException("the TLS context of a server is needed, not a client's");
    }
    tls = options;
    return this;
  }

  @Nullable TlsOptions tls() {
    return tls;
  }

  /**
   * Sets the limit of the connections' readers; 64 KiB at first.
   *
   * @param bytes the limit, as of {@link StreamReader#StreamReader(int)}
   * @return this
   */
  public ServerOptions limit(int bytes) {
    limit = bytes;
    return this;
  }

  int limit() {
    return limit;
  }
}

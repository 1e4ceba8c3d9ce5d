package asyncio.net;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * TLS on a connection: the context, and how to use it; the keyword arguments of asyncio that begin
 * with {@code ssl}, and {@code server_hostname}.
 */
public final class TlsOptions {

  private final TlsContext context;
  private @Nullable String serverHostname;
  private Duration handshakeTimeout = Duration.ofSeconds(60);
  private Duration shutdownTimeout = Duration.ofSeconds(30);

  /**
   * TLS as asyncio has it by default.
   *
   * @param context what this side brings along
   */
  public TlsOptions(TlsContext context) {
    this.context = context;
  }

  TlsContext context() {
    return context;
  }

  /**
   * Sets the name that a client asks for (SNI) and that the server's certificate must be for; the
   * host that is connected to at first. A Unix-domain socket and an upgrade of a connection know no
   * host: there it must be set, unless the context does not verify names.
   *
   * @param name the name
   * @return this
   */
  public TlsOptions serverHostname(String name) {
    serverHostname = name;
    return this;
  }

  @Nullable String serverHostname() {
    return serverHostname;
  }

  /**
   * Refuses to go on where nothing but these options could tell the name that is to be verified.
   */
  void checkNameIsGiven() {
    if (serverHostname == null && context.isClient() && context.checkHostname) {
      throw new IllegalArgumentException(
          "the server's certificate is to be verified, and for which name is not known here: set"
              + " serverHostname of TlsOptions, or ignoreHostname of TlsContext");
    }
  }

  /**
   * Sets how long the handshake may take; 60 seconds at first.
   *
   * @param timeout the time, more than nothing
   * @return this
   * @throws IllegalArgumentException if it is nothing or less
   */
  public TlsOptions handshakeTimeout(Duration timeout) {
    handshakeTimeout = positive(timeout, "handshakeTimeout");
    return this;
  }

  Duration handshakeTimeout() {
    return handshakeTimeout;
  }

  /**
   * Sets how long the other side may take to agree to the end of a connection that is closed; 30
   * seconds at first.
   *
   * @param timeout the time, more than nothing
   * @return this
   * @throws IllegalArgumentException if it is nothing or less
   */
  public TlsOptions shutdownTimeout(Duration timeout) {
    shutdownTimeout = positive(timeout, "shutdownTimeout");
    return this;
  }

  Duration shutdownTimeout() {
    return shutdownTimeout;
  }

  private static Duration positive(Duration timeout, String name) {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException(name + " must be more than nothing, not " + timeout);
    }
    return timeout;
  }
}

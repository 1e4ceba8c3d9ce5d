package asyncio.net;

import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a connection when it is opened; the keyword arguments of asyncio's {@code
 * create_connection} and {@code open_connection}.
 *
 * {@snippet :
 * openConnection("example.org", 80, new ConnectOptions().happyEyeballsDelay(Duration.ofMillis(250)))
 * }
 */
public final class ConnectOptions {

  private @Nullable StandardProtocolFamily family;
  private @Nullable InetSocketAddress localAddress;
  private @Nullable Duration happyEyeballsDelay;
  private @Nullable Integer interleave;
  private boolean allErrors;
  private @Nullable TlsOptions tls;
  private int limit = StreamReader.DEFAULT_LIMIT;

  /** The options that asyncio has by default. */
  public ConnectOptions() {}

  /**
   * Tries the host's addresses of one family only.
   *
   * @param only {@code INET} for IPv4, {@code INET6} for IPv6
   * @return this
   */
  public ConnectOptions family(StandardProtocolFamily only) {
    family = only;
    return this;
  }

  @Nullable StandardProtocolFamily family() {
    return family;
  }

  /**
   * Sets the address that the connection comes from, looked up if it was not yet. The host's
   * addresses of another family are not tried.
   *
   * @param address the address; port 0 is any port
   * @return this
   */
  public ConnectOptions localAddress(InetSocketAddress address) {
    localAddress = address;
    return this;
  }

  @Nullable InetSocketAddress localAddress() {
    return localAddress;
  }

  /**
   * Has the next of the host's addresses tried when an attempt has taken so long, beside it; the
   * first that succeeds wins (RFC 8305, "Happy Eyeballs"; it recommends 250 ms). Without it, one is
   * tried when the one before it has failed.
   *
   * @param delay how long an attempt has for itself
   * @return this
   */
  public ConnectOptions happyEyeballsDelay(Duration delay) {
    happyEyeballsDelay = delay;
    return this;
  }

  @Nullable Duration happyEyeballsDelay() {
    return happyEyeballsDelay;
  }

  /**
   * Mixes IPv4 and IPv6 among the addresses to try.
   *
   * @param firstFamilyCount how many of the first family come first; 0 leaves the order as it is.
   *     By default that is 1 if there is a {@link #happyEyeballsDelay}, and else 0
   * @return this
   */
  public ConnectOptions interleave(int firstFamilyCount) {
    interleave = firstFamilyCount;
    return this;
  }

  int interleave() {
    return interleave != null ? interleave : happyEyeballsDelay != null ? 1 : 0;
  }

  /**
   * Sets whether the error of a host none of whose addresses can be connected to is an {@link
   * asyncio.ExceptionGroup} of all of them; false at first.
   *
   * @param all true if it is
   * @return this
   */
  public ConnectOptions allErrors(boolean all) {
    allErrors = all;
    return this;
  }

  boolean allErrors() {
    return allErrors;
  }

  /**
   * Has the connection use TLS.
   *
   * @param context a client's side of it
   * @return this
   */
  public ConnectOptions tls(TlsContext context) {
    return tls(new TlsOptions(context));
  }

  /**
   * Has the connection use TLS, with options.
   *
   * @param options a client's side of it
   * @return this
   * @throws IllegalArgumentException if the context is a server's
   */
  public ConnectOptions tls(TlsOptions options) {
    if (!options.context().isClient()) {
      throw new IllegalArgumentException("the TLS context of a client is needed, not a server's");
    }
    tls = options;
    return this;
  }

  @Nullable TlsOptions tls() {
    return tls;
  }

  /**
   * Sets the reader's limit; 64 KiB at first.
   *
   * @param bytes the limit, as of {@link StreamReader#StreamReader(int)}
   * @return this
   */
  public ConnectOptions limit(int bytes) {
    limit = bytes;
    return this;
  }

  int limit() {
    return limit;
  }
}

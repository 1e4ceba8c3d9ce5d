package asyncio.net;

import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a socket for datagrams when it is opened; the keyword arguments of asyncio's
 * {@code create_datagram_endpoint}. A local address, a remote one or a family must be among it.
 */
public final class DatagramOptions {

  private @Nullable InetSocketAddress localAddress;
  private @Nullable InetSocketAddress remoteAddress;
  private @Nullable StandardProtocolFamily family;
  private boolean reusePort;
  private boolean allowBroadcast;

  /** The options that asyncio has by default. */
  public DatagramOptions() {}

  /**
   * Binds the socket to an address.
   *
   * @param address the address; one that is not resolved is looked up; port 0 is any that is free
   * @return this
   */
  public DatagramOptions localAddress(InetSocketAddress address) {
    localAddress = address;
    return this;
  }

  @Nullable InetSocketAddress localAddress() {
    return localAddress;
  }

  /**
   * Connects the socket to an address: it sends there, and gets nothing from elsewhere.
   *
   * @param address the address; one that is not resolved is looked up
   * @return this
   */
  public DatagramOptions remoteAddress(InetSocketAddress address) {
    remoteAddress = address;
    return this;
  }

  @Nullable InetSocketAddress remoteAddress() {
    return remoteAddress;
  }

  /**
   * Sets the family of the addresses.
   *
   * @param only {@code INET} for IPv4, {@code INET6} for IPv6
   * @return this
   * @throws IllegalArgumentException if it is {@code UNIX}
   */
  public DatagramOptions family(StandardProtocolFamily only) {
    if (only == StandardProtocolFamily.UNIX) {
      throw new IllegalArgumentException("datagrams are of the family INET or INET6");
    }
    family = only;
    return this;
  }

  @Nullable StandardProtocolFamily family() {
    return family;
  }

  /**
   * Sets whether several sockets may have the same address, if all of them say so; false at first.
   *
   * @param reuse true if they may
   * @return this
   */
  public DatagramOptions reusePort(boolean reuse) {
    reusePort = reuse;
    return this;
  }

  boolean reusePort() {
    return reusePort;
  }

  /**
   * Sets whether one may send to a broadcast address; false at first. The socket is then not
   * connected, so that answers can come from anywhere; what it sends goes to the remote address all
   * the same, if there is one.
   *
   * @param allow true if one may
   * @return this
   */
  public DatagramOptions allowBroadcast(boolean allow) {
    allowBroadcast = allow;
    return this;
  }

  boolean allowBroadcast() {
    return allowBroadcast;
  }
}

package asyncio.net;

import io.netty.channel.Channel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.util.function.Supplier;

/** Opens sockets for datagrams, in the calling coroutine. */
final class DatagramOpener {

  private final NettyLoop netty;
  private final DatagramOptions options;

  DatagramOpener(NettyLoop netty, DatagramOptions options) {
    this.netty = netty;
    this.options = options;
  }

  <P extends DatagramProtocol> Connection<DatagramTransport, P> open(Supplier<P> protocolFactory)
      throws UnknownHostException {
    InetSocketAddress remote = Dns.resolved(options.remoteAddress(), options.family());
    StandardProtocolFamily family = remote == null ? options.family() : familyOf(remote);
    InetSocketAddress local = Dns.resolved(options.localAddress(), family);
    if (family == null && local != null) {
      family = familyOf(local);
    }
    boolean inet6 = family == StandardProtocolFamily.INET6;
    InetSocketAddress bound = local != null ? local : any(inet6);
    boolean connects = remote != null && !options.allowBroadcast();
    Channel channel =
        Channels.datagrams(
            netty,
            inet6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET,
            bound,
            connects ? remote : null,
            options);
    P protocol;
    try {
      protocol = protocolFactory.get();
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
    DatagramSocketTransport transport =
        new DatagramSocketTransport(netty, channel, protocol, remote, connects);
    TransportStart.await(transport, transport::start);
    return new Connection<>(transport, protocol);
  }

  private static StandardProtocolFamily familyOf(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address
        ? StandardProtocolFamily.INET6
        : StandardProtocolFamily.INET;
  }

  private static InetSocketAddress any(boolean inet6) {
    return new InetSocketAddress(InetAddress.ofLiteral(inet6 ? "::" : "0.0.0.0"), 0);
  }
}

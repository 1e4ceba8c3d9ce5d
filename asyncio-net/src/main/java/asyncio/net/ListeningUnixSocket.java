package asyncio.net;

import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.util.AttributeKey;
import java.io.Closeable;

/**
 * Closes what listens. Netty deletes the file of a Unix-domain socket of epoll's when it closes the
 * channel, whosever it is by then: so these are closed beneath it.
 */
final class ListeningUnixSocket {

  private static final AttributeKey<Closeable> SOCKET =
      AttributeKey.valueOf(ListeningUnixSocket.class, "socket");

  private ListeningUnixSocket() {}

  static ServerChannel epoll() {
    EpollServerDomainSocketChannel channel = new EpollServerDomainSocketChannel();
    channel.attr(SOCKET).set(channel.fd()::close);
    return channel;
  }

  /** Closes a listening channel of any kind. */
  static void close(Channel channel) {
    Closeable socket = channel.attr(SOCKET).get();
    if (socket == null) {
      channel.close();
    } else {
      channel.deregister().addListener(_ -> socket.close());
    }
  }
}

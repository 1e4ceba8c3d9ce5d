package asyncio.net;

import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.util.AttributeKey;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;

/**
 * The listening channels of Unix-domain sockets. Netty deletes a socket's file when it closes the
 * channel, whosever it is by then: so these are closed beneath it.
 */
final class ListeningUnixSocket {

  private static final AttributeKey<Closeable> SOCKET =
      AttributeKey.valueOf(ListeningUnixSocket.class, "socket");

  private ListeningUnixSocket() {}

  static ServerChannel nio() {
    try {
      ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      ServerChannel channel = new NioServerDomainSocketChannel(socket);
      channel.attr(SOCKET).set(socket);
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

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

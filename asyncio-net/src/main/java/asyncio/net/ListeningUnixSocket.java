package asyncio.net;

import io.netty.channel.Channel;
import io.netty.channel.unix.ServerDomainSocketChannel;

/**
 * Closes what listens. Netty deletes the file of a Unix-domain socket when it closes the channel,
 * whosever it is by then: so the socket is closed beneath it.
 */
final class ListeningUnixSocket {

  private ListeningUnixSocket() {}

  /** Closes a listening channel of any kind. */
  static void close(Channel channel) {
    if (channel instanceof ServerDomainSocketChannel unix) {
      channel.deregister().addListener(_ -> unix.fd().close());
    } else {
      channel.close();
    }
  }
}

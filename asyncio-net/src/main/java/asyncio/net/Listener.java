package asyncio.net;

import asyncio.Asyncio;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Makes servers, in the calling coroutine. */
final class Listener {

  private final NettyLoop netty;
  private final Supplier<? extends Protocol> protocolFactory;
  private final ServerOptions options;

  Listener(NettyLoop netty, Supplier<? extends Protocol> protocolFactory, ServerOptions options) {
    this.netty = netty;
    this.protocolFactory = protocolFactory;
    this.options = options;
  }

  /** Listens on all addresses of the hosts, or of this machine if there are none. */
  Server listen(List<String> hosts, int port) {
    Set<InetSocketAddress> addresses = new LinkedHashSet<>();
    for (String host : hosts) {
      addresses.addAll(
          host.isEmpty() ? List.of(wildcard(port)) : Asyncio.await(Dns.getaddrinfo(host, port)));
    }
    if (addresses.isEmpty()) {
      addresses.add(wildcard(port));
    }
    Server server = new Server(netty, protocolFactory, options.tls(), () -> {});
    return start(server, addresses);
  }

  /** One socket for IPv4 and IPv6, where there is IPv6. */
  private static InetSocketAddress wildcard(int port) {
    return new InetSocketAddress(port);
  }

  /** Listens on a Unix-domain socket. */
  Server listen(Path path) throws IOException {
    deleteLeftBehind(path);
    Set<UnixDomainSocketAddress> address = Set.of(UnixDomainSocketAddress.of(path));
    SocketFile file = new SocketFile(path);
    Server server = new Server(netty, protocolFactory, options.tls(), file::delete);
    Server started = start(server, address);
    if (options.cleanupSocket()) {
      file.remember();
    }
    return started;
  }

  private static void deleteLeftBehind(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    BasicFileAttributes file =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!file.isOther()) {
      throw new BindException("cannot bind to " + path + ": there is a file, and it is no socket");
    }
    Files.delete(path);
  }

  private Server start(Server server, Set<? extends SocketAddress> addresses) {
    try {
      for (SocketAddress address : addresses) {
        server.add(
            Channels.listen(netty, address, options, new AcceptHandler(netty), accepting(server)));
      }
      if (options.startServing()) {
        Asyncio.await(server.startServing());
      }
    } catch (Throwable e) {
      server.close();
      throw e;
    }
    return server;
  }

  private static ChannelInitializer<Channel> accepting(Server server) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        SocketHandler handler = new SocketHandler();
        channel.pipeline().addLast(handler);
        server.accepted(channel, handler);
      }
    };
  }
}

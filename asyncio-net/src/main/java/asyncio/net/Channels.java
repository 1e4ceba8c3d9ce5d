package asyncio.net;

import asyncio.Asyncio;
import asyncio.Future;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Opens Netty's channels. All of it waits, in a coroutine. */
final class Channels {

  /** Reads begin small, and grow to as much as CPython reads at a time. */
  private static final AdaptiveRecvByteBufAllocator READS =
      new AdaptiveRecvByteBufAllocator(256, 4096, 256 * 1024);

  /** What is larger than the buffer would be cut off. */
  private static final FixedRecvByteBufAllocator DATAGRAMS =
      new FixedRecvByteBufAllocator(64 * 1024);

  private Channels() {}

  /** Connects; the channel does not read. */
  static Channel connect(
      NettyLoop netty,
      SocketAddress address,
      @Nullable SocketAddress localAddress,
      ChannelHandler handler) {
    boolean inet = address instanceof InetSocketAddress;
    Bootstrap bootstrap =
        new Bootstrap()
            .group(netty)
            .channelFactory(inet ? netty.io.tcp() : unix(netty, netty.io.unix()))
            .disableResolver()
            .handler(handler)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.RECVBUF_ALLOCATOR, READS);
    if (inet) {
      bootstrap.option(ChannelOption.TCP_NODELAY, true);
    }
    SocketAddress to = netty.io.toNetty(address);
    return open(
        netty,
        () -> localAddress == null ? bootstrap.connect(to) : bootstrap.connect(to, localAddress),
        failure -> SocketErrors.connecting(address, failure));
  }

  /** Listens; no connection is accepted before the channel reads. */
  static Channel listen(
      NettyLoop netty,
      SocketAddress address,
      ServerOptions options,
      ChannelHandler handler,
      ChannelHandler accepted) {
    boolean inet = address instanceof InetSocketAddress;
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(netty)
            .channelFactory(inet ? netty.io.tcpServer() : unix(netty, netty.io.unixServer()))
            .handler(handler)
            .option(ChannelOption.SO_BACKLOG, options.backlog())
            .option(ChannelOption.AUTO_READ, false)
            .childHandler(accepted)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, READS);
    if (inet) {
      bootstrap.option(ChannelOption.SO_REUSEADDR, options.reuseAddress());
      bootstrap.childOption(ChannelOption.TCP_NODELAY, true);
      if (options.reusePort()) {
        bootstrap.option(netty.io.reusePort(), true);
      }
      if (options.keepAlive()) {
        bootstrap.childOption(ChannelOption.SO_KEEPALIVE, true);
      }
    }
    SocketAddress at = netty.io.toNetty(address);
    return open(netty, () -> bootstrap.bind(at), failure -> SocketErrors.binding(address, failure));
  }

  /** Opens a socket for datagrams; it does not read. */
  static Channel datagrams(
      NettyLoop netty,
      SocketProtocolFamily family,
      SocketAddress localAddress,
      @Nullable SocketAddress remoteAddress,
      DatagramOptions options) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(netty)
            .channelFactory(() -> netty.io.datagram().apply(family))
            .disableResolver()
            .handler(new ChannelHandlerAdapter() {})
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.RECVBUF_ALLOCATOR, DATAGRAMS)
            .option(ChannelOption.SO_BROADCAST, options.allowBroadcast());
    if (options.reusePort()) {
      bootstrap.option(netty.io.reusePort(), true);
    }
    return remoteAddress == null
        ? open(
            netty,
            () -> bootstrap.bind(localAddress),
            failure -> SocketErrors.binding(localAddress, failure))
        : open(
            netty,
            () -> bootstrap.connect(remoteAddress, localAddress),
            failure -> SocketErrors.connecting(remoteAddress, failure));
  }

  private static <C extends Channel> ChannelFactory<C> unix(
      NettyLoop netty, @Nullable ChannelFactory<C> factory) {
    if (factory == null) {
      throw new UnsupportedOperationException(
          "there are no Unix-domain sockets with " + netty.io.name());
    }
    return factory;
  }

  private static Channel open(
      NettyLoop netty, Supplier<ChannelFuture> opening, UnaryOperator<Throwable> named) {
    Future<Channel> opened = netty.loop.createFuture();
    netty.execute(() -> begin(netty, opening, opened, named));
    try {
      return Asyncio.await(opened);
    } catch (Throwable e) { // cancelled maybe, when it was open already
      if (opened.done() && !opened.cancelled() && opened.exception() == null) {
        opened.result().close();
      }
      throw e;
    }
  }

  private static void begin(
      NettyLoop netty,
      Supplier<ChannelFuture> opening,
      Future<Channel> opened,
      UnaryOperator<Throwable> named) {
    if (opened.done()) {
      return;
    }
    ChannelFuture future;
    try {
      netty.freeAddresses();
      future = opening.get();
    } catch (Throwable e) {
      opened.setException(named.apply(e));
      return;
    }
    opened.addDoneCallback(done -> {
      if (done.cancelled()) {
        future.channel().close();
      }
    });
    if (future.isDone()) { // its listeners would run on another thread if there is no channel
      end(future, opened, named);
    } else {
      future.addListener((ChannelFuture done) -> end(done, opened, named));
    }
  }

  private static void end(
      ChannelFuture done, Future<Channel> opened, UnaryOperator<Throwable> named) {
    if (opened.done()) {
      done.channel().close();
    } else if (done.isSuccess()) {
      opened.setResult(done.channel());
    } else {
      opened.setException(named.apply(done.cause()));
    }
  }

  /**
   * Closes it without TLS's good-bye: it was said, or nobody is there to hear it. The loop's own
   * thread.
   */
  static void closeAtOnce(Channel channel) {
    channel.unsafe().close(channel.voidPromise());
  }
}

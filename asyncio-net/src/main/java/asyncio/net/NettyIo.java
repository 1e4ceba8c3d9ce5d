package asyncio.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One of Netty's ways to do I/O: its handler, and the channels that go with it.
 *
 * @param name as {@code -Dasyncio.io} has it
 * @param handlerFactory what waits for I/O
 * @param tcp makes a TCP connection
 * @param tcpServer makes a TCP server
 * @param datagram makes a UDP socket of a family
 * @param unix makes a Unix-domain connection, or null if there is none
 * @param unixServer makes a Unix-domain server, or null if there is none
 * @param reusePort the option {@code SO_REUSEPORT}
 * @param nativeUnix whether Unix-domain addresses are Netty's own, not the JDK's
 */
record NettyIo(
    String name,
    IoHandlerFactory handlerFactory,
    ChannelFactory<Channel> tcp,
    ChannelFactory<ServerChannel> tcpServer,
    Function<SocketProtocolFamily, Channel> datagram,
    @Nullable ChannelFactory<Channel> unix,
    @Nullable ChannelFactory<ServerChannel> unixServer,
    ChannelOption<Boolean> reusePort,
    boolean nativeUnix) {

  /**
   * What {@code -Dasyncio.io} asks for: {@code epoll}, {@code nio}, {@code io_uring}, or {@code
   * auto}, the default.
   *
   * @param thread the loop's own thread, or null if it has not run yet
   * @throws IllegalStateException if that is not available here
   */
  static NettyIo chosen(@Nullable Thread thread) {
    String name = System.getProperty("asyncio.io", "auto");
    return switch (name) {
      case "auto" -> automatic(thread);
      case "nio" -> nio();
      case "epoll" -> {
        if (!Epoll.isAvailable()) {
          throw notAvailable(name, Epoll.unavailabilityCause());
        }
        yield epoll();
      }
      case "io_uring" -> {
        if (thread != null && thread.isVirtual()) {
          throw new IllegalStateException(
              "-Dasyncio.io=io_uring is not available for a loop on a virtual thread, which changes"
                  + " its carrier: use the direct fiber, from a platform thread");
        }
        try {
          if (!IoUring.isAvailable()) {
            throw notAvailable(name, IoUring.unavailabilityCause());
          }
        } catch (NoClassDefFoundError e) {
          throw notAvailable(name, e);
        }
        yield ioUring();
      }
      default ->
          throw new IllegalArgumentException(
              "-Dasyncio.io must be auto, epoll, nio or io_uring, not " + name);
    };
  }

  /**
   * A virtual thread that waits in epoll keeps its carrier, which the JDK does not know and so does
   * not make up for; of waiting in one of its own selectors it knows.
   */
  private static NettyIo automatic(@Nullable Thread thread) {
    boolean virtual = thread != null && thread.isVirtual();
    return !virtual && Epoll.isAvailable() ? epoll() : nio();
  }

  private static IllegalStateException notAvailable(String name, Throwable cause) {
    return new IllegalStateException("-Dasyncio.io=" + name + " is not available here", cause);
  }

  private static NettyIo nio() {
    return new NettyIo(
        "nio",
        NioIoHandler.newFactory(),
        NioSocketChannel::new,
        NioServerSocketChannel::new,
        family -> new NioDatagramChannel(family),
        NioUnixChannel::new,
        NioUnixServerChannel::new,
        NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT),
        false);
  }

  private static NettyIo epoll() {
    return new NettyIo(
        "epoll",
        EpollIoHandler.newFactory(),
        EpollSocketChannel::new,
        EpollServerSocketChannel::new,
        EpollDatagramChannel::new,
        EpollDomainSocketChannel::new,
        EpollServerDomainSocketChannel::new,
        UnixChannelOption.SO_REUSEPORT,
        true);
  }

  private static NettyIo ioUring() {
    return new NettyIo(
        "io_uring",
        IoUringIoHandler.newFactory(),
        IoUringSocketChannel::new,
        IoUringServerSocketChannel::new,
        family -> new IoUringDatagramChannel(family),
        null,
        null,
        UnixChannelOption.SO_REUSEPORT,
        true);
  }

  /** The address as the channels want it. */
  SocketAddress toNetty(SocketAddress address) {
    return nativeUnix && address instanceof UnixDomainSocketAddress unix
        ? new DomainSocketAddress(unix.getPath().toString())
        : address;
  }

  /** The address as the JDK has it. */
  static @Nullable SocketAddress toJdk(@Nullable SocketAddress address) {
    return address instanceof DomainSocketAddress unix
        ? UnixDomainSocketAddress.of(unix.path())
        : address;
  }
}

package asyncio.bench.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.io.OutputStream;

/**
 * An echo server of Netty alone, on one thread: what a server on top of it is measured against. It
 * says {@code ready} when it listens, and ends when its input does.
 */
public final class NettyEcho {

  /** Above what one turn of reading brings, so that only who does not read is waited for. */
  private static final WriteBufferWaterMark SLOW_READER =
      new WriteBufferWaterMark(1024 * 1024, 2 * 1024 * 1024);

  private NettyEcho() {}

  /** A transport of Netty. */
  private record Transport(IoHandlerFactory io, Class<? extends ServerChannel> server) {

    static Transport named(String name) {
      return switch (name) {
        case "auto" -> named(Epoll.isAvailable() ? "epoll" : "nio");
        case "epoll" -> new Transport(EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
        case "nio" -> new Transport(NioIoHandler.newFactory(), NioServerSocketChannel.class);
        default -> throw new IllegalArgumentException("auto, epoll or nio, not " + name);
      };
    }
  }

  /**
   * Serves on the loopback address, on the transport that {@code -Dasyncio.io} names, as asyncio4j
   * does.
   *
   * @param args what the server is compared with, {@code streams} or {@code protocol}, and the
   *     port; anything else than a server is {@code unsupported}
   * @throws Exception if it does not work
   */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "streams", "protocol" -> serve(Integer.parseInt(args[1]));
      default -> System.out.println("unsupported");
    }
  }

  private static void serve(int port) throws IOException, InterruptedException {
    Transport transport = Transport.named(System.getProperty("asyncio.io", "auto"));
    new ServerBootstrap()
        .group(new MultiThreadIoEventLoopGroup(1, transport.io()))
        .channel(transport.server())
        .option(ChannelOption.SO_BACKLOG, Echo.BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, SLOW_READER)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new EchoHandler());
              }
            })
        .bind(Echo.HOST, port)
        .sync();
    System.out.println("ready");
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0); // its thread would go on
  }

  /** Writes what it reads; flushes when there is nothing more to read. */
  private static final class EchoHandler extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var _ = context.write(message, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    /** Reads no faster than the other end does. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      context.channel().config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }
}

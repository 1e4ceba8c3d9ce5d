package asyncio.net;

import asyncio.ExceptionContext;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/**
 * Reports what keeps a listening channel from accepting, such as too many open files, and has it
 * try again a second later.
 */
final class AcceptHandler extends ChannelInboundHandlerAdapter {

  private static final long PAUSE_SECONDS = 1;

  private final NettyLoop netty;

  AcceptHandler(NettyLoop netty) {
    this.netty = netty;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Channel channel = context.channel();
    String at = SocketErrors.text(NettyIo.toJdk(channel.localAddress()));
    ExceptionContext report =
        ExceptionContext.of("a connection to " + at + " could not be accepted", cause);
    netty.loop.callSoon(() -> netty.loop.callExceptionHandler(report));
    channel.config().setAutoRead(false);
    var _ = netty.schedule(() -> acceptAgain(channel), PAUSE_SECONDS, TimeUnit.SECONDS);
  }

  private static void acceptAgain(Channel channel) {
    if (channel.isRegistered()) { // not closed by now
      channel.config().setAutoRead(true);
    }
  }
}

package asyncio.net;

import asyncio.ExceptionContext;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Reports what keeps a listening channel from accepting, such as too many open files. Netty then
 * accepts nothing for a second, and goes on.
 */
final class AcceptHandler extends ChannelInboundHandlerAdapter {

  private final NettyLoop netty;

  AcceptHandler(NettyLoop netty) {
    this.netty = netty;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    ExceptionContext report =
        ExceptionContext.of(
            "a connection to "
                + NettyIo.toJdk(context.channel().localAddress())
                + " could not be accepted",
            cause);
    netty.loop.callSoon(() -> netty.loop.callExceptionHandler(report));
    context.fireExceptionCaught(cause);
  }
}

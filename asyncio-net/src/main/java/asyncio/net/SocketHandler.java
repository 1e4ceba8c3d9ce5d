package asyncio.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.net.SocketException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The end of a channel's pipeline: tells its transport. What happens before there is one is told
 * when it comes.
 */
final class SocketHandler extends ChannelInboundHandlerAdapter {

  private @Nullable SocketTransport transport;
  private final ArrayDeque<ByteBuf> early = new ArrayDeque<>(0);
  private boolean eof;
  private @Nullable Throwable failure;
  private boolean shakingHands;

  /** The loop's own thread. */
  void tell(SocketTransport transport) {
    this.transport = transport;
    for (ByteBuf data; (data = early.poll()) != null; ) {
      transport.arrived(data);
    }
    if (failure != null) {
      transport.failed(failure);
    } else if (eof) {
      transport.eofArrived();
    }
  }

  /** While TLS shakes hands, the end of what comes is the end of all. */
  void shakingHands(boolean doesSo) {
    shakingHands = doesSo;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (transport != null) {
      transport.arrived((ByteBuf) message);
    } else {
      early.add((ByteBuf) message);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE || event == SslCloseCompletionEvent.SUCCESS) {
      ended();
      if (shakingHands) {
        Channels.closeAtOnce(context.channel());
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (isUnexpected()) {
      exceptionCaught(context, new SocketException("Connection reset"));
    } else {
      ended();
    }
    if (transport == null) {
      early.forEach(ByteBuf::release);
      early.clear();
    }
  }

  /** Whether nobody has ended the connection: a write of TLS's own may have failed. */
  private boolean isUnexpected() {
    return !eof
        && failure == null
        && !shakingHands
        && (transport == null || !transport.isClosing());
  }

  private void ended() {
    eof = true;
    if (transport != null) {
      transport.eofArrived();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (shakingHands) {
      return; // who waits for the handshake is told
    }
    if (transport != null) {
      transport.failed(cause);
    } else if (failure == null) {
      failure = cause;
    }
  }
}

package asyncio.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The socket of a channel. */
record ChannelSocket(Channel channel) implements TransportSocket {

  private static final Map<SocketOption<?>, ChannelOption<?>> OPTIONS =
      Map.of(
          StandardSocketOptions.TCP_NODELAY, ChannelOption.TCP_NODELAY,
          StandardSocketOptions.SO_KEEPALIVE, ChannelOption.SO_KEEPALIVE,
          StandardSocketOptions.SO_REUSEADDR, ChannelOption.SO_REUSEADDR,
          StandardSocketOptions.SO_RCVBUF, ChannelOption.SO_RCVBUF,
          StandardSocketOptions.SO_SNDBUF, ChannelOption.SO_SNDBUF,
          StandardSocketOptions.SO_LINGER, ChannelOption.SO_LINGER,
          StandardSocketOptions.SO_BROADCAST, ChannelOption.SO_BROADCAST,
          StandardSocketOptions.IP_TOS, ChannelOption.IP_TOS);

  @Override
  public @Nullable SocketAddress localAddress() {
    return NettyIo.toJdk(channel.localAddress());
  }

  @Override
  public @Nullable SocketAddress remoteAddress() {
    return NettyIo.toJdk(channel.remoteAddress());
  }

  @Override
  public <V> V getOption(SocketOption<V> option) throws IOException {
    try {
      V value = channel.config().getOption(of(option));
      if (value == null) {
        throw unknown(option);
      }
      return value;
    } catch (RuntimeException e) {
      throw asIs(e);
    }
  }

  @Override
  public <V> void setOption(SocketOption<V> option, V value) throws IOException {
    try {
      if (!channel.config().setOption(of(option), value)) {
        throw unknown(option);
      }
    } catch (RuntimeException e) {
      throw asIs(e);
    }
  }

  @SuppressWarnings("unchecked") // the map pairs options of the same type
  private <V> ChannelOption<V> of(SocketOption<V> option) {
    ChannelOption<?> known = OPTIONS.get(option);
    if (known == null) {
      throw unknown(option);
    }
    return (ChannelOption<V>) known;
  }

  private UnsupportedOperationException unknown(SocketOption<?> option) {
    return new UnsupportedOperationException("this socket has no option " + option);
  }

  /** Netty wraps the system's errors. */
  private static RuntimeException asIs(RuntimeException e) throws IOException {
    if (e.getCause() instanceof IOException cause) {
      throw cause;
    }
    return e;
  }

  @Override
  public String toString() {
    return "<socket " + localAddress() + " to " + remoteAddress() + ">";
  }
}

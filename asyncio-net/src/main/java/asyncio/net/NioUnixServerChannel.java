package asyncio.net;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.ServerChannel;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.nio.AbstractNioMessageChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Unix-domain socket that listens, by NIO: it accepts our own channels, see there. */
final class NioUnixServerChannel extends AbstractNioMessageChannel implements ServerChannel {

  private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

  private final Config config = new Config();
  private boolean bound;

  NioUnixServerChannel() {
    super(null, open(), SelectionKey.OP_ACCEPT);
  }

  private static ServerSocketChannel open() {
    try {
      return ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Config extends DefaultChannelConfig {

    private int backlog;

    Config() {
      super(NioUnixServerChannel.this, new ServerChannelRecvByteBufAllocator());
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
      if (option.equals(ChannelOption.SO_BACKLOG)) {
        backlog = (Integer) value;
        return true;
      }
      return super.setOption(option, value);
    }

    @Override
    protected void autoReadCleared() {
      clearReadPending();
    }
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }

  @Override
  protected ServerSocketChannel javaChannel() {
    return (ServerSocketChannel) super.javaChannel();
  }

  @Override
  public boolean isActive() {
    return bound && isOpen();
  }

  @Override
  protected void doBind(SocketAddress localAddress) throws IOException {
    javaChannel().bind(localAddress, config.backlog);
    bound = true;
  }

  @Override
  protected @Nullable SocketAddress localAddress0() {
    try {
      return javaChannel().getLocalAddress();
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    return null;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws IOException {
    SocketChannel socket = javaChannel().accept();
    if (socket == null) {
      return 0;
    }
    accepted.add(new NioUnixChannel(this, socket));
    return 1;
  }

  /** Leaves the file to the server, unlike Netty's. */
  @Override
  protected void doClose() throws Exception {
    try {
      super.doClose();
    } finally {
      javaChannel().close();
    }
  }

  @Override
  protected boolean doConnect(SocketAddress remoteAddress, @Nullable SocketAddress localAddress) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void doFinishConnect() {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void doDisconnect() {
    throw new UnsupportedOperationException();
  }

  @Override
  protected boolean doWriteMessage(Object message, ChannelOutboundBuffer buffer) {
    throw new UnsupportedOperationException();
  }
}

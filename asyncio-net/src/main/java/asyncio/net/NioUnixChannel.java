package asyncio.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.FileRegion;
import io.netty.channel.nio.AbstractNioByteChannel;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A Unix-domain connection, by NIO. Netty's own cannot be half-closed: when the other side has sent
 * all, it closes the channel, and what was to be answered is lost.
 */
final class NioUnixChannel extends AbstractNioByteChannel implements DuplexChannel {

  private final ChannelConfig config = new Config();
  private boolean inputShutdown;
  private boolean outputShutdown;

  NioUnixChannel() {
    this(null, open());
  }

  /** A connection that was accepted. */
  NioUnixChannel(@Nullable NioUnixServerChannel parent, SocketChannel socket) {
    super(parent, socket);
  }

  private static SocketChannel open() {
    try {
      return SocketChannel.open(StandardProtocolFamily.UNIX);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Config extends DefaultChannelConfig {

    Config() {
      super(NioUnixChannel.this);
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
      return option.equals(ChannelOption.ALLOW_HALF_CLOSURE) || super.setOption(option, value);
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
  protected SocketChannel javaChannel() {
    return (SocketChannel) super.javaChannel();
  }

  @Override
  public boolean isActive() {
    return javaChannel().isConnected() && javaChannel().isOpen();
  }

  // ----- connecting

  @Override
  protected boolean doConnect(SocketAddress remoteAddress, @Nullable SocketAddress localAddress)
      throws IOException {
    if (localAddress != null) {
      doBind(localAddress);
    }
    boolean connected = javaChannel().connect(remoteAddress);
    if (!connected) {
      addAndSubmit(NioIoOps.valueOf(SelectionKey.OP_CONNECT));
    }
    return connected;
  }

  @Override
  protected void doFinishConnect() throws IOException {
    javaChannel().finishConnect();
  }

  @Override
  protected void doBind(SocketAddress localAddress) throws IOException {
    javaChannel().bind(localAddress);
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
    try {
      return javaChannel().getRemoteAddress();
    } catch (IOException e) {
      return null;
    }
  }

  // ----- bytes

  @Override
  protected int doReadBytes(ByteBuf buffer) throws IOException {
    int size = buffer.writableBytes();
    unsafe().recvBufAllocHandle().attemptedBytesRead(size);
    int read = buffer.writeBytes(javaChannel(), size);
    if (read < 0) {
      doShutdownInput();
      return 0; // Netty would close the channel for -1
    }
    return read;
  }

  @Override
  protected int doWriteBytes(ByteBuf data) throws IOException {
    return data.readBytes(javaChannel(), data.readableBytes());
  }

  @Override
  protected long doWriteFileRegion(FileRegion part) throws IOException {
    return part.transferTo(javaChannel(), part.transferred());
  }

  // ----- the end

  private void doShutdownInput() {
    if (!inputShutdown) {
      inputShutdown = true;
      removeAndSubmit(readOps);
      pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }
  }

  @Override
  protected void doBeginRead() throws Exception {
    if (!inputShutdown) {
      super.doBeginRead();
    }
  }

  @Override
  protected void doShutdownOutput() throws IOException {
    javaChannel().shutdownOutput();
    outputShutdown = true;
  }

  @Override
  public ChannelFuture shutdownOutput() {
    return shutdownOutput(newPromise());
  }

  @Override
  public ChannelFuture shutdownOutput(ChannelPromise promise) {
    ((AbstractUnsafe) unsafe()).shutdownOutput(promise);
    return promise;
  }

  @Override
  protected void doClose() throws Exception {
    try {
      super.doClose();
    } finally {
      javaChannel().close();
    }
  }

  @Override
  protected void doDisconnect() throws Exception {
    doClose();
  }

  @Override
  public boolean isInputShutdown() {
    return inputShutdown || !isActive();
  }

  @Override
  public boolean isOutputShutdown() {
    return outputShutdown || !isActive();
  }

  @Override
  public boolean isShutdown() {
    return isInputShutdown() && isOutputShutdown();
  }

  // ----- what nothing here uses

  @Override
  public ChannelFuture shutdownInput() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ChannelFuture shutdownInput(ChannelPromise promise) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ChannelFuture shutdown() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ChannelFuture shutdown(ChannelPromise promise) {
    throw new UnsupportedOperationException();
  }
}

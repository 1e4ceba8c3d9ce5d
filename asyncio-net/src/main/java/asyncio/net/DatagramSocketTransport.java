package asyncio.net;

import asyncio.Context;
import asyncio.EventLoop;
import asyncio.ExceptionContext;
import asyncio.Future;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A socket for datagrams as a transport. It shares SocketTransport's design. */
final class DatagramSocketTransport
    implements DatagramTransport, NettyLoop.Settled, NettyLoop.Disposed {

  /** What a datagram counts in the buffer beside its bytes, as in CPython. */
  private static final int OVERHEAD = 8;

  // immutable state
  private final NettyLoop netty;
  private final Channel channel;
  private final Context context;
  private final @Nullable InetSocketAddress remote;
  private final boolean connected;
  private final @Nullable SocketAddress sockname;

  private DatagramProtocol protocol;

  // what comes
  private final ArrayDeque<Object> arrived = new ArrayDeque<>();
  private boolean deliveryScheduled;

  // what goes
  private final ArrayDeque<Outgoing> outgoing = new ArrayDeque<>();
  private final FlowControl flow = new FlowControl(this);
  private boolean touched;
  private int size;

  // the end
  private boolean closing;
  private boolean lost;
  private @Nullable Throwable reason;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Incoming(byte[] data, SocketAddress from) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Outgoing(byte[] data, InetSocketAddress to) {
    int size() {
      return data.length + OVERHEAD;
    }
  }

  /**
   * A transport for a channel that is bound and does not read yet.
   *
   * @param remote where all that is sent goes, or null
   * @param connected whether the channel is connected to that
   */
  DatagramSocketTransport(
      NettyLoop netty,
      Channel channel,
      DatagramProtocol protocol,
      @Nullable InetSocketAddress remote,
      boolean connected) {
    this.netty = netty;
    this.channel = channel;
    this.protocol = protocol;
    this.remote = remote;
    this.connected = connected;
    context = Context.copyContext();
    sockname = channel.localAddress();
    netty.open.add(this);
  }

  /** Tells the protocol of the socket, then begins to read, then completes the future. */
  void start(Future<@Nullable Void> made) {
    TransportStart.schedule(
        netty, context, () -> protocol.connectionMade(this), this::startReading, made);
  }

  private void startReading() {
    if (!closing) {
      channel.pipeline().addLast(new Handler());
      channel.config().setAutoRead(true);
    }
  }

  // ----- what comes

  /** The end of the channel's pipeline. */
  private final class Handler extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext handlerContext, Object message) {
      DatagramPacket packet = (DatagramPacket) message;
      try {
        byte[] data = new byte[packet.content().readableBytes()];
        packet.content().readBytes(data);
        arrive(new Incoming(data, packet.sender()));
      } finally {
        packet.release();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext handlerContext, Throwable cause) {
      arrive(cause);
    }
  }

  /** Takes over a datagram or an error. */
  private void arrive(Object datagramOrError) {
    if (closing) {
      return;
    }
    arrived.add(datagramOrError);
    if (!deliveryScheduled) {
      deliveryScheduled = true;
      netty.callSoon(this::deliver, context);
    }
  }

  private void deliver() {
    deliveryScheduled = false;
    Object next;
    while (!closing && (next = arrived.poll()) != null) {
      try {
        switch (next) {
          case Incoming datagram -> protocol.datagramReceived(datagram.data(), datagram.from());
          case IOException error -> protocol.errorReceived(error);
          default -> lose((Throwable) next);
        }
      } catch (Throwable e) { // the next datagram is none the worse for it
        report(e);
      }
    }
  }

  // ----- what goes

  @Override
  public void sendto(byte[] data, @Nullable SocketAddress address) {
    if (address != null && !(address instanceof InetSocketAddress)) {
      throw new IllegalArgumentException("not an address of the internet: " + address);
    }
    InetSocketAddress to = (InetSocketAddress) address;
    if (to != null && to.isUnresolved()) {
      throw new IllegalArgumentException("the address must be resolved: " + to);
    }
    InetSocketAddress target = remote == null ? to : remote;
    if (target == null) {
      throw new IllegalArgumentException(
          "the socket has no remote address: one to send to is needed");
    }
    if (to != null && !to.equals(target)) {
      throw new IllegalArgumentException("the socket sends to " + target + ", and not to " + to);
    }
    if (data.length == 0) { // Netty would drop it and say that it was sent
      throw new IllegalArgumentException("an empty datagram cannot be sent");
    }
    if (closing) {
      return;
    }
    Outgoing datagram = new Outgoing(data.clone(), target);
    outgoing.add(datagram);
    size += datagram.size();
    touch();
    flow.check(size, protocol);
  }

  private void touch() {
    if (!touched) {
      touched = true;
      netty.touch(this);
    }
  }

  @Override
  public void settle() {
    touched = false;
    Outgoing datagram;
    while (!lost && (datagram = outgoing.poll()) != null) {
      send(datagram);
    }
    channel.flush();
    closeIfAllIsSent();
  }

  private void send(Outgoing datagram) {
    ByteBuf bytes = channel.alloc().directBuffer(datagram.data().length);
    bytes.writeBytes(datagram.data());
    channel
        .write(connected ? bytes : new DatagramPacket(bytes, datagram.to()))
        .addListener((ChannelFuture sent) -> sent(datagram, sent.cause()));
  }

  private void sent(Outgoing datagram, @Nullable Throwable failure) {
    size -= datagram.size();
    if (lost) {
      return;
    }
    if (failure != null) {
      arrive(
          failure instanceof UnsupportedAddressTypeException // of the JDK's channel: no IOException
              ? SocketErrors.ofAnotherFamily(datagram.to())
              : failure);
    }
    if (flow.isPaused()) {
      netty.callSoon(() -> flow.check(size, protocol), context);
    }
    closeIfAllIsSent();
  }

  @Override
  public int getWriteBufferSize() {
    return size;
  }

  @Override
  public BufferLimits getWriteBufferLimits() {
    return flow.limits();
  }

  @Override
  public void setWriteBufferLimits(BufferLimits limits) {
    flow.setLimits(limits);
    flow.check(size, protocol);
  }

  // ----- the end

  @Override
  public void close() {
    if (!closing) {
      closing = true;
      touch();
    }
  }

  private void closeIfAllIsSent() {
    if (closing && size == 0) {
      lose(null);
    }
  }

  @Override
  public void abort() {
    lose(null);
  }

  @Override
  public boolean isClosing() {
    return closing;
  }

  private void report(Throwable cause) {
    netty.loop.callExceptionHandler(
        ExceptionContext.of("the protocol of a datagram socket failed", cause)
            .with("transport", this)
            .with("protocol", protocol));
  }

  private void lose(@Nullable Throwable cause) {
    if (!lost) {
      lost = true;
      closing = true;
      reason = cause;
      outgoing.clear();
      netty.callSoon(this::tellLost, context);
    }
  }

  private void tellLost() {
    try {
      protocol.connectionLost(reason);
    } finally {
      dispose();
      channel.close();
    }
  }

  @Override
  public void dispose() {
    lost = true;
    closing = true;
    netty.open.remove(this);
    arrived.clear();
  }

  // ----- what is known of it

  @Override
  public void setProtocol(DatagramProtocol protocol) {
    this.protocol = protocol;
  }

  @Override
  public DatagramProtocol getProtocol() {
    return protocol;
  }

  @Override
  public <I> @Nullable I getExtraInfo(ExtraInfo<I> info) {
    Object known =
        switch (info.name()) {
          case "peername" -> connected ? remote : null;
          case "sockname" -> sockname;
          case "socket" -> new ChannelSocket(channel);
          default -> null;
        };
    return info.of(known);
  }

  @Override
  public EventLoop loop() {
    return netty.loop;
  }

  @Override
  public String toString() {
    return "<DatagramTransport "
        + (lost ? "closed" : closing ? "closing" : "open")
        + " "
        + sockname
        + (remote == null ? "" : " to " + remote)
        + ">";
  }
}

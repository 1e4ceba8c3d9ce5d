package asyncio.net;

import asyncio.Asyncio;
import asyncio.CancelledError;
import asyncio.Context;
import asyncio.EventLoop;
import asyncio.ExceptionContext;
import asyncio.Future;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** A connected socket as a transport. */
/*
 * Two sides meet here. Users call the transport from callbacks and coroutines: that changes fields,
 * and touches the transport. The channel's handler hands over what has come, on the loop's own
 * thread: that changes fields, and schedules a callback. Only settle() and what the loop calls back
 * use the channel.
 *
 *     open --close()--> closing, until all that was written is sent --> lost
 *     open --abort(), an error, the channel's end--> lost
 *
 * With TLS, a transport that is closing also waits for the other side to agree. When it is lost, a
 * callback tells the protocol, once, and closes the channel.
 */
final class SocketTransport implements Transport, NettyLoop.Settled, NettyLoop.Disposed {

  /** How many writes to a lost connection pass without a warning. */
  private static final int WRITES_FORGIVEN = 5;

  // immutable state
  final NettyLoop netty;
  private final Channel channel;
  private final SocketHandler handler;
  private final Context context;
  private final @Nullable Server server;
  private final @Nullable SocketAddress peername;
  private final @Nullable SocketAddress sockname;
  private final SocketInput input;
  private final SocketOutput output;

  // mutable state
  private Protocol protocol;
  private @Nullable Tls tls;
  private boolean touched;
  private boolean closing;
  private boolean shuttingDown;
  private boolean lost;
  private @Nullable Throwable reason;
  private int writesInVain;

  /**
   * A transport for a channel that is connected and does not read yet.
   *
   * @param handler the end of the channel's pipeline
   * @param tls what is between the channel and its end, or null
   * @param context that of the protocol's callbacks
   * @param server the server that has accepted the connection, or null
   */
  SocketTransport(
      NettyLoop netty,
      Channel channel,
      SocketHandler handler,
      Protocol protocol,
      @Nullable Tls tls,
      Context context,
      @Nullable Server server) {
    this.netty = netty;
    this.channel = channel;
    this.handler = handler;
    this.tls = tls;
    this.protocol = protocol;
    this.context = context;
    this.server = server;
    peername = NettyIo.toJdk(channel.remoteAddress());
    sockname = NettyIo.toJdk(channel.localAddress());
    input = new SocketInput(this, channel);
    output = new SocketOutput(this, channel);
    netty.open.add(this);
    if (server != null) {
      server.attach(this);
    }
  }

  /** Tells the protocol of the connection, then begins to read, then completes the future. */
  void start(@Nullable Future<@Nullable Void> made) {
    TransportStart.schedule(
        netty, context, () -> protocol.connectionMade(this), input::start, made);
  }

  /** Schedules a callback of the protocol's. */
  void callSoon(Runnable callback) {
    netty.callSoon(callback, context);
  }

  // ----- what comes

  /** What the channel has read. The loop's own thread. */
  void arrived(ByteBuf data) {
    input.arrived(data);
  }

  /** The other side will send no more, or the channel is closed. The loop's own thread. */
  void eofArrived() {
    if (shuttingDown) {
      lose(null); // the other side has agreed, or never will
    } else if (!lost) {
      input.eofArrived();
    }
  }

  /** The channel is broken. The loop's own thread. */
  void failed(Throwable cause) {
    if (!lost) {
      input.failed(SocketErrors.losing(peername, cause));
    }
  }

  /** Whether the channel should read. With TLS, the other side's good-bye is to be read too. */
  boolean wantsInput(boolean paused) {
    return closing ? tls != null : !paused;
  }

  @Override
  public boolean isReading() {
    return !closing && !input.isPaused();
  }

  @Override
  public void pauseReading() {
    if (isReading()) {
      input.pause();
      touch();
    }
  }

  @Override
  public void resumeReading() {
    if (!closing && input.isPaused()) {
      input.resume();
      touch();
    }
  }

  // ----- what goes

  @Override
  public void write(byte[] data, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, data.length);
    output.checkWritable();
    if (length == 0) {
      return;
    }
    if (!closing) {
      output.write(data, offset, length);
    } else if (++writesInVain == WRITES_FORGIVEN) {
      NettyLoop.LOGGER.log(
          System.Logger.Level.WARNING,
          "data is written to a connection that is closed or lost: " + this);
    }
  }

  @Override
  public boolean canWriteEof() {
    return tls == null;
  }

  @Override
  public void writeEof() {
    if (tls != null) {
      throw new UnsupportedOperationException("TLS cannot close the writing half alone");
    }
    if (!closing) {
      output.writeEof();
    }
  }

  @Override
  public int getWriteBufferSize() {
    return output.size();
  }

  @Override
  public BufferLimits getWriteBufferLimits() {
    return output.limits();
  }

  @Override
  public void setWriteBufferLimits(BufferLimits limits) {
    output.setLimits(limits);
  }

  /**
   * The output, for who has it for itself until it releases it.
   *
   * @throws IllegalStateException if that is not possible now
   */
  SocketOutput occupy(String by) {
    if (closing) {
      throw new IllegalStateException("the connection is closing: " + by + " is not possible");
    }
    output.occupy(by);
    return output;
  }

  // ----- TLS

  @Nullable Tls tls() {
    return tls;
  }

  /**
   * Has TLS take over, and waits, in a coroutine, until its handshake is done.
   *
   * @param taking takes what has come of it already
   */
  void upgrade(TlsOptions options, Supplier<byte[]> taking) throws SocketException {
    options.checkNameIsGiven();
    occupy("startTls()");
    input.hold();
    try {
      byte[] early = taking.get();
      output.awaitSent();
      Future<@Nullable Void> done = loop().createFuture();
      netty.execute(() -> shakeHands(options, early, done));
      Asyncio.await(done);
    } catch (Throwable e) {
      lose(e instanceof CancelledError ? null : e);
      throw e;
    } finally {
      output.release();
      input.letGo();
    }
  }

  private void shakeHands(TlsOptions options, byte[] early, Future<@Nullable Void> done) {
    if (done.done()) {
      return;
    }
    if (lost || input.hasEnded()) {
      done.setException(
          new SSLHandshakeException("the connection was closed before the TLS handshake"));
      return;
    }
    byte[] first = early;
    byte[] second = input.takeHeld();
    byte[] all = new byte[first.length + second.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    tls = Tls.start(channel, handler, options, null, all, (_, failure) -> shaken(failure, done));
    input.resume();
    input.start();
  }

  private static void shaken(@Nullable Throwable failure, Future<@Nullable Void> done) {
    if (failure == null) {
      TransportStart.complete(done);
    } else if (!done.done()) {
      done.setException(failure);
    }
  }

  // ----- the channel

  /** Has the channel follow, at the end of this iteration. */
  void touch() {
    if (!touched) {
      touched = true;
      netty.touch(this);
    }
  }

  @Override
  public void settle() {
    touched = false;
    if (!lost) {
      input.settle();
      output.settle();
    }
  }

  // ----- the end

  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    if (tls == null && output.isDone()) {
      lose(null);
    } else {
      touch();
    }
  }

  /** The channel has sent all. The loop's own thread. */
  void allIsSent() {
    if (!closing) {
      return;
    }
    if (tls == null || input.isHeld()) { // so it is while hands are shaken
      lose(null);
    } else if (!shuttingDown) {
      shuttingDown = true;
      shutDown(tls);
      if (input.hasEnded()) {
        lose(null); // nobody is there to agree
      }
    }
  }

  /** Agrees with the other side that it is over; what still comes meanwhile is dropped. */
  private void shutDown(Tls tls) {
    double limit = loop().time() + tls.options.shutdownTimeout().toNanos() / 1e9;
    channel
        .close()
        .addListener(_ -> {
          boolean late = loop().time() >= limit && !tls.closedByPeer();
          lose(late ? new SocketTimeoutException("the TLS shutdown has timed out") : null);
        });
  }

  @Override
  public void abort() {
    lose(null);
  }

  @Override
  public boolean isClosing() {
    return closing;
  }

  boolean isLost() {
    return lost;
  }

  /** Nothing more can be sent. */
  void broken(Throwable cause) {
    lose(SocketErrors.losing(peername, cause));
  }

  /** Ends it after an error, of which others are told too if it is not the connection's. */
  void fatal(String message, Throwable cause) {
    if (!(cause instanceof IOException)) {
      loop()
          .callExceptionHandler(
              ExceptionContext.of(message, cause)
                  .with("transport", this)
                  .with("protocol", protocol));
    }
    lose(cause);
  }

  private void lose(@Nullable Throwable cause) {
    if (!lost) {
      lost = true;
      closing = true;
      reason = cause;
      output.drop(cause);
      callSoon(this::tellLost);
    }
  }

  private void tellLost() {
    try {
      protocol.connectionLost(reason);
    } finally {
      dispose();
      Channels.closeAtOnce(channel); // TLS has said good-bye, or will not
      if (server != null) {
        server.detach(this);
      }
    }
  }

  @Override
  public void dispose() {
    lost = true;
    closing = true;
    netty.open.remove(this);
    input.dispose();
    if (protocol instanceof StreamProtocol streams) {
      streams.dispose();
    }
  }

  // ----- what is known of it

  @Override
  public void setProtocol(Protocol protocol) {
    this.protocol = protocol;
  }

  @Override
  public Protocol getProtocol() {
    return protocol;
  }

  @Override
  public <I> @Nullable I getExtraInfo(ExtraInfo<I> info) {
    Object known =
        switch (info.name()) {
          case "peername" -> peername;
          case "sockname" -> sockname;
          case "socket" -> new ChannelSocket(channel);
          default -> tls == null ? null : tls.extraInfo(info);
        };
    return info.of(known);
  }

  @Override
  public EventLoop loop() {
    return netty.loop;
  }

  @Override
  public String toString() {
    return "<Transport "
        + (lost ? "closed" : closing ? "closing" : "open")
        + (input.isPaused() ? " paused" : "")
        + " "
        + sockname
        + " to "
        + peername
        + " writeBuffer="
        + output.size()
        + ">";
  }
}

package asyncio.net;

import asyncio.Asyncio;
import asyncio.Future;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.DuplexChannel;
import java.net.SocketException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What goes over a socket: what was written, until the loop's own thread hands it to the channel, a
 * piece at a time.
 */
final class SocketOutput implements ChannelFutureListener {

  /** How much goes to the channel at a time. */
  private static final int MOST_AT_ONCE = 256 * 1024;

  private final SocketTransport transport;
  private final Channel channel;
  private final FlowControl flow;
  private final Runnable checkingFlow = this::checkFlow;

  private final WriteBuffer outgoing;

  /** What the channel has and has not sent yet. */
  private int inFlight;

  private boolean eofWritten;
  private boolean shutDown;
  private final ArrayDeque<Future<@Nullable Void>> awaitingSent = new ArrayDeque<>(0);

  /** What has the output for itself for a while, or null. */
  private @Nullable String occupiedBy;

  SocketOutput(SocketTransport transport, Channel channel) {
    this.transport = transport;
    this.channel = channel;
    flow = new FlowControl(transport);
    outgoing = new WriteBuffer(transport.netty.spareBlocks);
  }

  // ----- for users

  void checkWritable() {
    checkFree();
    if (eofWritten) {
      throw new IllegalStateException("nothing can be written after writeEof()");
    }
  }

  private void checkFree() {
    if (occupiedBy != null) {
      throw new IllegalStateException("nothing can be written while " + occupiedBy + " is at work");
    }
  }

  void write(byte[] data, int offset, int length) {
    outgoing.add(data, offset, length);
    transport.touch();
    checkFlow();
  }

  void writeEof() {
    checkFree();
    if (!eofWritten) {
      eofWritten = true;
      transport.touch();
    }
  }

  int size() {
    return outgoing.size() + inFlight;
  }

  /** Whether the channel has nothing left to do. */
  boolean isDone() {
    return size() == 0 && eofWritten == shutDown;
  }

  BufferLimits limits() {
    return flow.limits();
  }

  void setLimits(BufferLimits limits) {
    flow.setLimits(limits);
    checkFlow();
  }

  private void checkFlow() {
    flow.check(size(), transport.getProtocol());
  }

  // ----- for who has the output for itself for a while

  void occupy(String by) {
    checkWritable();
    occupiedBy = by;
  }

  void release() {
    occupiedBy = null;
  }

  /** Waits, in a coroutine, until all that was written is sent. */
  void awaitSent() throws SocketException {
    if (transport.isLost()) {
      throw new SocketException("the connection is lost");
    }
    if (size() > 0) {
      Future<@Nullable Void> sent = transport.loop().createFuture();
      awaitingSent.add(sent);
      Asyncio.await(sent);
    }
  }

  /** Writes for who occupies it, and waits, in a coroutine, until it is sent. */
  void send(byte[] data, int length) throws SocketException {
    outgoing.add(data, 0, length);
    transport.touch();
    awaitSent();
  }

  /** Sends a part of a file for who occupies it, and waits, in a coroutine, until it is sent. */
  void send(FileRegion part) throws SocketException {
    inFlight = (int) part.count();
    transport.netty.execute(() -> {
      if (!transport.isLost()) {
        channel.writeAndFlush(part).addListener(this);
      }
    });
    awaitSent();
  }

  // ----- on the loop's own thread

  /** Hands the channel what it takes. */
  void settle() {
    boolean sent = false;
    while (inFlight == 0 && outgoing.size() > 0) {
      ByteBuf next = outgoing.take(MOST_AT_ONCE, channel.alloc());
      inFlight = next.readableBytes();
      ChannelFuture written = channel.writeAndFlush(next);
      if (!written.isDone()) {
        written.addListener(this);
        break;
      }
      inFlight = 0;
      if (!written.isSuccess()) {
        transport.broken(written.cause());
        return;
      }
      sent = true;
    }
    if (sent && flow.isPaused()) {
      transport.callSoon(checkingFlow);
    }
    if (size() == 0) {
      allIsSent();
    }
  }

  /** What was in flight is sent, or has failed. */
  @Override
  public void operationComplete(ChannelFuture written) {
    if (transport.isLost()) {
      return;
    }
    inFlight = 0;
    if (!written.isSuccess()) {
      transport.broken(written.cause());
      return;
    }
    if (flow.isPaused()) {
      transport.callSoon(checkingFlow);
    }
    settle();
  }

  private void allIsSent() {
    for (Future<@Nullable Void> waiter; (waiter = awaitingSent.poll()) != null; ) {
      TransportStart.complete(waiter);
    }
    if (eofWritten && !shutDown) {
      shutDown = true;
      ((DuplexChannel) channel).shutdownOutput();
    }
    transport.allIsSent();
  }

  /** Drops what was not sent: the connection is lost. */
  void drop(@Nullable Throwable cause) {
    outgoing.clear();
    inFlight = 0;
    for (Future<@Nullable Void> waiter; (waiter = awaitingSent.poll()) != null; ) {
      if (!waiter.done()) {
        waiter.setException(cause != null ? cause : new SocketException("the connection is lost"));
      }
    }
  }
}

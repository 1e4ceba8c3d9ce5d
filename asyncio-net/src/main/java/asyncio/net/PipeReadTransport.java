package asyncio.net;

import asyncio.Context;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What comes out of a pipe, as a transport. */
/*
 * One chunk is asked for at a time, when the one before it was delivered and the protocol still
 * wants to read: so what a paused protocol has not taken stays in the pipe, and its writer waits.
 */
final class PipeReadTransport extends PipeTransport {

  // immutable state
  private final PipeSource source;
  private final Runnable delivering = this::deliver;

  // mutable state
  private @Nullable ByteBuf chunk;
  private boolean requested;
  private boolean deliveryScheduled;
  private boolean paused;
  private boolean eof;
  private @Nullable Throwable failure;

  PipeReadTransport(
      NettyLoop netty, PipeSource source, String name, Protocol protocol, Context context) {
    super(netty, name, protocol, context);
    this.source = source;
  }

  @Override
  void openEnd() {
    source.open(this);
  }

  @Override
  void closeEnd() {
    source.close();
  }

  // ----- what comes, on the loop's own thread

  @Override
  void move() {
    if (!requested && !paused && !closing && !hasNews()) {
      requested = true;
      source.request();
    }
  }

  /** Takes over the chunk that was asked for. */
  void arrived(ByteBuf data) {
    requested = false;
    if (lost) {
      data.release();
      return;
    }
    chunk = data;
    scheduleDelivery();
  }

  /** There is no more. */
  void ended() {
    eof = true;
    scheduleDelivery();
  }

  void failed(Throwable cause) {
    failure = named(cause);
    scheduleDelivery();
  }

  private boolean hasNews() {
    return chunk != null || eof || failure != null;
  }

  private void scheduleDelivery() {
    if (!deliveryScheduled && !paused && !lost) {
      deliveryScheduled = true;
      netty.callSoon(delivering, context);
    }
  }

  private void deliver() {
    deliveryScheduled = false;
    if (paused || lost) {
      return;
    }
    ByteBuf data = chunk;
    if (data != null) {
      chunk = null;
      try {
        chunk = Delivery.deliver(data, protocol);
      } catch (Throwable e) {
        fatal("Fatal error: the protocol's dataReceived() failed", e);
      }
      if (chunk != null) {
        scheduleDelivery();
      }
      settle();
    } else if (failure != null) {
      fatal("Fatal error: the pipe failed", failure);
    } else if (eof) {
      receiveEof();
    }
  }

  /** Whatever the protocol answers: a pipe has no other half to keep open. */
  private void receiveEof() {
    try {
      var _ = protocol.eofReceived();
    } catch (Throwable e) {
      fatal("Fatal error: the protocol's eofReceived() failed", e);
      return;
    }
    lose(null);
  }

  @Override
  public boolean isReading() {
    return !paused && !closing;
  }

  @Override
  public void pauseReading() {
    if (!closing) {
      paused = true;
    }
  }

  @Override
  public void resumeReading() {
    if (paused && !closing) {
      paused = false;
      touch();
      if (hasNews()) {
        scheduleDelivery();
      }
    }
  }

  // ----- the end

  @Override
  public void close() {
    lose(null);
  }

  @Override
  public void dispose() {
    super.dispose();
    ByteBuf data = chunk;
    if (data != null) {
      chunk = null;
      data.release();
    }
    if (protocol instanceof StreamProtocol streams) {
      streams.dispose();
    }
  }

  // ----- the other direction

  @Override
  public void write(byte[] data, int offset, int length) {
    throw readsOnly();
  }

  @Override
  public void writeEof() {
    throw readsOnly();
  }

  @Override
  public boolean canWriteEof() {
    return false;
  }

  @Override
  public int getWriteBufferSize() {
    return 0;
  }

  @Override
  public BufferLimits getWriteBufferLimits() {
    throw readsOnly();
  }

  @Override
  public void setWriteBufferLimits(BufferLimits limits) {
    throw readsOnly();
  }

  private UnsupportedOperationException readsOnly() {
    return new UnsupportedOperationException(
        "nothing can be written to what is read from: " + this);
  }
}

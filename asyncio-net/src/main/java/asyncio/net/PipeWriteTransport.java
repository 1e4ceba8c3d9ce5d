package asyncio.net;

import asyncio.Context;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.util.Objects;

/** What goes into a pipe, as a transport. */
final class PipeWriteTransport extends PipeTransport {

  /** How much goes to the pipe at a time: as much as it holds. */
  private static final int MOST_AT_ONCE = 64 * 1024;

  /** How many writes to a lost pipe pass without a warning. */
  private static final int WRITES_FORGIVEN = 5;

  // immutable state
  private final PipeSink sink;

  // mutable state
  private final WriteBuffer outgoing;
  private final FlowControl flow = new FlowControl(this);
  private int inFlight;
  private boolean sending;
  private boolean eofWritten;
  private int writesInVain;

  PipeWriteTransport(
      NettyLoop netty, PipeSink sink, String name, Protocol protocol, Context context) {
    super(netty, name, protocol, context);
    outgoing = new WriteBuffer(netty.spareBlocks);
    this.sink = sink;
  }

  @Override
  void openEnd() {
    sink.open(this);
  }

  @Override
  void closeEnd() {
    sink.close();
  }

  // ----- what users write

  @Override
  public void write(byte[] data, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, data.length);
    if (eofWritten) {
      throw new IllegalStateException("nothing can be written after writeEof()");
    }
    if (length == 0) {
      return;
    }
    if (closing) {
      if (++writesInVain == WRITES_FORGIVEN) {
        NettyLoop.LOGGER.log(
            System.Logger.Level.WARNING,
            "data is written to a pipe that is closed or broken: " + this);
      }
      return;
    }
    outgoing.add(data, offset, length);
    touch();
    checkFlow();
  }

  @Override
  public boolean canWriteEof() {
    return true;
  }

  /** A pipe has no other half: it is closed. */
  @Override
  public void writeEof() {
    if (!closing) {
      eofWritten = true;
      close();
    }
  }

  @Override
  public int getWriteBufferSize() {
    return outgoing.size() + inFlight;
  }

  @Override
  public BufferLimits getWriteBufferLimits() {
    return flow.limits();
  }

  @Override
  public void setWriteBufferLimits(BufferLimits limits) {
    flow.setLimits(limits);
    checkFlow();
  }

  private void checkFlow() {
    flow.check(getWriteBufferSize(), protocol);
  }

  // ----- what the pipe takes, on the loop's own thread

  @Override
  void move() {
    sending = true;
    while (inFlight == 0 && outgoing.size() > 0 && !lost) {
      ByteBuf next = outgoing.take(MOST_AT_ONCE, ByteBufAllocator.DEFAULT);
      inFlight = next.readableBytes();
      sink.write(next);
    }
    sending = false;
    if (closing && getWriteBufferSize() == 0) {
      lose(null);
    }
  }

  /** The chunk is written. */
  void written() {
    inFlight = 0;
    if (flow.isPaused() && !lost) {
      netty.callSoon(this::checkFlow, context);
    }
    if (!sending) {
      settle();
    }
  }

  void failed(Throwable cause) {
    fatal("Fatal error: the pipe failed", named(cause));
  }

  /** Nobody reads from the pipe any more. */
  void readerGone() {
    if (getWriteBufferSize() == 0) {
      lose(null);
    } else {
      failed(new IOException("Broken pipe"));
    }
  }

  /** The process that reads from the pipe has ended. Its own processes may read on. */
  void processExited() {
    if (!sink.noticesReader()) {
      close();
    }
  }

  // ----- the end

  @Override
  public void close() {
    if (!closing) {
      closing = true;
      if (getWriteBufferSize() == 0) {
        lose(null);
      } else {
        touch();
      }
    }
  }

  @Override
  public void dispose() {
    super.dispose();
    outgoing.clear();
    inFlight = 0;
  }

  // ----- the other direction

  @Override
  public boolean isReading() {
    return false;
  }

  @Override
  public void pauseReading() {
    throw writesOnly();
  }

  @Override
  public void resumeReading() {
    throw writesOnly();
  }

  private UnsupportedOperationException writesOnly() {
    return new UnsupportedOperationException("nothing comes from what is written to: " + this);
  }
}

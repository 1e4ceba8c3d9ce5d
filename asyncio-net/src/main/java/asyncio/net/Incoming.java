package asyncio.net;

import asyncio.Asyncio;
import asyncio.EventLoop;
import asyncio.Future;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What has come for a {@link StreamReader}, how the stream ended, and the one coroutine that waits
 * for more.
 */
/*
 * Who reads looks for itself what is there, and waits if that is not enough. What is fed completes
 * the future by which it waits, and so the reader goes on in the next iteration of the loop and
 * looks again.
 *
 * The transport is paused when more than twice the limit is here, and resumed when it is no more
 * than the limit, or when the reader waits for more than that.
 */
final class Incoming {

  private final EventLoop loop;
  private final int limit;
  final ByteQueue buffer = new ByteQueue();

  private @Nullable ReadTransport transport;
  private boolean paused;
  private boolean eof;
  private boolean disposed;
  private @Nullable Throwable exception;

  /** What the coroutine that reads waits for, and the method that it is in. */
  private @Nullable Future<@Nullable Void> waiter;

  private String waitingIn = "";

  Incoming(EventLoop loop, int limit) {
    this.loop = loop;
    this.limit = limit;
  }

  void feed(byte[] data) {
    if (eof) {
      refuse();
    } else if (data.length > 0) {
      buffer.add(data);
      fed();
    }
  }

  /** Takes over a buffer, also where it is refused. */
  void feed(ByteBuf chunk) {
    if (eof) {
      chunk.release();
      refuse();
    } else if (chunk.isReadable()) {
      buffer.add(chunk);
      fed();
    } else {
      chunk.release();
    }
  }

  private void refuse() {
    if (!disposed) {
      throw new IllegalStateException("bytes were fed after feedEof()");
    }
  }

  private void fed() {
    wake();
    if (transport != null && !paused && buffer.size() > 2L * limit) {
      try {
        transport.pauseReading();
        paused = true;
      } catch (UnsupportedOperationException e) {
        transport = null; // it cannot be paused: everything has to be kept here
      }
    }
  }

  void feedEof() {
    eof = true;
    wake();
  }

  boolean eof() {
    return eof;
  }

  private void wake() {
    Future<@Nullable Void> waiting = waiter;
    waiter = null;
    if (waiting != null && !waiting.done()) {
      waiting.setResult(null);
    }
  }

  void setException(Throwable exception) {
    this.exception = exception;
    Future<@Nullable Void> waiting = waiter;
    waiter = null;
    if (waiting != null && !waiting.done()) {
      waiting.setException(exception);
      var _ = waiting.exception(); // it is kept here: nobody need be told that it was not seen
    }
  }

  @Nullable Throwable exception() {
    return exception;
  }

  void checkException() {
    if (exception != null) {
      throw Incoming.<RuntimeException>asIs(exception);
    }
  }

  /** Throws any exception, checked or not, as it is. */
  @SuppressWarnings("unchecked")
  private static <X extends Throwable> RuntimeException asIs(Throwable exception) throws X {
    throw (X) exception;
  }

  /** Sets what is paused while too much is here; another one than before is not paused. */
  void setTransport(@Nullable ReadTransport transport) {
    this.transport = transport;
    paused = false;
  }

  /** Removes the first bytes, of which there are so many. */
  byte[] take(int count) {
    byte[] taken = buffer.take(count);
    resumeIfLittleIsLeft();
    return taken;
  }

  /** Drops the first bytes, of which there are so many. */
  void skip(int count) {
    buffer.skip(count);
    resumeIfLittleIsLeft();
  }

  private void resumeIfLittleIsLeft() {
    if (paused && buffer.size() <= limit) {
      resume();
    }
  }

  private void resume() {
    paused = false;
    if (transport != null) {
      transport.resumeReading();
    }
  }

  /** Waits, in a coroutine, until something is fed; the end was not. */
  void await(String method) {
    checkException(); // set since the read began: nothing will be fed any more
    if (waiter != null && !waiter.done()) {
      throw new IllegalStateException(
          method + "() was called while another coroutine waits for data in " + waitingIn + "()");
    }
    if (paused) {
      resume(); // it would wait for ever
    }
    Future<@Nullable Void> mine = loop.createFuture();
    waiter = mine;
    waitingIn = method;
    try {
      Asyncio.await(mine);
    } finally {
      if (waiter == mine) {
        waiter = null;
      }
    }
  }

  /** Drops what is here and what still comes, and ends. Doing it again has no effect. */
  void dispose() {
    disposed = true;
    setTransport(null);
    buffer.clear();
    eof = true;
    if (!loop.isClosed()) { // then nobody runs who could be woken
      wake();
    }
  }

  /** The part of the reader's {@code toString} that tells of it. */
  String text() {
    return (waiter == null ? "" : " waiting in " + waitingIn + "()")
        + (exception == null ? "" : " exception=" + exception)
        + (transport == null ? "" : " transport=" + transport)
        + (paused ? " paused" : "");
  }
}

package asyncio.net;

import asyncio.Context;
import asyncio.EventLoop;
import asyncio.ExceptionContext;
import asyncio.Future;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One end of a pipe as a transport. */
/*
 * As with a socket's transport, two sides meet here: users call it from callbacks and coroutines,
 * the pipe's end tells it of what has happened, on the loop's own thread.
 *
 *     open --close()--> closing, until all that was written is sent --> lost
 *     open --abort(), an error, the end of what comes--> lost
 *
 * lose() schedules tellLost() once, which tells the protocol and closes the pipe's end.
 */
abstract sealed class PipeTransport implements Transport, NettyLoop.Settled, NettyLoop.Disposed
    permits PipeReadTransport, PipeWriteTransport {

  // immutable state
  final NettyLoop netty;
  final Context context;
  private final String name;

  // mutable state
  Protocol protocol;
  boolean opened;
  boolean closing;
  boolean lost;
  private boolean touched;
  private @Nullable Throwable reason;

  /**
   * A transport that is not started yet.
   *
   * @param name what the pipe is, for messages: {@code stdin of process 42}
   * @param context that of the protocol's callbacks
   */
  PipeTransport(NettyLoop netty, String name, Protocol protocol, Context context) {
    this.netty = netty;
    this.name = name;
    this.protocol = protocol;
    this.context = context;
    netty.open.add(this);
  }

  /** Tells the protocol of the pipe, then opens the end, then completes the future. */
  final void start(@Nullable Future<@Nullable Void> made) {
    TransportStart.schedule(netty, context, () -> protocol.connectionMade(this), this::open, made);
  }

  private void open() {
    if (lost) {
      return;
    }
    try {
      openEnd();
    } catch (Exception e) { // Netty does not declare those of the system
      fatal("Fatal error: the pipe cannot be opened", e);
      return;
    }
    opened = true;
    settle();
  }

  /** Opens the pipe's end. */
  abstract void openEnd();

  /** Closes it, once. */
  abstract void closeEnd();

  // ----- what is noted down for the loop's own thread

  final void touch() {
    if (!touched) {
      touched = true;
      netty.touch(this);
    }
  }

  @Override
  public final void settle() {
    touched = false;
    if (opened && !lost) {
      move();
    }
  }

  /** Has bytes read or written, as far as that is wanted. The loop's own thread. */
  abstract void move();

  // ----- the end

  @Override
  public final void abort() {
    lose(null);
  }

  @Override
  public final boolean isClosing() {
    return closing;
  }

  /** An error of the system, with what it concerns. */
  final IOException named(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    int reason = message.lastIndexOf(": "); // Netty has the failed call in front of it
    return new IOException(
        name + ": " + (reason < 0 ? message : message.substring(reason + 2)), cause);
  }

  final void fatal(String message, Throwable cause) {
    if (!(cause instanceof IOException)) {
      report(message, cause);
    }
    lose(cause);
  }

  final void report(String message, Throwable cause) {
    netty.loop.callExceptionHandler(
        ExceptionContext.of(message, cause).with("transport", this).with("protocol", protocol));
  }

  final void lose(@Nullable Throwable cause) {
    if (!lost) {
      lost = true;
      closing = true;
      reason = cause;
      netty.callSoon(this::tellLost, context);
    }
  }

  private void tellLost() {
    try {
      protocol.connectionLost(reason);
    } finally {
      dispose();
    }
  }

  @Override
  public void dispose() {
    lost = true;
    closing = true;
    netty.open.remove(this);
    closeEnd();
  }

  // ----- what is known of it

  @Override
  public final void setProtocol(Protocol protocol) {
    this.protocol = protocol;
  }

  @Override
  public final Protocol getProtocol() {
    return protocol;
  }

  @Override
  public <I> @Nullable I getExtraInfo(ExtraInfo<I> info) {
    return null;
  }

  @Override
  public final EventLoop loop() {
    return netty.loop;
  }

  @Override
  public String toString() {
    return "<PipeTransport "
        + (lost ? "closed" : closing ? "closing" : "open")
        + " "
        + name
        + " writeBuffer="
        + getWriteBufferSize()
        + ">";
  }
}

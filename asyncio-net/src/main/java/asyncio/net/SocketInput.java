package asyncio.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What comes over a socket: what the channel has read, until a callback of the loop hands it to the
 * protocol.
 */
final class SocketInput {

  private final SocketTransport transport;
  private final Channel channel;
  private final Runnable delivering = this::deliver;

  private final ArrayDeque<ByteBuf> arrived = new ArrayDeque<>(4);
  private boolean deliveryScheduled;
  private boolean started;
  private boolean paused;

  /** Whether what comes is not the protocol's, but TLS's. */
  private boolean held;

  // how it ends
  private boolean eof;
  private boolean eofDelivered;
  private @Nullable Throwable failure;

  SocketInput(SocketTransport transport, Channel channel) {
    this.transport = transport;
    this.channel = channel;
  }

  // ----- on the loop's own thread

  void start() {
    started = true;
    settle();
  }

  /** Has the channel read, or not. */
  void settle() {
    boolean reads = started && !transport.isLost() && !eof && transport.wantsInput(paused);
    if (channel.config().isAutoRead() != reads) {
      channel.config().setAutoRead(reads);
    }
  }

  /** Takes over what the channel has read. */
  void arrived(ByteBuf data) {
    if (transport.isClosing()) {
      data.release();
      return;
    }
    arrived.add(data);
    scheduleDelivery();
  }

  /** The other side will send no more, or the channel is closed. */
  void eofArrived() {
    if (!eof) {
      eof = true;
      scheduleDelivery();
    }
  }

  /** The channel is broken. What has come before that is delivered all the same. */
  void failed(Throwable cause) {
    if (failure == null) {
      failure = cause;
      scheduleDelivery();
    }
  }

  private void scheduleDelivery() {
    if (!deliveryScheduled && !paused && !held) {
      deliveryScheduled = true;
      transport.callSoon(delivering);
    }
  }

  // ----- callbacks

  private void deliver() {
    deliveryScheduled = false;
    while (mayDeliver()) {
      ByteBuf data = arrived.poll();
      if (data == null) {
        deliverEnd();
        return;
      }
      try {
        ByteBuf rest = Delivery.deliver(data, transport.getProtocol());
        if (rest != null) {
          arrived.addFirst(rest);
        }
      } catch (Throwable e) {
        transport.fatal("Fatal error: the protocol's dataReceived() failed", e);
      }
    }
  }

  private boolean mayDeliver() {
    return !paused && !held && !transport.isClosing();
  }

  private void deliverEnd() {
    if (failure != null) {
      transport.fatal("Fatal error: the connection failed", failure);
    } else if (eof && !eofDelivered) {
      eofDelivered = true;
      deliverEof();
    }
  }

  private void deliverEof() {
    boolean keepOpen;
    try {
      keepOpen = transport.getProtocol().eofReceived();
    } catch (Throwable e) {
      transport.fatal("Fatal error: the protocol's eofReceived() failed", e);
      return;
    }
    if (!keepOpen || transport.tls() != null || !channel.isActive()) {
      transport.close();
    }
  }

  // ----- for users

  /** Whether the other side will send no more. */
  boolean hasEnded() {
    return eof;
  }

  boolean isPaused() {
    return paused;
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
    if (!arrived.isEmpty() || (eof && !eofDelivered) || failure != null) {
      scheduleDelivery();
    }
  }

  // ----- for an upgrade to TLS

  boolean isHeld() {
    return held;
  }

  /** Delivers nothing from now on. */
  void hold() {
    held = true;
  }

  /** Removes what has come since. */
  byte[] takeHeld() {
    int size = arrived.stream().mapToInt(ByteBuf::readableBytes).sum();
    byte[] taken = new byte[size];
    int done = 0;
    for (ByteBuf data; (data = arrived.poll()) != null; data.release()) {
      int length = data.readableBytes();
      data.readBytes(taken, done, length);
      done += length;
    }
    return taken;
  }

  /** Delivers again. */
  void letGo() {
    held = false;
    resume();
  }

  void dispose() {
    arrived.forEach(ByteBuf::release);
    arrived.clear();
  }
}

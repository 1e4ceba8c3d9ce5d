package asyncio.net;

import asyncio.Asyncio;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done to sockets of the JDK, in the calling coroutine. */
/*
 * Each call is tried first, and again whenever its channel may be ready. It is the coroutine that
 * tries again and not the callback that wakes it: cancelled in between, it has not taken anything, no
 * bytes and no connection, that would be lost with it.
 */
final class SockCalls {

  /** More at once gains nothing, but the JDK copies what it writes. */
  private static final int MOST_AT_ONCE = 256 * 1024;

  private SockCalls() {}

  /** A call that gives null while it cannot be done. */
  private interface Attempt<T> {
    @Nullable T call() throws IOException;
  }

  // ----- streams

  static byte[] read(SocketChannel channel, int most) throws IOException {
    int size = Math.min(most, MOST_AT_ONCE);
    ByteBuffer buffer =
        size == 0
            ? ByteBuffer.allocate(0)
            : whenReadable(
                channel,
                () -> {
                  ByteBuffer into = ByteBuffer.allocate(size);
                  return readNow(channel, into) == 0 ? null : into;
                });
    return taken(buffer);
  }

  static int read(SocketChannel channel, ByteBuffer into) throws IOException {
    if (!into.hasRemaining()) {
      return 0;
    }
    return whenReadable(
        channel,
        () -> {
          int length = readNow(channel, into);
          return length == 0 ? null : length;
        });
  }

  private static int readNow(SocketChannel channel, ByteBuffer into) throws IOException {
    try {
      return channel.read(into);
    } catch (IOException e) {
      throw lost(channel, e);
    }
  }

  static void write(SocketChannel channel, ByteBuffer data) throws IOException {
    while (data.hasRemaining()) {
      ByteBuffer part = data.slice(data.position(), Math.min(data.remaining(), MOST_AT_ONCE));
      try {
        channel.write(part);
      } catch (IOException e) {
        throw lost(channel, e);
      }
      data.position(data.position() + part.position());
      if (part.hasRemaining()) {
        Readiness.ofRunningLoop().writers().await(channel);
      }
    }
  }

  static long sendfile(SocketChannel channel, FileChannel file, long offset, long count)
      throws IOException {
    long size = file.size();
    long end = offset >= size ? offset : offset + Math.min(count, size - offset);
    long position = offset;
    try {
      while (position < end) {
        long sent = transfer(channel, file, position, Math.min(end - position, MOST_AT_ONCE));
        position += sent;
        if (sent == 0 && file.size() <= position) {
          break; // it has become shorter
        }
        if (position < end) { // even if more could be sent: the others have their turn
          Readiness.ofRunningLoop().writers().await(channel);
        }
      }
      return position - offset;
    } finally {
      if (file.isOpen()) {
        file.position(position);
      }
    }
  }

  private static long transfer(SocketChannel channel, FileChannel file, long position, long count)
      throws IOException {
    try {
      return file.transferTo(position, count, channel);
    } catch (IOException e) {
      throw lost(channel, e);
    }
  }

  // ----- connections

  static void connect(SocketChannel channel, SocketAddress address) throws IOException {
    if (!(address instanceof InetSocketAddress inet) || !inet.isUnresolved()) {
      connectTo(channel, address);
      return;
    }
    List<InetSocketAddress> found =
        Asyncio.await(Dns.getaddrinfo(inet.getHostString(), inet.getPort()));
    for (InetSocketAddress one : found) {
      try {
        connectTo(channel, one);
        return;
      } catch (UnsupportedAddressTypeException e) {
        // the channel is of the other family, which it does not tell
      }
    }
    throw new SocketException(
        "this channel cannot connect to addresses of the family of " + found.getLast());
  }

  private static void connectTo(SocketChannel channel, SocketAddress address) throws IOException {
    try {
      if (channel.connect(address)) {
        return;
      }
      Attempt<Boolean> finish = () -> channel.finishConnect() ? true : null;
      whenWritable(channel, finish);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      throw (IOException) SocketErrors.connecting(address, e);
    }
  }

  static SocketChannel accept(ServerSocketChannel server) throws IOException {
    SocketChannel channel =
        whenReadable(
            server,
            () -> {
              try {
                return server.accept();
              } catch (IOException e) {
                throw named("cannot accept connections at " + server.getLocalAddress(), e);
              }
            });
    try {
      channel.configureBlocking(false);
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
    return channel;
  }

  // ----- datagrams

  static Sockets.Datagram receive(DatagramChannel channel, int most) throws IOException {
    int size = Math.min(most, MOST_AT_ONCE);
    return whenReadable(
        channel,
        () -> {
          ByteBuffer into = ByteBuffer.allocate(size);
          SocketAddress from = receiveNow(channel, into);
          return from == null ? null : new Sockets.Datagram(taken(into), from);
        });
  }

  static SocketAddress receive(DatagramChannel channel, ByteBuffer into) throws IOException {
    return whenReadable(channel, () -> receiveNow(channel, into));
  }

  private static @Nullable SocketAddress receiveNow(DatagramChannel channel, ByteBuffer into)
      throws IOException {
    try {
      return channel.receive(into);
    } catch (PortUnreachableException e) { // its message says nothing
      throw new PortUnreachableException("nobody receives at " + channel.getRemoteAddress());
    }
  }

  static int send(DatagramChannel channel, byte[] data, SocketAddress address) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(data);
    return whenWritable(
        channel,
        () -> {
          try {
            int sent = channel.send(buffer, address);
            return sent == data.length ? sent : null;
          } catch (IOException e) {
            throw named("cannot send to " + address, e);
          }
        });
  }

  // ----- waiting

  private static <T> T whenReadable(SelectableChannel channel, Attempt<T> attempt)
      throws IOException {
    T result;
    while ((result = attempt.call()) == null) {
      Readiness.ofRunningLoop().readers().await(channel);
    }
    return result;
  }

  private static <T> T whenWritable(SelectableChannel channel, Attempt<T> attempt)
      throws IOException {
    T result;
    while ((result = attempt.call()) == null) {
      Readiness.ofRunningLoop().writers().await(channel);
    }
    return result;
  }

  private static byte[] taken(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.position()];
    buffer.get(0, bytes);
    return bytes;
  }

  // ----- errors

  private static IOException lost(SocketChannel channel, IOException e) throws IOException {
    if (e instanceof ClosedChannelException) {
      return e;
    }
    SocketAddress peer = channel.getRemoteAddress();
    boolean unnamed = peer instanceof UnixDomainSocketAddress && peer.toString().isEmpty();
    return (IOException) SocketErrors.losing(unnamed ? null : peer, e);
  }

  private static IOException named(String what, IOException e) {
    if (e instanceof ClosedChannelException) {
      return e;
    }
    SocketException named = new SocketException(what + ": " + e.getMessage());
    named.initCause(e);
    return named;
  }
}

package asyncio.net;

import asyncio.Asyncio;
import asyncio.Coroutine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Calls on the JDK's own sockets, made for a static import: {@code loop.sock_recv} and its kin, and
 * {@code loop.add_reader} and its kin. For where {@link Streams} and {@link Transports}, which are
 * faster, do not do: a protocol without either, a channel that another library has opened.
 *
 * {@snippet :
 * SocketChannel channel = SocketChannel.open();
 * channel.configureBlocking(false);
 * await(sockConnect(channel, new InetSocketAddress("example.org", 80)));
 * await(sockSendall(channel, request));
 * byte[] answer = await(sockRecv(channel, 4096));
 * }
 *
 * <p>A channel must not block: {@link SelectableChannel#configureBlocking
 * configureBlocking(false)}. What can be done at once is, and does not give way to others.
 * Otherwise the coroutine waits; one may wait to read from a channel, and one to write to it. A
 * second one, or a callback, takes the place of the first, which fails with an {@link
 * IllegalStateException}.
 *
 * <p>Cancelling a coroutine that waits leaves the channel as it is, and takes nothing from it. If
 * the channel is closed meanwhile, the coroutine throws a {@link
 * java.nio.channels.ClosedChannelException}, in a tenth of a second or so; until then the system
 * may keep the socket open. Errors of the system are {@link IOException}s that name the address.
 *
 * <p>All of it belongs to the running loop, whose end frees the channels and closes none.
 */
public final class Sockets {

  private Sockets() {}

  /**
   * What has come with one datagram.
   *
   * @param data its bytes
   * @param address who has sent it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Datagram(byte[] data, SocketAddress address) {}

  // ----- streams

  /**
   * Receives bytes; mirrors {@code loop.sock_recv}.
   *
   * @param channel a connected channel
   * @param most how many bytes at most, 0 or more
   * @return a coroutine that gives at least one byte, and none at the end of the stream only, or if
   *     none are asked for
   * @throws IllegalArgumentException if the number is negative, or the channel blocks
   */
  public static Coroutine<byte[]> sockRecv(SocketChannel channel, int most) {
    checkSize(most);
    checkNonBlocking(channel);
    return Asyncio.async(() -> SockCalls.read(channel, most));
  }

  /**
   * Receives bytes into a buffer, from its position up to its limit; mirrors {@code
   * loop.sock_recv_into}.
   *
   * @param channel a connected channel
   * @param buffer where to put them; not to be used until the coroutine has ended
   * @return a coroutine that gives their number: at least one, unless the buffer is full. It is -1
   *     at the end of the stream, as with the channel's own {@code read}
   * @throws IllegalArgumentException if the channel blocks
   */
  public static Coroutine<Integer> sockRecvInto(SocketChannel channel, ByteBuffer buffer) {
    Objects.requireNonNull(buffer, "buffer");
    checkNonBlocking(channel);
    return Asyncio.async(() -> SockCalls.read(channel, buffer));
  }

  /**
   * Sends bytes, all of them; mirrors {@code loop.sock_sendall}.
   *
   * @param channel a connected channel
   * @param data the bytes; not to be changed until the coroutine has ended
   * @return a coroutine that waits until the system has taken all. If it fails or is cancelled,
   *     nobody knows how many it has taken
   * @throws IllegalArgumentException if the channel blocks
   */
  public static Coroutine<@Nullable Void> sockSendall(SocketChannel channel, byte[] data) {
    return sockSendall(channel, ByteBuffer.wrap(data));
  }

  /**
   * Sends the bytes of a buffer, from its position up to its limit; mirrors {@code
   * loop.sock_sendall}.
   *
   * @param channel a connected channel
   * @param data the bytes; not to be used until the coroutine has ended. The position is then
   *     behind what the system has taken, however that ends
   * @return a coroutine that waits until the system has taken all
   * @throws IllegalArgumentException if the channel blocks
   */
  public static Coroutine<@Nullable Void> sockSendall(SocketChannel channel, ByteBuffer data) {
    Objects.requireNonNull(data, "data");
    checkNonBlocking(channel);
    return Asyncio.async(() -> SockCalls.write(channel, data));
  }

  /**
   * Sends a file, from its beginning to its end; mirrors {@code loop.sock_sendfile}.
   *
   * @param channel a connected channel
   * @param file the file, open for reading; it stays open
   * @return as {@link #sockSendfile(SocketChannel, FileChannel, long, long)} does
   * @throws IllegalArgumentException if the channel blocks
   */
  public static Coroutine<Long> sockSendfile(SocketChannel channel, FileChannel file) {
    return sockSendfile(channel, file, 0, Long.MAX_VALUE);
  }

  /**
   * Sends a part of a file, without the bytes coming to this program where the system can do it;
   * mirrors {@code loop.sock_sendfile}. The disk is read on the loop's thread.
   *
   * @param channel a connected channel
   * @param file the file, open for reading; it stays open
   * @param offset where the part begins
   * @param count how many bytes at most; less if the file ends before
   * @return a coroutine that gives how many bytes were sent. However it ends, the file's position
   *     is then behind them
   * @throws IllegalArgumentException if a number is negative, or the channel blocks
   */
  public static Coroutine<Long> sockSendfile(
      SocketChannel channel, FileChannel file, long offset, long count) {
    if (offset < 0 || count < 0) {
      throw new IllegalArgumentException(
          "offset (" + offset + ") and count (" + count + ") must not be negative");
    }
    Objects.requireNonNull(file, "file");
    checkNonBlocking(channel);
    return Asyncio.async(() -> SockCalls.sendfile(channel, file, offset, count));
  }

  // ----- connections

  /**
   * Connects; mirrors {@code loop.sock_connect}. An address that is not resolved is looked up by
   * {@link Dns}, and the first one found of the channel's family is used.
   *
   * @param channel a channel that is not connected. If connecting fails, the JDK closes it
   * @param address where to
   * @return a coroutine that waits until it is connected. It throws {@link
   *     java.net.ConnectException} if it cannot be, and {@link java.net.UnknownHostException} if
   *     there is no such host. Cancelling it leaves the channel connecting: close it then
   * @throws IllegalArgumentException if the channel blocks
   */
  public static Coroutine<@Nullable Void> sockConnect(
      SocketChannel channel, SocketAddress address) {
    Objects.requireNonNull(address, "address");
    checkNonBlocking(channel);
    return Asyncio.async(() -> SockCalls.connect(channel, address));
  }

  /**
   * Accepts a connection; mirrors {@code loop.sock_accept}.
   *
   * @param server a channel that is bound
   * @return a coroutine that gives the connection, which does not block; {@code getRemoteAddress}
   *     says whose it is. Cancelling it leaves the connection to the next one who accepts
   * @throws IllegalArgumentException if the channel blocks
   */
  public static Coroutine<SocketChannel> sockAccept(ServerSocketChannel server) {
    checkNonBlocking(server);
    return Asyncio.async(() -> SockCalls.accept(server));
  }

  // ----- datagrams

  /**
   * Receives a datagram; mirrors {@code loop.sock_recvfrom}.
   *
   * @param channel a channel that is bound
   * @param most how many bytes at most, 0 or more; the rest of the datagram is dropped
   * @return a coroutine that gives the bytes, of which there may be none, and who has sent them
   * @throws IllegalArgumentException if the number is negative, or the channel blocks
   */
  public static Coroutine<Datagram> sockRecvfrom(DatagramChannel channel, int most) {
    checkSize(most);
    checkNonBlocking(channel);
    return Asyncio.async(() -> SockCalls.receive(channel, most));
  }

  /**
   * Receives a datagram into a buffer, from its position up to its limit; mirrors {@code
   * loop.sock_recvfrom_into}. The rest of the datagram is dropped.
   *
   * @param channel a channel that is bound
   * @param buffer where to put the bytes, whose number its position tells then; not to be used
   *     until the coroutine has ended
   * @return a coroutine that gives who has sent the datagram
   * @throws IllegalArgumentException if the channel blocks
   */
  public static Coroutine<SocketAddress> sockRecvfromInto(
      DatagramChannel channel, ByteBuffer buffer) {
    Objects.requireNonNull(buffer, "buffer");
    checkNonBlocking(channel);
    return Asyncio.async(() -> SockCalls.receive(channel, buffer));
  }

  /**
   * Sends a datagram; mirrors {@code loop.sock_sendto}.
   *
   * @param channel the channel
   * @param data the bytes; not to be changed until the coroutine has ended
   * @param address a resolved address
   * @return a coroutine that waits until the system has taken it, and gives the number of bytes
   * @throws IllegalArgumentException if the channel blocks
   */
  public static Coroutine<Integer> sockSendto(
      DatagramChannel channel, byte[] data, SocketAddress address) {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(address, "address");
    checkNonBlocking(channel);
    return Asyncio.async(() -> SockCalls.send(channel, data, address));
  }

  // ----- callbacks

  /**
   * Has the running loop call back whenever the channel can be read from, or a connection accepted,
   * in a copy of the current context; mirrors {@code loop.add_reader}. While it can be and nobody
   * does, the loop calls again and again. It takes the place of the channel's reader before it.
   *
   * <p>Closing the channel removes it, as does closing the loop.
   *
   * @param channel a channel that can be read from; a {@link java.nio.channels.Pipe.SourceChannel}
   *     too
   * @param callback what to run
   * @throws IllegalArgumentException if the channel blocks, is closed, or cannot be read from
   * @throws UncheckedIOException if the system has no room for a selector
   */
  public static void addReader(SelectableChannel channel, Runnable callback) {
    checkUsable(channel);
    readiness().readers().add(channel, Objects.requireNonNull(callback, "callback"));
  }

  /**
   * Removes the channel's reader, if there is one: it does not run any more, even if it was about
   * to; mirrors {@code loop.remove_reader}.
   *
   * @param channel the channel
   * @return false if there was none
   */
  public static boolean removeReader(SelectableChannel channel) {
    return readiness().readers().remove(channel);
  }

  /**
   * Has the running loop call back whenever the channel can be written to, or has connected, in a
   * copy of the current context; mirrors {@code loop.add_writer}. While it can be, the loop calls
   * again and again. It takes the place of the channel's writer before it.
   *
   * <p>Closing the channel removes it, as does closing the loop.
   *
   * @param channel a channel that can be written to; a {@link java.nio.channels.Pipe.SinkChannel}
   *     too
   * @param callback what to run
   * @throws IllegalArgumentException if the channel blocks, is closed, or cannot be written to
   * @throws UncheckedIOException if the system has no room for a selector
   */
  public static void addWriter(SelectableChannel channel, Runnable callback) {
    checkUsable(channel);
    readiness().writers().add(channel, Objects.requireNonNull(callback, "callback"));
  }

  /**
   * Removes the channel's writer, if there is one: it does not run any more, even if it was about
   * to; mirrors {@code loop.remove_writer}.
   *
   * @param channel the channel
   * @return false if there was none
   */
  public static boolean removeWriter(SelectableChannel channel) {
    return readiness().writers().remove(channel);
  }

  private static Readiness readiness() {
    try {
      return Readiness.ofRunningLoop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ----- misuse

  private static void checkUsable(SelectableChannel channel) {
    if (!channel.isOpen()) {
      throw new IllegalArgumentException("this channel is closed: " + channel);
    }
    checkNonBlocking(channel);
  }

  private static void checkNonBlocking(SelectableChannel channel) {
    if (channel.isBlocking()) {
      throw new IllegalArgumentException(
          "this channel would block the loop, call configureBlocking(false) first: " + channel);
    }
  }

  private static void checkSize(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("cannot receive " + most + " bytes");
    }
  }
}

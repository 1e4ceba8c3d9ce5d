package asyncio.net;

import asyncio.Asyncio;
import asyncio.Coroutine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes into a connection; mirrors {@code asyncio.StreamWriter}.
 *
 * {@snippet :
 * writer.write("hello\n");
 * await(writer.drain());
 * }
 *
 * <p>Writing never waits: what the other side does not take in time is kept in memory. {@link
 * #drain} waits until there is little of it, so it belongs behind what writes much. A writer
 * belongs to its loop's thread.
 */
public final class StreamWriter implements AutoCloseable {

  private final Transport transport;
  private final StreamProtocol protocol;

  StreamWriter(Transport transport, StreamProtocol protocol) {
    this.transport = transport;
    this.protocol = protocol;
  }

  /**
   * The transport beneath.
   *
   * @return the transport
   */
  public Transport transport() {
    return transport;
  }

  /**
   * Writes without waiting. The bytes are copied: the array may be changed afterwards.
   *
   * @param data the bytes
   * @throws IllegalStateException after {@link #writeEof}
   */
  public void write(byte[] data) {
    transport.write(data);
  }

  /**
   * Writes a part of an array without waiting. The bytes are copied.
   *
   * @param data the array
   * @param offset where the bytes begin
   * @param length how many there are
   * @throws IndexOutOfBoundsException if the array has no such part
   * @throws IllegalStateException after {@link #writeEof}
   */
  public void write(byte[] data, int offset, int length) {
    transport.write(data, offset, length);
  }

  /**
   * Writes a text in UTF-8 without waiting. Not in asyncio.
   *
   * @param text the text
   * @throws IllegalStateException after {@link #writeEof}
   */
  public void write(String text) {
    transport.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes one after the other without waiting.
   *
   * @param data the pieces
   * @throws IllegalStateException after {@link #writeEof}
   */
  public void writelines(List<byte[]> data) {
    transport.writelines(data);
  }

  /**
   * Waits until no more is kept in memory than the low water mark, if it is more than the high one;
   * else it does not wait at all.
   *
   * @return a coroutine that waits. It throws what the connection was lost by, or a {@link
   *     java.net.SocketException} if it was closed
   */
  public Coroutine<@Nullable Void> drain() {
    return Asyncio.async(() -> {
      protocol.reader().checkException();
      if (transport.isClosing()) {
        Asyncio.await(Asyncio.sleep(0)); // so that who never stops writing hears of the loss
      }
      protocol.drain();
    });
  }

  /**
   * Closes the writing half, once what was written is sent.
   *
   * @throws UnsupportedOperationException if {@link #canWriteEof} is false
   */
  public void writeEof() {
    transport.writeEof();
  }

  /**
   * Whether the writing half can be closed alone.
   *
   * @return false with TLS
   */
  public boolean canWriteEof() {
    return transport.canWriteEof();
  }

  /**
   * Has the connection use TLS from now on; mirrors {@code StreamWriter.start_tls}. What was
   * written before is sent first, in the clear; what the reader has and was not read is taken for
   * TLS.
   *
   * @param options this side of TLS
   * @return a coroutine that waits until the handshake is done. It throws an {@link
   *     javax.net.ssl.SSLHandshakeException}, and the connection is lost, if it fails; and {@link
   *     IllegalArgumentException} if a client does not say for which name it verifies the server's
   *     certificate
   */
  public Coroutine<@Nullable Void> startTls(TlsOptions options) {
    return Asyncio.async(() -> {
      Asyncio.await(drain());
      if (!(transport instanceof SocketTransport socket)) {
        throw new UnsupportedOperationException("there is no TLS on " + transport);
      }
      socket.upgrade(options, protocol.reader()::takeAll);
    });
  }

  /**
   * Closes the connection, once what was written is sent; {@link #waitClosed} waits for that.
   * Closing it again has no effect.
   */
  @Override
  public void close() {
    transport.close();
  }

  /**
   * Whether it is closed, or on its way to it.
   *
   * @return true if it is
   */
  public boolean isClosing() {
    return transport.isClosing();
  }

  /**
   * Waits until the connection is closed.
   *
   * @return a coroutine that waits. It throws what the connection was lost by, if it was not closed
   *     by one of the two sides
   */
  public Coroutine<@Nullable Void> waitClosed() {
    return Asyncio.async(() -> Asyncio.await(Asyncio.shield(protocol.closed)));
  }

  /**
   * What is known of the connection.
   *
   * @param <I> its type
   * @param info what to look up
   * @return what is known, or null if there is no such thing here
   */
  public <I> @Nullable I getExtraInfo(ExtraInfo<I> info) {
    return transport.getExtraInfo(info);
  }

  @Override
  public String toString() {
    return "<StreamWriter " + transport + ">";
  }
}

package asyncio.net;

import asyncio.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * What moves bytes for a protocol; mirrors {@code asyncio.BaseTransport}.
 *
 * <p>The methods of all transports belong to the loop's thread and never wait.
 */
public interface BaseTransport extends AutoCloseable {

  /**
   * Closes it: nothing more is read, what was written is sent, and then {@link
   * BaseProtocol#connectionLost} is called with null. Closing it again has no effect.
   */
  @Override
  void close();

  /**
   * Whether it is closed, or on its way to it.
   *
   * @return true if it is
   */
  boolean isClosing();

  /**
   * What is known of the connection.
   *
   * @param <I> its type
   * @param info what to look up
   * @return what is known, or null if this transport has no such thing
   */
  <I> @Nullable I getExtraInfo(ExtraInfo<I> info);

  /**
   * The loop that it belongs to.
   *
   * @return the loop
   */
  EventLoop loop();
}

package asyncio.net;

import asyncio.Coroutine;
import org.jspecify.annotations.Nullable;

/**
 * The two halves of a connection, as {@code asyncio.open_connection} returns them. Closing it
 * closes the connection.
 *
 * @param reader what comes
 * @param writer what goes
 */
public record StreamPair(StreamReader reader, StreamWriter writer) implements AutoCloseable {

  /** Closes the connection, once what was written is sent; {@link StreamWriter#close}. */
  @Override
  public void close() {
    writer.close();
  }

  /**
   * Waits until the connection is closed.
   *
   * @return a coroutine that waits; {@link StreamWriter#waitClosed}
   */
  public Coroutine<@Nullable Void> waitClosed() {
    return writer.waitClosed();
  }
}

package asyncio.net;

import org.jspecify.annotations.Nullable;

/**
 * What all protocols are told; mirrors {@code asyncio.BaseProtocol}.
 *
 * <p>The loop calls a protocol's methods, one at a time, in callbacks of its own: they must not
 * await, and what they throw ends the connection or goes to the loop's exception handler.
 */
public interface BaseProtocol {

  /**
   * The connection is lost or closed. Called once, and last.
   *
   * @param exception why, or null if this side closed or aborted it, or the other one closed it
   */
  default void connectionLost(@Nullable Throwable exception) {}

  /** There is more in the transport's buffer than its high limit: stop writing. */
  default void pauseWriting() {}

  /** The transport's buffer is down to its low limit: go on writing. */
  default void resumeWriting() {}
}

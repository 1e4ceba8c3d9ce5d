package asyncio;

import org.jspecify.annotations.Nullable;

/**
 * Thrown where a coroutine awaits when its task, or what it awaits, was cancelled; mirrors {@code
 * asyncio.CancelledError}.
 *
 * <p>An {@link Error}, so that {@code catch (Exception e)} does not swallow a cancellation. Who
 * catches it to clean up throws it again.
 */
public final class CancelledError extends Error {

  private static final long serialVersionUID = 1L;

  /** Without a message. */
  public CancelledError() {
    this(null);
  }

  /**
   * With the message that was given to {@code cancel}.
   *
   * @param message the message, or null for none
   */
  public CancelledError(@Nullable String message) {
    super(message);
  }
}

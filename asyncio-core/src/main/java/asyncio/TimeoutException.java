package asyncio;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a time-out expired; mirrors {@code asyncio.TimeoutError}.
 *
 * <p>Its cause is the {@link CancelledError} by which the time-out ended what it watched: the stack
 * trace there shows what was being awaited.
 */
public final class TimeoutException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * An exception with a cause.
   *
   * @param message what took too long
   * @param cause the cancellation that ended it, or null
   */
  public TimeoutException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

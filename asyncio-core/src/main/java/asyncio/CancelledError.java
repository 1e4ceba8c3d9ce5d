package asyncio;

import org.jspecify.annotations.Nullable;

/**
 * Thrown where a coroutine awaits when its task, or what it awaits, was cancelled; mirrors {@code
 * asyncio.CancelledError}.
 *
 * <p>Its stack trace shows where the coroutine waited. Filling one in takes longer than all the
 * rest of a cancellation; so of those that are delivered in the same iteration of the loop only the
 * first hundred have one, but for debug mode, where all do.
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

  private CancelledError(@Nullable String message, boolean withStackTrace) {
    super(message, null, true, withStackTrace);
  }

  static CancelledError withoutStackTrace(@Nullable String message) {
    return new CancelledError(message, false);
  }
}

package asyncio;

/**
 * Thrown when a future is not in the state that an operation needs: a result taken before it is
 * there, a result set twice. Mirrors {@code asyncio.InvalidStateError}.
 */
public final class InvalidStateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * An exception with a message.
   *
   * @param message what state it is in
   */
  public InvalidStateException(String message) {
    super(message);
  }
}

package asyncio.net;

/**
 * Thrown by {@link StreamReader#readuntil(byte[]) readuntil} and {@link StreamReader#readline} when
 * there are more bytes before the separator than the reader's limit allows; mirrors {@code
 * asyncio.LimitOverrunError}.
 */
public final class LimitOverrunException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** How much was there. */
  private final int consumed;

  /**
   * An exception with a message.
   *
   * @param message where the separator is, or is not, and what the limit is
   * @param consumed how many bytes there are before the separator, as far as is known
   */
  public LimitOverrunException(String message, int consumed) {
    super(message);
    this.consumed = consumed;
  }

  /**
   * How many bytes there are before the separator. If that has not come yet, so many have come that
   * cannot be part of it.
   *
   * @return the number; after {@code readuntil} they are still there to be read
   */
  public int consumed() {
    return consumed;
  }
}

package asyncio;

/**
 * A semaphore that never has more permits than at first, so that releasing one too many is noticed;
 * mirrors {@code asyncio.BoundedSemaphore}.
 */
public final class BoundedSemaphore extends Semaphore {

  private final int bound;

  /** A semaphore with one permit. */
  public BoundedSemaphore() {
    this(1);
  }

  /**
   * A semaphore.
   *
   * @param value the number of permits, at first and at most
   * @throws IllegalArgumentException if it is less than 0
   */
  public BoundedSemaphore(int value) {
    super(value);
    bound = value;
  }

  /**
   * Gives a permit back, and wakes who waits for it first.
   *
   * @throws IllegalStateException if no permit is taken
   */
  @Override
  public void release() {
    if (value() >= bound) {
      throw new IllegalStateException(
          "the semaphore was released too often: none of its " + bound + " permits is taken");
    }
    super.release();
  }
}

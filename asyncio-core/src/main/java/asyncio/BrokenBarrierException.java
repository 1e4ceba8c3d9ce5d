package asyncio;

/** Thrown to who waits at a {@link Barrier} that is reset or aborted. */
public final class BrokenBarrierException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * An exception with a message.
   *
   * @param message what happened to the barrier
   */
  public BrokenBarrierException(String message) {
    super(message);
  }
}

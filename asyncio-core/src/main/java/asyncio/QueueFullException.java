package asyncio;

/** Thrown by {@link Queue#putNowait} when the queue is full; mirrors {@code asyncio.QueueFull}. */
public final class QueueFullException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An exception that says so. */
  public QueueFullException() {
    super("the queue is full");
  }
}

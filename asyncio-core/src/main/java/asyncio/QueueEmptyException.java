package asyncio;

/**
 * Thrown by {@link Queue#getNowait} when the queue is empty; mirrors {@code asyncio.QueueEmpty}.
 */
public final class QueueEmptyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An exception that says so. */
  public QueueEmptyException() {
    super("the queue is empty");
  }
}

package asyncio;

/**
 * Thrown after {@link Queue#shutdown} by what puts to the queue, and by what gets from it once it
 * is empty; mirrors {@code asyncio.QueueShutDown}.
 */
public final class QueueShutDownException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An exception that says so. */
  public QueueShutDownException() {
    super("the queue is shut down");
  }
}

package asyncio;

/**
 * Called for each exception that nobody could be told of by throwing it; what is given to {@link
 * EventLoop#setExceptionHandler}.
 */
@FunctionalInterface
public interface ExceptionHandler {

  /**
   * Handles one, on the loop's thread.
   *
   * @param loop the loop it happened on
   * @param context what happened
   */
  void handle(EventLoop loop, ExceptionContext context);
}

package asyncio;

/** The body of a coroutine that returns nothing. It may await. */
@FunctionalInterface
public interface VoidBody {

  /**
   * Runs the body to its end.
   *
   * @throws Exception whatever the body throws: it becomes the coroutine's failure as it is
   */
  void run() throws Exception;
}

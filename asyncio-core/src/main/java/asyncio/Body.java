package asyncio;

import org.jspecify.annotations.Nullable;

/**
 * The body of a coroutine that returns a value. It may await.
 *
 * @param <T> what it returns
 */
@FunctionalInterface
public interface Body<T extends @Nullable Object> {

  /**
   * Runs the body to its end.
   *
   * @return the coroutine's result
   * @throws Exception whatever the body throws: it becomes the coroutine's failure as it is
   */
  T call() throws Exception;
}

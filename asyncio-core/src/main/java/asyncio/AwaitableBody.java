package asyncio;

import org.jspecify.annotations.Nullable;

/**
 * The body of a coroutine that ends by awaiting what it returns, as in {@code () -> queue.get()}.
 *
 * @param <T> what awaiting it gives
 */
@FunctionalInterface
public interface AwaitableBody<T extends @Nullable Object> {

  /**
   * Runs the body up to the awaitable that it ends with.
   *
   * @return what is awaited last
   * @throws Exception whatever the body throws: it becomes the coroutine's failure as it is
   */
  Awaitable<T> call() throws Exception;
}

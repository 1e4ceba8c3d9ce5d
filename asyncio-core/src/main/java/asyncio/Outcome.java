package asyncio;

import org.jspecify.annotations.Nullable;

/**
 * How an awaitable ended: what {@code gather(…, return_exceptions=True)} puts into its list.
 *
 * @param <T> the awaitable's type
 */
public sealed interface Outcome<T extends @Nullable Object> {

  /**
   * It returned.
   *
   * @param <T> the value's type
   * @param value what it returned
   */
  record Value<T extends @Nullable Object>(T value) implements Outcome<T> {}

  /**
   * It threw.
   *
   * @param <T> the type of the value that did not come
   * @param exception what it threw
   */
  record Failure<T extends @Nullable Object>(Throwable exception) implements Outcome<T> {}

  /**
   * It was cancelled.
   *
   * @param <T> the type of the value that did not come
   * @param error the cancellation, with its message
   */
  record Cancellation<T extends @Nullable Object>(CancelledError error) implements Outcome<T> {}
}

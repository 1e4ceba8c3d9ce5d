package asyncio;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong where nobody could be told by an exception; the {@code context} dictionary that
 * asyncio gives to {@code loop.call_exception_handler}.
 *
 * @param message what happened
 * @param exception the exception, if there is one
 * @param details what else is known, by asyncio's names: {@code task}, {@code future}, {@code
 *     handle} …
 */
public record ExceptionContext(
    String message, @Nullable Throwable exception, Map<String, Object> details) {

  /**
   * Keeps its own copy of the details.
   *
   * @param message what happened
   * @param exception the exception, or null
   * @param details what else is known
   */
  public ExceptionContext {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /**
   * One without details.
   *
   * @param message what happened
   * @param exception the exception, or null
   * @return the context
   */
  public static ExceptionContext of(String message, @Nullable Throwable exception) {
    return new ExceptionContext(message, exception, Map.of());
  }

  /**
   * This one and one detail more.
   *
   * @param key the detail's name
   * @param value the detail
   * @return a new context
   */
  public ExceptionContext with(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(details);
    more.put(key, value);
    return new ExceptionContext(message, exception, more);
  }
}

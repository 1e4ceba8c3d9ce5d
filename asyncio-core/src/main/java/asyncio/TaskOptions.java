package asyncio;

import org.jspecify.annotations.Nullable;

/**
 * What can be said of a task when it is made.
 *
 * @param name its name, or null for {@code Task-1}, {@code Task-2} …
 * @param context the context that it runs in, itself and not a copy of it, or null for a copy of
 *     the current one
 */
public record TaskOptions(@Nullable String name, @Nullable Context context) {

  /** A name by number, and a copy of the current context. */
  public static final TaskOptions DEFAULT = new TaskOptions(null, null);

  /**
   * Options with a name.
   *
   * @param name the name
   * @return the options
   */
  public static TaskOptions named(String name) {
    return new TaskOptions(name, null);
  }
}

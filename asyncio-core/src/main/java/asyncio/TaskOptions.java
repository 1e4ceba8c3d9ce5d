package asyncio;

import org.jspecify.annotations.Nullable;

/**
 * What can be said of a task when it is made.
 *
 * @param name its name, or null for {@code Task-1}, {@code Task-2} …
 * @param context the context that it runs in, itself and not a copy of it, or null for a copy of
 *     the current one
 * @param eagerStart whether it runs at once until it first waits, instead of from the loop's next
 *     iteration on; null leaves that to the loop's task factory. A loop that is not running starts
 *     nothing at once
 */
public record TaskOptions(
    @Nullable String name, @Nullable Context context, @Nullable Boolean eagerStart) {

  /** A name by number, a copy of the current context, and a start as the factory has it. */
  public static final TaskOptions DEFAULT = new TaskOptions(null, null, null);

  /**
   * Options with a name.
   *
   * @param name the name
   * @return the options
   */
  public static TaskOptions named(String name) {
    return new TaskOptions(name, null, null);
  }

  /**
   * Options for a task that starts at once; {@code eager_start=True} of asyncio.
   *
   * @return the options
   */
  public static TaskOptions eager() {
    return new TaskOptions(null, null, true);
  }

  /**
   * The same with a name.
   *
   * @param name the name, or null for one by number
   * @return the options
   */
  public TaskOptions withName(@Nullable String name) {
    return new TaskOptions(name, context, eagerStart);
  }

  /**
   * The same with a context.
   *
   * @param context the context, or null for a copy of the current one
   * @return the options
   */
  public TaskOptions withContext(@Nullable Context context) {
    return new TaskOptions(name, context, eagerStart);
  }

  /**
   * The same with a start.
   *
   * @param eagerStart whether it starts at once, or null to leave that to the task factory
   * @return the options
   */
  public TaskOptions withEagerStart(@Nullable Boolean eagerStart) {
    return new TaskOptions(name, context, eagerStart);
  }
}

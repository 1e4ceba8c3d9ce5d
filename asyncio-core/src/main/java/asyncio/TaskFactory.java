package asyncio;

import org.jspecify.annotations.Nullable;

/**
 * Makes the tasks of a loop; what is given to {@link EventLoop#setTaskFactory}.
 *
 * <p>Its method is generic, so it is written as a class or given as a method reference.
 */
@FunctionalInterface
public interface TaskFactory {

  /**
   * Makes a task, as a rule with {@link Task#create}.
   *
   * @param <T> what the coroutine returns
   * @param loop the loop
   * @param coroutine what the task runs
   * @param options the task's name and context, where they were given
   * @return the task
   */
  <T extends @Nullable Object> Task<T> create(
      EventLoop loop, Coroutine<T> coroutine, TaskOptions options);
}

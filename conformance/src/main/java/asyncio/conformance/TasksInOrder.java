package asyncio.conformance;

import asyncio.Coroutine;
import asyncio.EventLoop;
import asyncio.Task;
import asyncio.TaskFactory;
import asyncio.TaskOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps all tasks of a loop, in the order in which they were made. */
final class TasksInOrder implements TaskFactory {

  private final List<Task<?>> tasks = new ArrayList<>();

  @Override
  public <T extends @Nullable Object> Task<T> create(
      EventLoop loop, Coroutine<T> coroutine, TaskOptions options) {
    Task<T> task = Task.create(loop, coroutine, options);
    tasks.add(task);
    return task;
  }

  /** Those that are not done, but for the first one, which is the harness itself. */
  List<Task<?>> unfinished() {
    return tasks.stream().skip(1).filter(task -> !task.done()).toList();
  }
}

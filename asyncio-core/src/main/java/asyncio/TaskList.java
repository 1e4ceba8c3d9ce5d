package asyncio;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tasks of a loop that have not ended, in the order in which they were made. */
final class TaskList {

  private @Nullable Task<?> oldest;
  private @Nullable Task<?> newest;

  void add(Task<?> task) {
    Task<?> last = newest;
    task.older = last;
    if (last == null) {
      oldest = task;
    } else {
      last.newer = task;
    }
    newest = task;
  }

  void remove(Task<?> task) {
    Task<?> before = task.older;
    Task<?> after = task.newer;
    if (before == null) {
      oldest = after;
    } else {
      before.newer = after;
    }
    if (after == null) {
      newest = before;
    } else {
      after.older = before;
    }
    task.older = null;
    task.newer = null;
  }

  boolean contains(Task<?> task) {
    return task.older != null || task == oldest;
  }

  boolean isEmpty() {
    return oldest == null;
  }

  Set<Task<?>> copy() {
    Set<Task<?>> all = new LinkedHashSet<>();
    for (Task<?> task = oldest; task != null; task = task.newer) {
      all.add(task);
    }
    return all;
  }
}

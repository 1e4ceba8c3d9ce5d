package asyncio.testing;

import asyncio.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cancels a task between two iterations of its loop. For one run. */
final class CancelPoint {

  private final int at;
  private @Nullable Task<?> victim;
  private int iteration;
  private boolean struck;
  private boolean over;
  private List<StackTraceElement> where = List.of();

  /**
   * A point.
   *
   * @param at before which iteration, counted from the making of the task: 1 is before its first
   *     step
   */
  CancelPoint(int at) {
    this.at = at;
  }

  void aimAt(Task<?> task) {
    victim = task;
  }

  /** On the loop's thread, before each iteration; true if the task was cancelled now. */
  boolean reached() {
    Task<?> task = victim;
    if (over || task == null || ++iteration != at || task.done()) {
      return false;
    }
    where = UserStack.of(task.stack());
    struck = true;
    task.cancel();
    return true;
  }

  /** What follows is cleaning up. */
  void end() {
    over = true;
  }

  boolean hasVictim() {
    return victim != null;
  }

  boolean struck() {
    return struck;
  }

  /** Where the task was, in lines that each begin with a line break. */
  String whereText() {
    return where.isEmpty() ? " before its first step" : UserStack.lines(where, "  ");
  }
}

package asyncio;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Captures who waits for whom, and writes it as text. */
final class CallGraphs {

  /** No limit to the frames. */
  static final int ALL = Integer.MAX_VALUE;

  private CallGraphs() {}

  /**
   * The graph of the future, or of the current task; null if neither is there.
   *
   * @param depth how many frames of the current task to leave out, from the innermost on
   * @param limit how many frames to keep of each stack: the innermost, or if it is negative the
   *     outermost
   */
  static @Nullable FutureCallGraph capture(@Nullable Future<?> future, int depth, int limit) {
    Future<?> of = future != null ? future : RunningLoops.current().current;
    return of == null ? null : capture(of, depth, limit, new LinkedHashSet<>());
  }

  private static FutureCallGraph capture(
      Future<?> future, int depth, int limit, Set<Future<?>> seen) {
    List<FutureCallGraph> awaitedBy = new ArrayList<>();
    if (seen.add(future)) { // who waits for it stands there once, even in a circle
      for (Future<?> waiter : future.awaitedBy()) {
        awaitedBy.add(capture(waiter, 0, limit, seen));
      }
    }
    return new FutureCallGraph(future, frames(future, depth, limit), awaitedBy);
  }

  private static List<FrameCallGraphEntry> frames(Future<?> future, int depth, int limit) {
    if (!(future instanceof Task<?> task) || limit == 0 || task.done()) {
      return List.of();
    }
    List<StackTraceElement> stack = task.stack();
    if (task == task.loop.current) {
      stack = stack.subList(Math.clamp(depth, 0, stack.size()), stack.size());
    }
    return Task.limited(stack, limit).stream().map(FrameCallGraphEntry::new).toList();
  }

  static String format(@Nullable FutureCallGraph graph) {
    StringBuilder text = new StringBuilder();
    if (graph != null) {
      write(graph, "", text);
    }
    return text.toString();
  }

  private static void write(FutureCallGraph graph, String indent, StringBuilder text) {
    text.append(indent).append("* ").append(headline(graph.future())).append('\n');
    if (!graph.callStack().isEmpty()) {
      text.append(indent).append("  + Call stack:\n");
      for (FrameCallGraphEntry entry : graph.callStack()) {
        text.append(indent).append("  |   at ").append(entry.frame()).append('\n');
      }
    }
    if (!graph.awaitedBy().isEmpty()) {
      text.append(indent).append("  + Awaited by:\n");
      for (FutureCallGraph waiter : graph.awaitedBy()) {
        write(waiter, indent + "    ", text);
      }
    }
  }

  private static String headline(Future<?> future) {
    String id = "0x" + Integer.toHexString(System.identityHashCode(future));
    return future instanceof Task<?> task
        ? "Task(name='" + task.name() + "', id=" + id + ")"
        : "Future(id=" + id + ")";
  }
}

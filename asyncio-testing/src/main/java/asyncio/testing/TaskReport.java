package asyncio.testing;

import static asyncio.Asyncio.allTasks;
import static asyncio.Asyncio.captureCallGraph;

import asyncio.EventLoop;
import asyncio.FrameCallGraphEntry;
import asyncio.Future;
import asyncio.FutureCallGraph;
import asyncio.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The tasks of a loop in text: where each stands, and below it who waits for it. */
final class TaskReport {

  /** More than these nobody reads. */
  private static final int MOST = 100;

  private final StringBuilder text = new StringBuilder();
  private final Set<Future<?>> shown = Collections.newSetFromMap(new IdentityHashMap<>());

  private TaskReport() {}

  /** Lines that each begin with a line break. On the loop's thread, or while it does not run. */
  static String of(EventLoop loop) {
    return new TaskReport().write(allTasks(loop));
  }

  private String write(Set<Task<?>> tasks) {
    List<FutureCallGraph> graphs = new ArrayList<>();
    Set<Future<?>> waiters = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Task<?> task : tasks) {
      FutureCallGraph graph = captureCallGraph(task);
      if (graph != null) {
        graphs.add(graph);
        addWaiters(graph, waiters);
      }
    }
    text.append("\n").append(tasks.size()).append(tasks.size() == 1 ? " task:" : " tasks:");
    List<FutureCallGraph> inCircles = new ArrayList<>();
    int left = MOST;
    for (FutureCallGraph graph : graphs) {
      if (waiters.contains(graph.future())) {
        inCircles.add(graph); // or below what it waits for
      } else if (left-- > 0) {
        write(graph, "  ");
      }
    }
    for (FutureCallGraph graph : inCircles) {
      if (!shown.contains(graph.future()) && left-- > 0) {
        write(graph, "  ");
      }
    }
    if (left < 0) {
      text.append("\n  and others");
    }
    return text.toString();
  }

  private static void addWaiters(FutureCallGraph graph, Set<Future<?>> waiters) {
    for (FutureCallGraph waiter : graph.awaitedBy()) {
      if (waiters.add(waiter.future())) {
        addWaiters(waiter, waiters);
      }
    }
  }

  private void write(FutureCallGraph graph, String indent) {
    boolean known = !shown.add(graph.future());
    text.append("\n").append(indent).append(graph.future());
    if (known) {
      text.append(", see above");
      return;
    }
    List<StackTraceElement> stack =
        graph.callStack().stream().map(FrameCallGraphEntry::frame).toList();
    text.append(UserStack.lines(stack, indent + "  "));
    if (!graph.awaitedBy().isEmpty()) {
      text.append("\n").append(indent).append("  awaited by");
      for (FutureCallGraph waiter : graph.awaitedBy()) {
        write(waiter, indent + "    ");
      }
    }
  }
}

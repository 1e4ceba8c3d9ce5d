package asyncio.testing;

import asyncio.EventLoop;
import asyncio.ExceptionContext;
import asyncio.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a test has left behind: tasks and loops that run on, exceptions that nobody looked at. */
final class Leftovers {

  private final List<String> findings = new ArrayList<>();
  private final List<Throwable> exceptions = new ArrayList<>();

  void add(Task<?> task) {
    findings.add(
        "a task that has not ended: "
            + task
            + calls("made", task.madeAt())
            + calls("waits", task.stack()));
  }

  void add(EventLoop loop) {
    findings.add("an event loop that was not closed: " + loop + calls("made", loop.madeAt()));
  }

  void add(ExceptionContext context) {
    StringBuilder text = new StringBuilder("an exception that nobody looked at: ");
    text.append(context.exception()).append("\n    ").append(context.message());
    context.details().forEach((key, value) -> text.append(detail(key, value)));
    findings.add(text.toString());
    if (context.exception() != null) {
      exceptions.add(context.exception());
    }
  }

  /** Something that went wrong while cleaning up. */
  void addFailure(Throwable failure) {
    findings.add("a loop that could not be cleaned up: " + failure);
    exceptions.add(failure);
  }

  private static String detail(String key, Object value) {
    if (value instanceof List<?> list
        && list.stream().allMatch(StackTraceElement.class::isInstance)) {
      return calls("made", list.stream().map(StackTraceElement.class::cast).toList());
    }
    return "\n    " + key + ": " + value;
  }

  private static String calls(String title, List<StackTraceElement> stack) {
    String lines = UserStack.lines(stack, "      ");
    return lines.isEmpty() ? "" : "\n    " + title + lines;
  }

  /**
   * Throws if there is anything, and the test has not failed by itself: then the exceptions that
   * nobody looked at, which may be the reason, become part of its failure.
   *
   * @param failure what the test failed with, or null
   */
  @SuppressWarnings("ReferenceEquality") // that very exception is meant
  void report(@Nullable Throwable failure) {
    if (failure != null) {
      exceptions.stream().filter(e -> e != failure).forEach(failure::addSuppressed);
    } else if (!findings.isEmpty()) {
      AssertionError error =
          new AssertionError("the test left behind\n- " + String.join("\n- ", findings));
      exceptions.forEach(error::addSuppressed);
      throw error;
    }
  }
}

package asyncio.testing;

import java.util.List;

/** A stack without what has called the test: JUnit, reflection, and our own running of it. */
final class UserStack {

  private UserStack() {}

  /**
   * The user's part of a stack.
   *
   * @param stack the innermost call first
   */
  static List<StackTraceElement> of(List<StackTraceElement> stack) {
    int end = 0;
    while (end < stack.size() && !isCaller(stack.get(end))) {
      end++;
    }
    while (end > 0 && isOfJdk(stack.get(end - 1))) {
      end--;
    }
    return stack.subList(0, end);
  }

  /** A line for each call, each beginning with a line break. */
  static String lines(List<StackTraceElement> stack, String indent) {
    StringBuilder text = new StringBuilder();
    of(stack).forEach(frame -> text.append("\n").append(indent).append("at ").append(frame));
    return text.toString();
  }

  private static boolean isCaller(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith("org.junit.")
        || name.equals(TestLoop.class.getName())
        || name.equals(Schedules.class.getName())
        || (name.equals(CancelSweep.class.getName())
            && frame.getMethodName().startsWith("lambda$"));
  }

  private static boolean isOfJdk(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith("java.") || name.startsWith("jdk.");
  }
}

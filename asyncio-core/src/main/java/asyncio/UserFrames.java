package asyncio;

import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Picks the frames of the user's code out of a stack: ours, and the JDK's at both ends, say little.
 */
final class UserFrames {

  private static final String PACKAGE = UserFrames.class.getPackageName() + ".";
  private static final @Nullable CodeSource OURS =
      UserFrames.class.getProtectionDomain().getCodeSource();

  private UserFrames() {}

  static List<StackTraceElement> of(StackTraceElement[] stack) {
    List<StackTraceElement> frames = new ArrayList<>(Arrays.asList(stack));
    frames.removeIf(UserFrames::isOurs);
    while (!frames.isEmpty() && isOfJdk(frames.getFirst())) {
      frames.removeFirst();
    }
    while (!frames.isEmpty() && isOfJdk(frames.getLast())) {
      frames.removeLast();
    }
    return List.copyOf(frames);
  }

  private static boolean isOfJdk(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.");
  }

  /** Users may have classes in a package of this name too, our own tests do. */
  private static boolean isOurs(StackTraceElement frame) {
    String name = frame.getClassName();
    if (!name.startsWith(PACKAGE) || name.indexOf('.', PACKAGE.length()) >= 0) {
      return false;
    }
    try {
      Class<?> type = Class.forName(name, false, UserFrames.class.getClassLoader());
      return Objects.equals(type.getProtectionDomain().getCodeSource(), OURS);
    } catch (ClassNotFoundException e) {
      return true; // a hidden class, such as that of a lambda
    }
  }
}

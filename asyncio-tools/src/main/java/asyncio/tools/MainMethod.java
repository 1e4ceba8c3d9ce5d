package asyncio.tools;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * The method that starts a program, found and called by the rules of JEP 512: {@code
 * main(String[])}, else {@code main()}; static or not, inherited or not, anything but private.
 */
final class MainMethod {
  private final Method method;

  /** Makes the object that an instance method is called on; null for a static method. */
  private final @Nullable Constructor<?> constructor;

  private MainMethod(Method method, @Nullable Constructor<?> constructor) {
    this.method = method;
    this.constructor = constructor;
  }

  /**
   * Finds the main method of a class.
   *
   * @throws CommandFailure if it has none, or none that can be called
   */
  static MainMethod of(Class<?> program) throws CommandFailure {
    Method method = find(program, String[].class);
    if (method == null) {
      method = find(program);
    }
    if (method == null) {
      throw failure(program, "has no main method");
    }
    method.setAccessible(true);
    boolean isStatic = Modifier.isStatic(method.getModifiers());
    return new MainMethod(method, isStatic ? null : constructor(program));
  }

  /**
   * Calls the method.
   *
   * @throws Throwable what the program threw, its stack trace without the frames of this launcher
   */
  void invoke(String[] args) throws Throwable {
    try {
      Object program = constructor == null ? null : constructor.newInstance();
      if (method.getParameterCount() == 0) {
        method.invoke(program);
      } else {
        method.invoke(program, (Object) args);
      }
    } catch (InvocationTargetException e) {
      throw StackTraces.withoutLauncher(requireNonNull(e.getCause()));
    } catch (ExceptionInInitializerError e) {
      throw StackTraces.withoutLauncher(e);
    }
  }

  private static @Nullable Method find(Class<?> program, Class<?>... parameters) {
    for (Class<?> c = program; c != null; c = c.getSuperclass()) {
      try {
        Method method = c.getDeclaredMethod("main", parameters);
        if (!Modifier.isPrivate(method.getModifiers()) && method.getReturnType() == void.class) {
          return method;
        }
      } catch (NoSuchMethodException e) {
        // The superclass may have it.
      }
    }
    return null;
  }

  private static Constructor<?> constructor(Class<?> program) throws CommandFailure {
    if (Modifier.isAbstract(program.getModifiers())) {
      throw failure(program, "is abstract, and its main method is not static");
    }
    try {
      Constructor<?> constructor = program.getDeclaredConstructor();
      if (!Modifier.isPrivate(constructor.getModifiers())) {
        constructor.setAccessible(true);
        return constructor;
      }
    } catch (NoSuchMethodException e) {
      // Falls through to the same answer.
    }
    throw failure(program, "has no constructor without parameters for its main method");
  }

  private static CommandFailure failure(Class<?> program, String what) {
    return new CommandFailure(
        CommandFailure.FAILED, "run: class " + program.getName() + " " + what);
  }
}

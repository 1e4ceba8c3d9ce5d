package asyncio;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Listens for Ctrl-C while a program's main thread runs a loop: the first one is told, the second
 * ends the program as Ctrl-C does by default, the third does so without waiting for anything.
 *
 * <p>It does not listen where another handler is set, or the JVM was told to leave signals alone.
 */
/*
 * The JDK's only way to a signal is sun.misc.Signal, for whose use the compiler has a warning that
 * cannot be switched off; so it is reached by reflection, and its absence is no error.
 */
final class CtrlC implements AutoCloseable {

  private static final int EXIT_STATUS = 128 + 2; // as a shell sees a program that SIGINT ended

  private final Runnable onFirst;
  private final AtomicInteger presses = new AtomicInteger();
  private @Nullable Object mine;
  private @Nullable Object previous;

  private CtrlC(Runnable onFirst) {
    this.onFirst = onFirst;
  }

  /** Listens if the calling thread is the main one, until closed; else does nothing. */
  static CtrlC listen(Runnable onFirst) {
    CtrlC ctrlC = new CtrlC(onFirst);
    if (isMainThread(Thread.currentThread())) {
      ctrlC.install();
    }
    return ctrlC;
  }

  boolean wasPressed() {
    return presses.get() > 0;
  }

  @Override
  public void close() {
    if (previous == null) {
      return;
    }
    Object last = setHandler(previous);
    if (last != null && !same(last, mine)) {
      setHandler(last); // the program has set one of its own meanwhile
    }
    previous = null;
  }

  private static boolean isMainThread(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return thread.getName().equals("main") && group != null && group.getName().equals("main");
  }

  private void install() {
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    Class<?> handlerType;
    try {
      handlerType = Class.forName("sun.misc.SignalHandler", false, loader);
    } catch (ClassNotFoundException e) {
      return;
    }
    InvocationHandler pressed =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                pressed();
                yield null;
              }
              case "equals" -> same(proxy, arguments[0]);
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "asyncio's handler of Ctrl-C";
            };
    mine = Proxy.newProxyInstance(loader, new Class<?>[] {handlerType}, pressed);
    Object before = setHandler(mine);
    if (before != null && !isDefault(before)) {
      setHandler(before); // the program has a handler of its own
      return;
    }
    previous = before;
  }

  /** The JVM's own handler appears as an inner class of sun.misc.Signal. */
  private static boolean isDefault(Object handler) {
    return handler.getClass().getName().startsWith("sun.misc.");
  }

  private void pressed() {
    switch (presses.incrementAndGet()) {
      case 1 -> onFirst.run();
      // each comes on a thread of its own: exit does not return, yet a third can come
      case 2 -> Runtime.getRuntime().exit(EXIT_STATUS);
      default -> Runtime.getRuntime().halt(EXIT_STATUS);
    }
  }

  @SuppressWarnings("ReferenceEquality") // a handler may be a proxy, without any other equality
  private static boolean same(Object handler, @Nullable Object other) {
    return handler == other;
  }

  /** Sets the handler of SIGINT and returns the one before, or null if that cannot be done. */
  private static @Nullable Object setHandler(Object handler) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Constructor<?> constructor = signalType.getConstructor(String.class);
      Method handle = signalType.getMethod("handle", signalType, handlerType);
      return handle.invoke(null, constructor.newInstance("INT"), handler);
    } catch (InvocationTargetException e) {
      return null; // the JVM runs with -Xrs: Ctrl-C is not ours
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}

package asyncio;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One signal of the operating system and all who listen to it. Any number may: the JDK knows one
 * handler of each signal, which is ours while anybody listens, and else what it was before.
 *
 * <p>Who listens by default hears of a signal only if nobody else does.
 */
/*
 * The JDK's only way to a signal is sun.misc.Signal, for whose use the compiler has a warning that
 * cannot be switched off; so it is reached by reflection. A program may use it too: its handler is
 * put back when the last of ours is closed, or left in place if it was set after ours.
 *
 * All state is guarded by the class. Signals arrive on threads of the JDK's, each on its own.
 */
final class Signals {

  /** Listens until it is closed; closing it again has no effect. Any thread. */
  @FunctionalInterface
  interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  private record Listener(Runnable action, boolean byDefault) {}

  private static final Map<String, Signals> KNOWN = new HashMap<>();

  private final String name;
  private final Object signal;
  private final Object handler;
  private final List<Listener> listeners = new ArrayList<>();
  private @Nullable Object before;

  private Signals(String name) throws ReflectiveOperationException {
    this.name = name;
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler", false, loader);
    Constructor<?> constructor = Class.forName("sun.misc.Signal").getConstructor(String.class);
    signal = constructor.newInstance(name);
    InvocationHandler arrived =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                arrived();
                yield null;
              }
              case "equals" -> same(proxy, arguments[0]);
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "asyncio's handler of SIG" + name;
            };
    handler = Proxy.newProxyInstance(loader, new Class<?>[] {handlerType}, arrived);
  }

  /**
   * Knows a signal by its name.
   *
   * @param name such as {@code TERM} or {@code SIGTERM}
   * @throws IllegalArgumentException if there is no such signal here
   * @throws IllegalStateException if this JVM has no signals at all
   */
  static synchronized Signals of(String name) {
    String plain = name.startsWith("SIG") ? name.substring(3) : name;
    Signals known = KNOWN.get(plain);
    if (known == null) {
      try {
        known = new Signals(plain);
      } catch (InvocationTargetException e) {
        throw new IllegalArgumentException("there is no signal '" + name + "'", e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("signals need the module jdk.unsupported", e);
      }
      KNOWN.put(plain, known);
    }
    return known;
  }

  /** Without {@code SIG}. */
  String name() {
    return name;
  }

  /** What a shell sees as the exit status of a program that the signal has ended. */
  int exitStatus() {
    try {
      return 128 + (Integer) signal.getClass().getMethod("getNumber").invoke(signal);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Listens, in the place of a handler that the program may have.
   *
   * @param action what to run when the signal comes, on a thread of the JDK's
   * @throws IllegalStateException if the signal cannot be caught, or the JVM keeps it for itself
   */
  Listening listen(Runnable action) {
    synchronized (Signals.class) {
      occupy();
      return add(new Listener(action, false));
    }
  }

  /**
   * Listens, as long as nobody else does in any way.
   *
   * @param action what to run when the signal comes, on a thread of the JDK's
   * @throws IllegalStateException if the signal cannot be caught, or the JVM keeps it for itself
   */
  Listening listenByDefault(Runnable action) {
    synchronized (Signals.class) {
      Object current = occupy();
      if (!same(current, handler) && !isJvms(current)) {
        set(current);
        return () -> {}; // the program has a handler of its own
      }
      return add(new Listener(action, true));
    }
  }

  /** Makes ours the handler; returns what was the handler till then. */
  private Object occupy() {
    Object current = set(handler);
    if (!same(current, handler)) {
      before = current;
    }
    return current;
  }

  private Listening add(Listener listener) {
    listeners.add(listener);
    return () -> remove(listener);
  }

  @SuppressWarnings("ReferenceEquality") // two may do the same
  private void remove(Listener listener) {
    synchronized (Signals.class) {
      if (!listeners.removeIf(other -> other == listener) || !listeners.isEmpty()) {
        return;
      }
      Object restored = before;
      if (restored == null) {
        return;
      }
      Object last = set(restored);
      if (!same(last, handler)) {
        set(last); // the program has set one of its own meanwhile
      }
      before = null;
    }
  }

  private void arrived() {
    List<Listener> called;
    synchronized (Signals.class) {
      called = new ArrayList<>(listeners);
    }
    boolean onlyDefaults = called.stream().allMatch(Listener::byDefault);
    for (Listener listener : called) {
      if (onlyDefaults || !listener.byDefault()) {
        listener.action().run();
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // a handler may be a proxy, without any other equality
  private static boolean same(Object handler, @Nullable Object other) {
    return handler == other;
  }

  /** The JVM's own handler appears as an inner class of sun.misc.Signal. */
  private static boolean isJvms(Object handler) {
    return handler.getClass().getName().startsWith("sun.misc.");
  }

  private Object set(Object newHandler) {
    try {
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Method handle = signal.getClass().getMethod("handle", signal.getClass(), handlerType);
      return handle.invoke(null, signal, newHandler);
    } catch (InvocationTargetException e) { // reserved, or the JVM runs with -Xrs
      throw new IllegalStateException("the signal " + name + " cannot be caught", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("signals need the module jdk.unsupported", e);
    }
  }
}

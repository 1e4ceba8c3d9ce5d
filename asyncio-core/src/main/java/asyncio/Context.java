package asyncio;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set of values of {@link ContextVar}s; mirrors {@code contextvars.Context}.
 *
 * <p>Each task runs in a copy of the context that it was created in, each callback in a copy of the
 * one that it was scheduled in: what one sets, the others do not see. A thread that runs no loop
 * has a context of its own.
 */
/*
 * The map behind a context is never changed in place: a copy shares it, and setting a variable puts
 * a new map in its place. So a copy costs one small object, whether anything is ever set or not.
 */
public final class Context {

  private static final ThreadLocal<Context> OF_THREAD = ThreadLocal.withInitial(Context::new);

  private Map<ContextVar<?>, @Nullable Object> values;

  /** An empty context. */
  public Context() {
    this(Map.of());
  }

  private Context(Map<ContextVar<?>, @Nullable Object> values) {
    this.values = values;
  }

  /**
   * A copy of the current context; mirrors {@code contextvars.copy_context}. Any thread.
   *
   * @return a new context with the same values
   */
  public static Context copyContext() {
    return current().copy();
  }

  static Context current() {
    EventLoop loop = RunningLoops.currentOrNull();
    return loop != null ? loop.context : OF_THREAD.get();
  }

  /**
   * A copy of this context.
   *
   * @return a new context with the same values
   */
  public Context copy() {
    return new Context(values);
  }

  /**
   * Runs the body with this context as the current one: variables that it sets stay set in this
   * context. Any thread.
   *
   * @param <T> what the body returns
   * @param body what to run; in a coroutine it may await
   * @return what the body returns
   */
  public <T extends @Nullable Object> T run(Body<T> body) {
    EventLoop loop = RunningLoops.currentOrNull();
    Context outer = loop != null ? loop.context : OF_THREAD.get();
    enter(loop, this);
    try {
      return body.call();
    } catch (Throwable e) {
      throw Rethrow.asIs(e);
    } finally {
      enter(loop, outer);
    }
  }

  /**
   * As {@link #run(Body)}, for a body that returns nothing.
   *
   * @param body what to run
   */
  public void run(VoidBody body) {
    run(Coroutine.returning(body));
  }

  /**
   * Whether the variable is set in this context.
   *
   * @param var the variable
   * @return true if it has a value here, its default not counted
   */
  public boolean contains(ContextVar<?> var) {
    return values.containsKey(var);
  }

  /**
   * The number of variables set in this context.
   *
   * @return how many
   */
  public int size() {
    return values.size();
  }

  /**
   * The variable's value in this context; mirrors {@code Context.get}.
   *
   * @param <T> the value's type
   * @param var the variable
   * @return the value, or null if the variable is not set here, whatever its default is
   */
  @SuppressWarnings("unchecked") // what is put in is a T
  public <T extends @Nullable Object> @Nullable T value(ContextVar<T> var) {
    return (T) values.get(var);
  }

  /**
   * The variables that are set in this context.
   *
   * @return a copy
   */
  public Set<ContextVar<?>> variables() {
    return Set.copyOf(values.keySet());
  }

  @Nullable Object get(ContextVar<?> var) {
    return values.get(var);
  }

  void put(ContextVar<?> var, @Nullable Object value) {
    Map<ContextVar<?>, @Nullable Object> changed = new HashMap<>(values);
    changed.put(var, value);
    values = changed;
  }

  void remove(ContextVar<?> var) {
    Map<ContextVar<?>, @Nullable Object> changed = new HashMap<>(values);
    changed.remove(var);
    values = changed;
  }

  private static void enter(@Nullable EventLoop loop, Context context) {
    if (loop != null) {
      loop.context = context;
    } else {
      OF_THREAD.set(context);
    }
  }
}

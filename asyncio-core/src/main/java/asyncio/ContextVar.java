package asyncio;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A variable with a value in each {@link Context}; mirrors {@code contextvars.ContextVar}. Its
 * methods work on the current context, in a coroutine, in a callback, and on any thread.
 *
 * @param <T> the value's type
 */
public final class ContextVar<T extends @Nullable Object> {

  private final String name;
  private final boolean hasDefault;
  private final @Nullable T defaultValue;

  /**
   * A variable without a default.
   *
   * @param name its name, for messages
   */
  public ContextVar(String name) {
    this.name = name;
    this.hasDefault = false;
    this.defaultValue = null;
  }

  /**
   * A variable with a default.
   *
   * @param name its name, for messages
   * @param defaultValue what {@link #get()} gives where it is not set
   */
  public ContextVar(String name, T defaultValue) {
    this.name = name;
    this.hasDefault = true;
    this.defaultValue = defaultValue;
  }

  /**
   * The variable's name.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * The value in the current context, or else the default.
   *
   * @return the value
   * @throws NoSuchElementException if it is not set and has no default
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // set() and the constructor put in nothing but a T
  public T get() {
    Context context = Context.current();
    Object value = context.get(this);
    if (value != null || context.contains(this)) {
      return (T) value;
    }
    if (!hasDefault) {
      throw new NoSuchElementException("context variable '" + name + "' is not set");
    }
    return defaultValue;
  }

  /**
   * The value in the current context, or else the one given.
   *
   * @param otherwise what to return where the variable is not set
   * @return the value
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // set() puts in nothing but a T
  public T get(T otherwise) {
    Context context = Context.current();
    Object value = context.get(this);
    return value != null || context.contains(this) ? (T) value : otherwise;
  }

  /**
   * Sets the value in the current context.
   *
   * @param value the value
   * @return a token by which {@link #reset} brings back what was there before
   */
  public Token<T> set(T value) {
    Context context = Context.current();
    Token<T> token = new Token<>(this, context, context.contains(this), context.get(this));
    context.put(this, value);
    return token;
  }

  /**
   * Brings back the value from before the {@link #set} that gave the token.
   *
   * @param token the token, which can be used once, in the context it was made in
   * @throws IllegalArgumentException if the token is of another variable or another context
   * @throws IllegalStateException if the token has been used
   */
  public void reset(Token<T> token) {
    if (token.variable != this) {
      throw new IllegalArgumentException("the token was made by another context variable");
    }
    token.restore();
  }

  @Override
  public String toString() {
    return "<ContextVar name='" + name + "'>";
  }

  /**
   * Remembers what a variable was before it was set; closing it resets the variable.
   *
   * @param <T> the value's type
   */
  public static final class Token<T extends @Nullable Object> implements AutoCloseable {

    private final ContextVar<T> variable;
    private final Context context;
    private final boolean wasSet;
    private final @Nullable Object oldValue;
    private boolean used;

    private Token(
        ContextVar<T> variable, Context context, boolean wasSet, @Nullable Object oldValue) {
      this.variable = variable;
      this.context = context;
      this.wasSet = wasSet;
      this.oldValue = oldValue;
    }

    /**
     * The variable that was set.
     *
     * @return the variable
     */
    public ContextVar<T> variable() {
      return variable;
    }

    /**
     * What the variable was before; mirrors {@code Token.old_value}.
     *
     * @return the value, or null if it was not set
     */
    @SuppressWarnings("unchecked") // what is put in is a T
    public @Nullable T oldValue() {
      return (T) oldValue;
    }

    /** Resets the variable, as {@link ContextVar#reset} does. */
    @Override
    public void close() {
      restore();
    }

    private void restore() {
      if (used) {
        throw new IllegalStateException("the token has been used already");
      }
      if (context != Context.current()) {
        throw new IllegalArgumentException("the token was made in another context");
      }
      used = true;
      if (wasSet) {
        context.put(variable, oldValue);
      } else {
        context.remove(variable);
      }
    }
  }
}

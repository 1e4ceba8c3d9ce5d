package asyncio;

import org.jspecify.annotations.Nullable;

/**
 * A limit of time on a block of a coroutine; mirrors {@code asyncio.Timeout}. Made by {@link
 * Asyncio#timeout(double) timeout}, and used once.
 *
 * <p>When the time is over, the block is cancelled where it waits, and {@link #run} throws a {@link
 * TimeoutException}. A block that never waits is never ended.
 */
public final class Timeout {

  private enum State {
    CREATED("created"),
    ENTERED("active"),
    EXPIRING("expiring"),
    EXPIRED("expired"),
    EXITED("finished");

    final String text;

    State(String text) {
      this.text = text;
    }
  }

  /** The deadline on the loop's clock; {@link IoDriver#FOREVER} for none. */
  private long whenNanos;

  private State state = State.CREATED;
  private @Nullable Task<?> task;
  private @Nullable Handle handle;
  private int cancellingBefore;
  private @Nullable ShieldScope scope;

  /** The time-out around this one, in this task or, when that was made, in its maker. */
  private @Nullable Timeout outer;

  Timeout(long whenNanos) {
    this.whenNanos = whenNanos;
  }

  /**
   * Runs the block under this time-out. Called in a coroutine, and only once.
   *
   * @param <T> what the block returns
   * @param block what to run
   * @return what the block returns
   * @throws TimeoutException if the time was over before the block was
   * @throws IllegalStateException outside of a task, or if it was entered before. What the block
   *     throws is thrown as it is, checked or not
   */
  public <T extends @Nullable Object> T run(Body<T> block) {
    enter();
    T result;
    try {
      result = block.call();
    } catch (Throwable e) {
      throw Rethrow.asIs(exit() ? expired(e) : e);
    }
    exit();
    return result;
  }

  /**
   * As {@link #run(Body)}, for a block that ends by awaiting what it returns.
   *
   * @param <T> what awaiting that gives
   * @param block what to run
   * @return what the awaitable gives
   */
  public <T extends @Nullable Object> T run(AwaitableBody<T> block) {
    return run(() -> Asyncio.awaitLast(block));
  }

  /**
   * As {@link #run(Body)}, for a block that returns nothing.
   *
   * @param block what to run
   */
  public void run(VoidBody block) {
    run(Coroutine.returning(block));
  }

  /**
   * The deadline.
   *
   * @return seconds on the clock of {@link EventLoop#time}, or null for no limit
   */
  public @Nullable Double when() {
    return whenNanos == IoDriver.FOREVER ? null : Nanos.toSeconds(whenNanos);
  }

  /**
   * Changes the deadline.
   *
   * @param when seconds on the clock of {@link EventLoop#time}; the past means the next iteration;
   *     null means no limit
   * @throws IllegalStateException if the block has not begun, has ended, or is being cancelled
   */
  public void reschedule(@Nullable Double when) {
    if (state != State.ENTERED) {
      throw new IllegalStateException(
          state == State.CREATED
              ? "the time-out has not been entered"
              : "cannot change the deadline of a time-out that is " + state.text);
    }
    whenNanos = when == null ? IoDriver.FOREVER : Nanos.of(when);
    schedule();
  }

  /**
   * Whether the time was over before the block was.
   *
   * @return true once the block was cancelled for it
   */
  public boolean expired() {
    return state == State.EXPIRING || state == State.EXPIRED;
  }

  /** Runs the block; false if the time was over before it ended, which is no error then. */
  boolean moveOn(VoidBody block) {
    enter();
    try {
      block.run();
    } catch (Throwable e) {
      if (exit() && e instanceof CancelledError) {
        return false;
      }
      throw Rethrow.asIs(e);
    }
    exit();
    return !expired();
  }

  /**
   * The earliest deadline of the time-outs that the task runs under, FOREVER if there is none. One
   * from which a shielded block keeps its task does not count.
   */
  static long deadlineOf(Task<?> task) {
    long earliest = IoDriver.FOREVER;
    for (Timeout each = running(task.timeout); each != null; each = each.outer) {
      if (each.task != null && each.task.shieldScope() == each.scope) {
        earliest = Math.min(earliest, each.whenNanos);
      }
    }
    return earliest;
  }

  /** The innermost that has not ended; those that have are dropped from those around it. */
  static @Nullable Timeout running(@Nullable Timeout innermost) {
    Timeout first = innermost;
    while (first != null && first.task == null) {
      first = first.outer;
    }
    for (Timeout each = first; each != null; each = each.outer) {
      while (each.outer != null && each.outer.task == null) {
        each.outer = each.outer.outer;
      }
    }
    return first;
  }

  private void enter() {
    if (state != State.CREATED) {
      throw new IllegalStateException("the time-out has already been entered");
    }
    Task<?> current = RunningLoops.current().current;
    if (current == null) {
      throw new IllegalStateException("a time-out must be used inside a task");
    }
    state = State.ENTERED;
    task = current;
    cancellingBefore = current.cancelling();
    scope = current.shieldScope();
    outer = running(current.timeout);
    current.timeout = this;
    schedule();
  }

  private void schedule() {
    if (handle != null) {
      handle.cancel();
      handle = null;
    }
    if (whenNanos == IoDriver.FOREVER) {
      return;
    }
    EventLoop loop = RunningLoops.current();
    handle =
        whenNanos <= loop.nanoTime()
            ? loop.callSoon(this::expire)
            : loop.callAtNanos(whenNanos, this::expire);
  }

  private void expire() {
    if (task != null) {
      task.cancel(null, scope); // first: if it throws, the time-out has not expired
    }
    state = State.EXPIRING;
    handle = null;
  }

  /** Ends the block; true if it was cancelled, and that by nobody but this time-out. */
  private boolean exit() {
    if (handle != null) {
      handle.cancel();
      handle = null;
    }
    Task<?> entered = task;
    task = null;
    if (entered != null && entered.timeout == this) {
      entered.timeout = outer;
    }
    if (state != State.EXPIRING) {
      state = State.EXITED;
      return false;
    }
    state = State.EXPIRED;
    return entered != null && entered.uncancel() <= cancellingBefore;
  }

  /** What to throw for what the block threw when it was cancelled by this time-out. */
  private static Throwable expired(Throwable thrown) {
    if (thrown instanceof CancelledError) {
      return new TimeoutException("the time-out expired", thrown);
    }
    thrown.addSuppressed(new TimeoutException("the time-out expired during this", null));
    return thrown;
  }

  @Override
  public String toString() {
    return "<Timeout ["
        + state.text
        + "]"
        + (state == State.ENTERED ? " when=" + when() : "")
        + ">";
  }

  /** A block that looks at its time-out. */
  @FunctionalInterface
  public interface VoidBlock {

    /**
     * Runs the block.
     *
     * @param timeout the time-out that it runs under
     * @throws Exception whatever the block throws
     */
    void run(Timeout timeout) throws Exception;
  }

  /**
   * A block that looks at its time-out, and returns something. It is a special case of the other so
   * that the compiler, where a lambda may be either, takes it for this.
   *
   * @param <T> what it returns
   */
  @FunctionalInterface
  public interface Block<T extends @Nullable Object> extends VoidBlock {

    /**
     * Runs the block.
     *
     * @param timeout the time-out that it runs under
     * @return the block's result
     * @throws Exception whatever the block throws
     */
    T call(Timeout timeout) throws Exception;

    @Override
    default void run(Timeout timeout) throws Exception {
      call(timeout);
    }
  }
}

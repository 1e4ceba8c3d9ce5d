package asyncio;

import org.jspecify.annotations.Nullable;

/**
 * How a loop waits: for I/O, for its next timer, for other threads. The one seam between the loop
 * and what drives sockets or keeps another time.
 *
 * <p>{@link EventLoop#create()} takes the one that {@link java.util.ServiceLoader} finds, such as
 * that of {@code asyncio-net}, or else {@link #parking}.
 */
public interface IoDriver {

  /** The wait of a loop that has no timer set. */
  long FOREVER = Long.MAX_VALUE;

  /**
   * A driver without I/O: it parks the loop's thread.
   *
   * @return a new one
   */
  static IoDriver parking() {
    return new ParkDriver();
  }

  /**
   * Waits until I/O is ready, {@link #wakeup} is called, or the time is over, and schedules what is
   * ready with {@link EventLoop#callSoon}. May return early. Called in each of the loop's
   * iterations, on the loop's thread.
   *
   * @param timeoutNanos how long to wait, in nanoseconds: 0 or less does not wait, {@link #FOREVER}
   *     waits without limit
   */
  void select(long timeoutNanos);

  /** Ends a {@link #select} that waits, or the next one if none does. Any thread. */
  void wakeup();

  /** Frees what the driver holds, when the loop is closed. */
  void close();

  /**
   * The clock that timers and {@link #select} go by. Any thread.
   *
   * @return nanoseconds since any fixed moment; never less than before
   */
  long nanoTime();

  /**
   * Whether a {@link #select} that does not wait has anything to do now. If it has not, the loop
   * may leave it out while a single task goes on and on. The loop's thread, or a coroutine's.
   *
   * @return false if there is nothing to look at
   */
  default boolean polls() {
    return true;
  }

  /**
   * Who decides the order of what asyncio leaves open. Asked once, when the loop is made.
   *
   * @return the schedule, or null for the order in which things were set
   */
  default @Nullable Schedule schedule() {
    return null;
  }
}

package asyncio;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A flag that coroutines can wait for; mirrors {@code asyncio.Event}. At first it is not set.
 *
 * <p>Not for use from several threads.
 */
public final class Event {

  private final ArrayDeque<Future<@Nullable Void>> waiters = new ArrayDeque<>();
  private final LoopBinding binding = new LoopBinding();
  private boolean set;

  /** An event that is not set. */
  public Event() {}

  /**
   * Whether it is set.
   *
   * @return true from {@link #set} to {@link #clear}
   */
  public boolean isSet() {
    return set;
  }

  /** Sets it, and wakes everything that waits for it, in the order of waiting. */
  public void set() {
    if (set) {
      return;
    }
    binding.checkThread();
    set = true;
    for (Future<@Nullable Void> waiter : waiters) {
      if (!waiter.done()) {
        waiter.complete(null);
      }
    }
  }

  /** Takes it back: who waits from now on waits for the next {@link #set}. */
  public void clear() {
    set = false;
  }

  /**
   * Waits until it is set; mirrors {@code Event.wait}, a name that {@link Object#wait} has.
   *
   * @return a coroutine that does not wait if it is set
   */
  public Coroutine<@Nullable Void> whenSet() {
    return new Coroutine<>(() -> {
      if (!set) {
        Future<@Nullable Void> waiter = binding.newWaiter(this);
        waiters.add(waiter);
        try {
          Asyncio.await(waiter);
        } finally {
          waiters.remove(waiter);
        }
      }
      return null;
    });
  }

  /**
   * How it stands now.
   *
   * @return a snapshot
   */
  public Statistics statistics() {
    return new Statistics(set, waiters.size());
  }

  @Override
  public String toString() {
    return "<Event [" + (set ? "set" : "unset") + ", waiters:" + waiters.size() + "]>";
  }

  /**
   * How an event stands.
   *
   * @param set whether it is set
   * @param waiting how many coroutines wait for it
   */
  public record Statistics(boolean set, int waiting) {}
}

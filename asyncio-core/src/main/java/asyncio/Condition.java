package asyncio;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A lock, and a place to wait for what is done under it; mirrors {@code asyncio.Condition}. Several
 * conditions may share one lock.
 *
 * <p>{@code Condition.wait}, {@code notify} and {@code notify_all} have other names here, since
 * {@link Object} has taken those: {@link #whenNotified}, {@link #notifyOne}, {@link #notifySome}
 * and {@link #notifyEach}. Not for use from several threads.
 */
public final class Condition {

  private final LoopBinding binding = new LoopBinding();
  private final Waiters waiters = new Waiters(binding);
  private final Lock lock;

  /** A condition with a lock of its own. */
  public Condition() {
    this(new Lock());
  }

  /**
   * A condition under a lock that others use too.
   *
   * @param lock the lock
   */
  public Condition(Lock lock) {
    this.lock = Objects.requireNonNull(lock, "lock");
  }

  /**
   * Takes the lock, as {@link Lock#acquire} does.
   *
   * @return a coroutine that gives what releases the lock when it is closed
   */
  public Coroutine<Held> acquire() {
    return lock.acquire();
  }

  /**
   * Frees the lock, as {@link Lock#release} does.
   *
   * @throws IllegalStateException if it is free
   */
  public void release() {
    lock.release();
  }

  /**
   * Whether the lock is taken.
   *
   * @return true if it is
   */
  public boolean locked() {
    return lock.locked();
  }

  /**
   * Frees the lock, waits to be notified, and takes the lock again, even when it is cancelled;
   * mirrors {@code Condition.wait}. It may return without a notification of its own: look again at
   * what you wait for, as {@link #waitFor} does.
   *
   * @return a coroutine that waits; it throws {@link IllegalStateException} if the lock is free
   */
  public Coroutine<@Nullable Void> whenNotified() {
    return new Coroutine<>(() -> {
      waitOnce();
      return null;
    });
  }

  /**
   * Waits, as {@link #whenNotified} does, until the predicate holds.
   *
   * @param predicate asked first before any wait, then after each notification
   * @return a coroutine that waits
   */
  public Coroutine<@Nullable Void> waitFor(BooleanSupplier predicate) {
    Objects.requireNonNull(predicate, "predicate");
    return new Coroutine<>(() -> {
      while (!predicate.getAsBoolean()) {
        waitOnce();
      }
      return null;
    });
  }

  private void waitOnce() {
    checkLocked("wait for");
    Future<@Nullable Void> waiter = binding.newWaiter(this);
    lock.release();
    waiters.add(waiter);
    try {
      try {
        waiters.await(waiter);
      } finally {
        reacquire();
      }
    } catch (Throwable e) {
      waiters.wakeNext(); // it may have been notified, and will not act on it
      throw e;
    }
  }

  /** Takes the lock whatever happens; a cancellation waits until it has it. */
  private void reacquire() {
    CancelledError latest = null;
    while (true) {
      try {
        Asyncio.await(lock.acquire());
        break;
      } catch (CancelledError e) {
        latest = e;
      }
    }
    if (latest != null) {
      throw latest;
    }
  }

  /**
   * Wakes who waits longest; mirrors {@code Condition.notify}. It goes on when the lock is free.
   *
   * @throws IllegalStateException if the lock is free
   */
  public void notifyOne() {
    notifySome(1);
  }

  /**
   * Wakes some of those who wait, in the order of waiting; mirrors {@code Condition.notify(n)}.
   *
   * @param count how many at most
   * @throws IllegalStateException if the lock is free
   */
  public void notifySome(int count) {
    checkLocked("notify");
    binding.checkThread();
    for (int left = count; left > 0 && waiters.wakeNext(); left--) {
      // each leaves the line
    }
  }

  /**
   * Wakes all who wait; mirrors {@code Condition.notify_all}.
   *
   * @throws IllegalStateException if the lock is free
   */
  public void notifyEach() {
    notifySome(Integer.MAX_VALUE);
  }

  private void checkLocked(String what) {
    if (!lock.locked()) {
      throw new IllegalStateException("cannot " + what + " a condition whose lock is not acquired");
    }
  }

  /**
   * How it stands now.
   *
   * @return a snapshot
   */
  public Statistics statistics() {
    return new Statistics(waiters.size(), lock.statistics());
  }

  @Override
  public String toString() {
    return "<Condition [" + (locked() ? "locked" : "unlocked") + waiters.text() + "]>";
  }

  /**
   * How a condition stands.
   *
   * @param waiting how many coroutines wait to be notified
   * @param lock how its lock stands
   */
  public record Statistics(int waiting, Lock.Statistics lock) {}
}

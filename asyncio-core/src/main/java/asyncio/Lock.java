package asyncio;

import org.jspecify.annotations.Nullable;

/**
 * A lock between coroutines; mirrors {@code asyncio.Lock}. Who waits gets it in the order of
 * waiting. It has no owner: any task may release it, and it is not reentrant.
 *
 * <p>Between two awaits nothing else runs anyway: a lock is for what has to stay as it is over an
 * await. Not for use from several threads.
 */
/*
 * release() does not hand the lock over: it wakes the first in the line and leaves the lock free
 * until that one runs. Nobody can barge in between, since a newcomer goes by as long as anyone is in
 * the line who is not cancelled.
 */
public final class Lock {

  private final LoopBinding binding = new LoopBinding();
  private final Waiters waiters = new Waiters(binding);
  private final Runnable release = this::release;
  private boolean locked;

  /** A lock that is free. */
  public Lock() {}

  /**
   * Takes the lock, and waits until it is free.
   *
   * @return a coroutine that gives what releases the lock when it is closed
   */
  public Coroutine<Held> acquire() {
    return new Coroutine<>(() -> {
      if (locked || waiters.anyAlive()) {
        waitForTurn();
      }
      locked = true;
      return new HeldOnce(release);
    });
  }

  private void waitForTurn() {
    Future<@Nullable Void> waiter = waiters.add(this);
    try {
      Asyncio.await(waiter);
    } catch (Throwable e) { // cancelled, or its loop is closed
      waiters.remove(waiter);
      if (!locked) {
        waiters.wakeHead(); // it may have been this one's turn
      }
      throw e;
    }
    waiters.remove(waiter);
  }

  /**
   * Frees the lock, and wakes who waits for it first.
   *
   * @throws IllegalStateException if it is free
   */
  public void release() {
    binding.checkThread();
    if (!locked) {
      throw new IllegalStateException("the lock is not acquired");
    }
    locked = false;
    waiters.wakeHead();
  }

  /**
   * Whether it is taken.
   *
   * @return true from {@link #acquire} to {@link #release}
   */
  public boolean locked() {
    return locked;
  }

  /**
   * How it stands now.
   *
   * @return a snapshot
   */
  public Statistics statistics() {
    return new Statistics(locked, waiters.size());
  }

  @Override
  public String toString() {
    return "<Lock [" + (locked ? "locked" : "unlocked") + waiters.text() + "]>";
  }

  /**
   * How a lock stands.
   *
   * @param locked whether it is taken
   * @param waiting how many coroutines wait for it
   */
  public record Statistics(boolean locked, int waiting) {}
}

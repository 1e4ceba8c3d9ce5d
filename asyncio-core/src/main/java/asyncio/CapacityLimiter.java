package asyncio;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that borrowers hold, at most one each; anyio's {@code CapacityLimiter}. Unlike a {@link
 * Semaphore} it knows who holds them, and their number can be changed at any time. Who waits for a
 * token gets it in the order of waiting. Not in asyncio.
 *
 * {@snippet :
 * try (var _ = await(limiter.acquire())) {
 *   // as many tasks as there are tokens are in here
 * }
 * }
 *
 * <p>The borrower is the task that acquires, or any object on whose behalf it does. Not for use
 * from several threads.
 */
/*
 * As in a semaphore, a token is handed over when it comes free, and handedOver counts those who
 * have one and have not run since. What is left is not counted but follows from the total: so the total
 * may fall below what is out, and nobody gets a token until enough have come back.
 */
public final class CapacityLimiter {

  private final LoopBinding binding = new LoopBinding();
  private final Waiters waiters = new Waiters(binding);
  private final Set<Object> borrowers = new LinkedHashSet<>();
  private final Set<Object> waiting = new HashSet<>();
  private int total;
  private int handedOver;

  /**
   * A limiter.
   *
   * @param total the number of tokens
   * @throws IllegalArgumentException if it is less than 0
   */
  public CapacityLimiter(int total) {
    this.total = checked(total);
  }

  private static int checked(int total) {
    if (total < 0) {
      throw new IllegalArgumentException("a limiter cannot have " + total + " tokens");
    }
    return total;
  }

  /**
   * Takes a token for the task that awaits this, and waits until there is one.
   *
   * @return a coroutine that gives what releases the token when it is closed, in any task. It
   *     throws {@link IllegalStateException} if the task holds a token already
   */
  public Coroutine<Held> acquire() {
    return new Coroutine<>(() -> acquireNow(Asyncio.awaitingTask()));
  }

  /**
   * Takes a token on behalf of a borrower, and waits until there is one.
   *
   * @param borrower any object; equal ones are the same borrower
   * @return a coroutine that gives what releases the token when it is closed. It throws {@link
   *     IllegalStateException} if the borrower holds a token, or waits for one, already
   */
  public Coroutine<Held> acquireFor(Object borrower) {
    Objects.requireNonNull(borrower, "borrower");
    return new Coroutine<>(() -> acquireNow(borrower));
  }

  private Held acquireNow(Object borrower) {
    if (borrowers.contains(borrower)) {
      throw new IllegalStateException(borrower + " holds a token of this limiter already");
    }
    if (waiting.contains(borrower)) {
      throw new IllegalStateException(borrower + " waits for a token of this limiter already");
    }
    if (!hasRoom()) {
      waitForToken(borrower);
    }
    borrowers.add(borrower);
    return new HeldOnce(() -> releaseFor(borrower));
  }

  private void waitForToken(Object borrower) {
    Future<@Nullable Void> waiter = waiters.add(this);
    waiting.add(borrower);
    try {
      waiters.await(waiter);
      handedOver--;
    } catch (CancelledError e) {
      if (!waiter.cancelled()) { // it has a token, and will not use it
        handedOver--;
        handOver();
      }
      throw e;
    } finally {
      waiting.remove(borrower);
    }
  }

  private boolean hasRoom() {
    return borrowers.size() + handedOver < total;
  }

  private void handOver() {
    while (hasRoom() && waiters.wakeNext()) {
      handedOver++;
    }
  }

  /**
   * Gives back the token of the task that calls this.
   *
   * @throws IllegalStateException if it holds none, or outside of a task
   */
  public void release() {
    releaseFor(Asyncio.awaitingTask());
  }

  /**
   * Gives back the token that a borrower holds.
   *
   * @param borrower the borrower
   * @throws IllegalStateException if it holds none
   */
  public void releaseFor(Object borrower) {
    binding.checkThread();
    if (!borrowers.remove(borrower)) {
      throw new IllegalStateException(borrower + " does not hold a token of this limiter");
    }
    handOver();
  }

  /**
   * The number of tokens, borrowed or not.
   *
   * @return what was set last
   */
  public int total() {
    return total;
  }

  /**
   * Changes the number of tokens. If it grows, those who wait for one get one. If it falls below
   * what is borrowed, nobody gets one until enough have been given back.
   *
   * @param total the new number; with 0 nobody gets one
   * @throws IllegalArgumentException if it is less than 0
   */
  public void setTotal(int total) {
    binding.checkThread();
    this.total = checked(total);
    handOver();
  }

  /**
   * How it stands now.
   *
   * @return a snapshot
   */
  public Statistics statistics() {
    return new Statistics(
        total, Math.max(0, total - borrowers.size() - handedOver), borrowers, waiting.size());
  }

  @Override
  public String toString() {
    return "<CapacityLimiter [" + borrowers.size() + " of " + total + waiters.text() + "]>";
  }

  /**
   * How a limiter stands.
   *
   * @param total the number of tokens
   * @param available how many are left
   * @param borrowers who holds one
   * @param waiting how many wait for one, or have been given one and not run since
   */
  public record Statistics(int total, int available, Set<Object> borrowers, int waiting) {

    /** Keeps a copy of the borrowers. */
    public Statistics {
      borrowers = Set.copyOf(borrowers);
    }
  }
}

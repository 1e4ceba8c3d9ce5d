package asyncio;

import org.jspecify.annotations.Nullable;

/**
 * A number of permits between coroutines; mirrors {@code asyncio.Semaphore}. Who waits for one gets
 * it in the order of waiting.
 *
 * <p>Not for use from several threads.
 */
/*
 * A permit that is released while someone waits is handed over at once: value does not show it, and
 * handedOver counts those who have one and have not run since. As long as there is any of them, or
 * anyone in the line, a newcomer waits too.
 */
public sealed class Semaphore permits BoundedSemaphore {

  private final LoopBinding binding = new LoopBinding();
  private final Waiters waiters = new Waiters(binding);
  private final Runnable release = this::release;
  private int value;
  private int handedOver;

  /** A semaphore with one permit. */
  public Semaphore() {
    this(1);
  }

  /**
   * A semaphore.
   *
   * @param value the number of permits at first
   * @throws IllegalArgumentException if it is less than 0
   */
  public Semaphore(int value) {
    if (value < 0) {
      throw new IllegalArgumentException("a semaphore cannot have " + value + " permits");
    }
    this.value = value;
  }

  /**
   * Takes a permit, and waits until there is one.
   *
   * @return a coroutine that gives what releases the permit when it is closed
   */
  public final Coroutine<Held> acquire() {
    return new Coroutine<>(() -> {
      if (locked()) {
        waitForPermit();
      } else {
        value--;
      }
      return new HeldOnce(release);
    });
  }

  private void waitForPermit() {
    Future<@Nullable Void> waiter = waiters.add(this);
    try {
      waiters.await(waiter);
      handedOver--;
    } catch (Throwable e) { // cancelled, or its loop is closed
      if (waiter.done() && !waiter.cancelled()) {
        handedOver--; // it has a permit, and will not use it
        value++;
      }
      throw e;
    } finally {
      while (value > 0 && handOver()) {
        value--;
      }
    }
  }

  private boolean handOver() {
    boolean taken = waiters.wakeNext();
    if (taken) {
      handedOver++;
    }
    return taken;
  }

  /** Gives a permit back, or one more than there were, and wakes who waits for it first. */
  public void release() {
    binding.checkThread();
    if (!handOver()) {
      value = Math.incrementExact(value);
    }
  }

  /**
   * Whether {@link #acquire} would wait.
   *
   * @return true if no permit is left, or others wait for one
   */
  public final boolean locked() {
    return value == 0 || handedOver > 0 || waiters.anyAlive();
  }

  final int value() {
    return value;
  }

  /**
   * How it stands now.
   *
   * @return a snapshot
   */
  public final Statistics statistics() {
    return new Statistics(value, waiting());
  }

  private int waiting() {
    return waiters.size() + handedOver;
  }

  @Override
  public final String toString() {
    return "<"
        + getClass().getSimpleName()
        + (locked() ? " [locked" : " [unlocked, value:" + value)
        + (waiting() == 0 ? "" : ", waiters:" + waiting())
        + "]>";
  }

  /**
   * How a semaphore stands.
   *
   * @param value how many permits are left
   * @param waiting how many coroutines wait for one, or have been given one and not run since
   */
  public record Statistics(int value, int waiting) {}
}

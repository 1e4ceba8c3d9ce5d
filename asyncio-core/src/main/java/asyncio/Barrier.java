package asyncio;

import org.jspecify.annotations.Nullable;

/**
 * A place where a number of coroutines wait for each other; mirrors {@code asyncio.Barrier}. When
 * all have arrived they go on, and it can be used again.
 *
 * <p>Not for use from several threads.
 */
/*
 * FILLING    coroutines arrive; the last one that is missing makes it DRAINING
 * DRAINING   those who arrived leave; newcomers wait until the last one has left
 * RESETTING  the same, but those who arrived leave with an exception
 * BROKEN     everyone who is there or comes gets an exception, until a reset
 */
public final class Barrier {

  private enum State {
    FILLING,
    DRAINING,
    RESETTING,
    BROKEN
  }

  private final Condition changed = new Condition();
  private final int parties;
  private State state = State.FILLING;

  /** How many have arrived and not left. */
  private int inside;

  /**
   * A barrier.
   *
   * @param parties how many coroutines go on together
   * @throws IllegalArgumentException if it is less than 1
   */
  public Barrier(int parties) {
    if (parties < 1) {
      throw new IllegalArgumentException("a barrier needs at least one party, not " + parties);
    }
    this.parties = parties;
  }

  /**
   * Waits until all parties have arrived; mirrors {@code Barrier.wait}, a name that {@link
   * Object#wait} has.
   *
   * @return a coroutine that gives the place in which it arrived, from 0 to {@code parties - 1}. It
   *     throws {@link BrokenBarrierException} if the barrier is aborted or reset meanwhile
   */
  public Coroutine<Integer> arrive() {
    return new Coroutine<>(() -> {
      try (var _ = Asyncio.await(changed.acquire())) {
        enter();
        try {
          int place = inside++;
          if (inside == parties) {
            state = State.DRAINING;
            changed.notifyEach();
          } else {
            awaitOthers();
          }
          return place;
        } finally {
          leave();
        }
      }
    });
  }

  private void enter() {
    Asyncio.await(changed.waitFor(() -> state == State.FILLING || state == State.BROKEN));
    if (state == State.BROKEN) {
      throw new BrokenBarrierException("the barrier was aborted");
    }
  }

  private void awaitOthers() {
    Asyncio.await(changed.waitFor(() -> state != State.FILLING));
    if (state != State.DRAINING) {
      throw new BrokenBarrierException(
          "the barrier was " + (state == State.BROKEN ? "aborted" : "reset"));
    }
  }

  private void leave() {
    inside--;
    if (inside == 0) {
      if (state != State.BROKEN) {
        state = State.FILLING;
      }
      changed.notifyEach();
    }
  }

  /**
   * Sets it back to the state it had at first; who waits at it gets a {@link
   * BrokenBarrierException}.
   *
   * @return a coroutine that does it
   */
  public Coroutine<@Nullable Void> reset() {
    return new Coroutine<>(() -> {
      try (var _ = Asyncio.await(changed.acquire())) {
        state = inside > 0 ? State.RESETTING : State.FILLING;
        changed.notifyEach();
        return null;
      }
    });
  }

  /**
   * Breaks it: who waits at it, and who comes before it is reset, gets a {@link
   * BrokenBarrierException}.
   *
   * @return a coroutine that does it
   */
  public Coroutine<@Nullable Void> abort() {
    return new Coroutine<>(() -> {
      try (var _ = Asyncio.await(changed.acquire())) {
        state = State.BROKEN;
        changed.notifyEach();
        return null;
      }
    });
  }

  /**
   * How many coroutines go on together.
   *
   * @return as given to the constructor
   */
  public int parties() {
    return parties;
  }

  /**
   * How many have arrived and wait for the others; mirrors {@code Barrier.n_waiting}.
   *
   * @return the number; 0 while they leave
   */
  public int nWaiting() {
    return state == State.FILLING ? inside : 0;
  }

  /**
   * Whether it was aborted.
   *
   * @return true until it is reset
   */
  public boolean broken() {
    return state == State.BROKEN;
  }

  /**
   * How it stands now.
   *
   * @return a snapshot
   */
  public Statistics statistics() {
    return new Statistics(parties, nWaiting(), broken());
  }

  @Override
  public String toString() {
    String name = state.name().toLowerCase(java.util.Locale.ROOT);
    return "<Barrier [" + name + (broken() ? "" : ", waiters:" + nWaiting() + "/" + parties) + "]>";
  }

  /**
   * How a barrier stands.
   *
   * @param parties how many coroutines go on together
   * @param waiting how many of them wait for the others
   * @param broken whether it was aborted
   */
  public record Statistics(int parties, int waiting, boolean broken) {}
}

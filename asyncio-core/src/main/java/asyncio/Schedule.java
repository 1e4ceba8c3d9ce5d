package asyncio;

/**
 * Decides what asyncio leaves open, and if it likes what it does not; for tests that look for
 * mistakes which show in one order only. Given by {@link IoDriver#schedule}.
 */
@FunctionalInterface
public interface Schedule {

  /** What there is to choose from. */
  enum Choice {
    /** Timers that are due at the same instant; CPython leaves their order open. */
    TIMERS,
    /** What other threads have handed in; their order is open by nature. */
    THREADS,
    /** The tasks that take a step in this iteration; asyncio promises the order of scheduling. */
    TASKS
  }

  /**
   * Chooses what goes next. The loop's thread.
   *
   * @param what what there is to choose from
   * @param count among how many, 2 or more
   * @return the chosen one's place among those that are left, from 0 to {@code count - 1}; 0 is the
   *     usual choice
   */
  int choose(Choice what, int count);
}

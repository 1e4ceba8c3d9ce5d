package asyncio.testing;

import asyncio.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The executor of a loop with a schedule: each function runs on a thread, but one after the other,
 * and the schedule says which is next and in which iteration it ends.
 */
/*
 * So that a schedule takes the same course each time, a function runs while the loop waits for it.
 * One that itself waits, for the loop or for another function, does not end: after PATIENCE the loop
 * goes on without it.
 */
final class ChosenThreads extends AbstractExecutorService {

  private static final long PATIENCE_MILLIS = 50;

  private final Schedule schedule;

  // guarded by this
  private final List<Runnable> queued = new ArrayList<>();
  private int running;
  private boolean shutdown;

  ChosenThreads(Schedule schedule) {
    this.schedule = schedule;
  }

  /**
   * Runs a function to its end, if the schedule wants it now. The loop's thread, between two
   * iterations.
   *
   * @param idle whether the loop has nothing else to do, so that one has to run
   * @return false if none is left, or none was chosen; true if one has run, or has ended now
   */
  synchronized boolean runOne(boolean idle) {
    if (queued.isEmpty()) {
      return false;
    }
    if (idle && running > 0 && ended(running - 1)) {
      return true;
    }
    int choices = queued.size() + (idle ? 0 : 1); // the last one is: none now
    int chosen = choices > 1 ? schedule.choose(Schedule.Choice.THREADS, choices) : 0;
    if (chosen == queued.size()) {
      return false;
    }
    Runnable function = queued.remove(chosen);
    int before = running++;
    Thread.ofVirtual().name("asyncio-thread").start(() -> run(function));
    ended(before);
    return true;
  }

  private void run(Runnable function) {
    try {
      function.run();
    } finally {
      synchronized (this) {
        running--;
        notifyAll();
      }
    }
  }

  /** Waits until no more than so many run; false if it takes too long. */
  private boolean ended(int most) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    try {
      while (running > most) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the loop sees it
      return false;
    }
    return true;
  }

  @Override
  public synchronized void execute(Runnable function) {
    if (shutdown) {
      throw new IllegalStateException("the loop's executor has been shut down");
    }
    queued.add(function);
  }

  @Override
  public synchronized void shutdown() {
    shutdown = true;
    notifyAll();
  }

  @Override
  public synchronized List<Runnable> shutdownNow() {
    List<Runnable> dropped = List.copyOf(queued);
    queued.clear();
    shutdown();
    return dropped;
  }

  @Override
  public synchronized boolean isShutdown() {
    return shutdown;
  }

  @Override
  public synchronized boolean isTerminated() {
    return shutdown && running == 0 && queued.isEmpty();
  }

  @Override
  public synchronized boolean awaitTermination(long timeout, TimeUnit unit)
      throws InterruptedException {
    long deadline = System.nanoTime() + unit.toNanos(timeout);
    while (!isTerminated()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}

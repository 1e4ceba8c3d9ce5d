package asyncio;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Waits for several futures at once, and for one that has just been cancelled. */
final class Waits {

  /** When a wait ends. */
  enum Until {
    FIRST_COMPLETED,
    FIRST_EXCEPTION,
    ALL_COMPLETED
  }

  private Waits() {}

  /**
   * Waits for the futures, which stay as they are, and are not looked at.
   *
   * @param timeoutNanos how long at most; {@link IoDriver#FOREVER} for no limit
   */
  static <F extends Future<? extends @Nullable Object>> Coroutine<Waited<F>> wait(
      Collection<? extends F> futures, long timeoutNanos, Until until) {
    if (futures.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to wait for: no futures were given");
    }
    Set<F> distinct = new LinkedHashSet<>(futures);
    return new Coroutine<>(() -> {
      new Wait(distinct, until).run(timeoutNanos);
      Set<F> done = new LinkedHashSet<>();
      Set<F> pending = new LinkedHashSet<>();
      for (F future : distinct) {
        (future.done() ? done : pending).add(future);
      }
      return new Waited<>(done, pending);
    });
  }

  /** Cancels the future, and waits until it is done, whatever it makes of the cancellation. */
  static <T extends @Nullable Object> void cancelAndWait(Future<T> future) {
    EventLoop loop = RunningLoops.current();
    Future<@Nullable Void> waiter = loop.createFuture();
    Consumer<Future<T>> release = done -> release(waiter);
    future.addInternalCallback(release, loop.current);
    try {
      future.cancel();
      Asyncio.await(waiter);
    } finally {
      future.removeDoneCallback(release);
    }
  }

  private static void release(Future<@Nullable Void> waiter) {
    if (!waiter.done()) {
      waiter.complete(null);
    }
  }

  private static final class Wait {

    private final List<Future<?>> futures;
    private final Until until;
    private final Future<@Nullable Void> waiter;
    private @Nullable Handle timer;
    private int left;

    Wait(Collection<? extends Future<?>> futures, Until until) {
      this.futures = new ArrayList<>(futures);
      this.until = until;
      this.left = futures.size();
      this.waiter = RunningLoops.current().createFuture();
    }

    void run(long timeoutNanos) {
      EventLoop loop = waiter.loop;
      if (timeoutNanos != IoDriver.FOREVER) {
        timer = loop.callAtNanos(Nanos.later(loop.nanoTime(), timeoutNanos), () -> release(waiter));
      }
      Consumer<Future<?>> onDone = this::onDone;
      for (Future<?> future : futures) {
        future.addInternalCallback(onDone, loop.current);
      }
      try {
        Asyncio.await(waiter);
      } finally {
        if (timer != null) {
          timer.cancel();
        }
        for (Future<?> future : futures) {
          future.removeDoneCallback(onDone);
        }
      }
    }

    private void onDone(Future<?> future) {
      left--;
      boolean enough =
          left <= 0
              || until == Until.FIRST_COMPLETED
              || (until == Until.FIRST_EXCEPTION
                  && !future.cancelled()
                  && future.exception() != null);
      if (enough) {
        if (timer != null) {
          timer.cancel();
        }
        release(waiter);
      }
    }
  }
}

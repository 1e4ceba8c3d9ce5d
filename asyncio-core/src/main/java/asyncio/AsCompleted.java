package asyncio;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Awaitables in the order in which they end; mirrors what {@code asyncio.as_completed} returns.
 * Made by {@link Asyncio#asCompleted(Collection) asCompleted}.
 *
 * <p>A for-each loop over it, in a coroutine, awaits the next one in each turn and gets the future
 * that has ended: the one that was given, if it was a future. {@link #coroutines} gives them as
 * coroutines instead. Both take from the same supply, which can be gone through once.
 *
 * @param <T> the awaitables' type
 */
public final class AsCompleted<T extends @Nullable Object> implements Iterable<Future<T>> {

  /** What has ended and was not taken yet; empty for what the time-out came before. */
  private final Queue<Optional<Future<T>>> ended = new Queue<>();

  private final Set<Future<T>> waiting = new LinkedHashSet<>();
  private final Consumer<Future<T>> onDone = this::onDone;
  private @Nullable Handle timer;
  private int left;

  AsCompleted(Collection<? extends Awaitable<T>> awaitables, long timeoutNanos) {
    EventLoop loop = RunningLoops.current();
    Set<Awaitable<T>> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Awaitable<T> awaitable : awaitables) {
      if (distinct.add(awaitable)) {
        waiting.add(loop.ensureFuture(awaitable));
      }
    }
    for (Future<T> future : waiting) {
      future.addInternalCallback(onDone, loop.current);
    }
    left = waiting.size();
    if (left > 0 && timeoutNanos != IoDriver.FOREVER) {
      timer = loop.callAtNanos(Nanos.later(loop.nanoTime(), timeoutNanos), this::onTimeout);
    }
  }

  /**
   * The futures as they end. {@code next} awaits.
   *
   * @return an iterator whose {@code next} throws {@link TimeoutException} when the time is over
   */
  @Override
  public Iterator<Future<T>> iterator() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return left > 0;
      }

      @Override
      public Future<T> next() {
        takeOne();
        return awaitEnded();
      }
    };
  }

  /**
   * One coroutine for each awaitable: the first gives what ends first, or throws what that threw.
   *
   * @return the coroutines, made as they are asked for; one throws {@link TimeoutException} when
   *     the time is over
   */
  public Iterable<Coroutine<T>> coroutines() {
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return left > 0;
          }

          @Override
          public Coroutine<T> next() {
            takeOne();
            return new Coroutine<>(() -> awaitEnded().result());
          }
        };
  }

  private void takeOne() {
    if (left <= 0) {
      throw new NoSuchElementException("all awaitables have been taken");
    }
    left--;
  }

  private Future<T> awaitEnded() {
    return Asyncio.await(ended.get())
        .orElseThrow(() -> new TimeoutException("the time-out of asCompleted expired", null));
  }

  private void onDone(Future<T> future) {
    if (waiting.remove(future)) {
      ended.putNowait(Optional.of(future));
      if (waiting.isEmpty() && timer != null) {
        timer.cancel();
      }
    }
  }

  private void onTimeout() {
    for (Future<T> future : waiting) {
      future.removeDoneCallback(onDone);
      ended.putNowait(Optional.empty());
    }
    waiting.clear();
  }
}

package asyncio;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The coroutines that wait for one thing, in the order in which they came. */
final class Waiters {

  private final ArrayDeque<Future<@Nullable Void>> waiting = new ArrayDeque<>();
  private final LoopBinding binding;

  Waiters(LoopBinding binding) {
    this.binding = binding;
  }

  /** The future by which the calling coroutine will be woken, at the end of the line. */
  Future<@Nullable Void> add(Object owner) {
    Future<@Nullable Void> waiter = binding.newWaiter(owner);
    waiting.add(waiter);
    return waiter;
  }

  void add(Future<@Nullable Void> waiter) {
    waiting.add(waiter);
  }

  void remove(Future<@Nullable Void> waiter) {
    waiting.remove(waiter);
  }

  /** Waits to be woken. Who is woken has left the line; who is cancelled leaves it here. */
  void await(Future<@Nullable Void> waiter) {
    try {
      Asyncio.await(waiter);
    } catch (Throwable e) {
      waiting.remove(waiter);
      throw e;
    }
  }

  /**
   * Wakes the first that is not cancelled, and takes it out of the line; false if there is none.
   */
  boolean wakeNext() {
    for (Future<@Nullable Void> next; (next = waiting.poll()) != null; ) {
      if (!next.done()) {
        next.complete(null);
        return true;
      }
    }
    return false;
  }

  void wakeAll() {
    while (wakeNext()) {
      // each leaves the line
    }
  }

  /** Wakes the first but leaves it in the line; not the second, even if the first is cancelled. */
  void wakeHead() {
    Future<@Nullable Void> head = waiting.peek();
    if (head != null && !head.done()) {
      head.complete(null);
    }
  }

  /** Whether anyone in the line is not cancelled. */
  boolean anyAlive() {
    for (Future<@Nullable Void> waiter : waiting) {
      if (!waiter.cancelled()) {
        return true;
      }
    }
    return false;
  }

  int size() {
    return waiting.size();
  }

  /** The part of a {@code toString} that tells of them. */
  String text() {
    return waiting.isEmpty() ? "" : ", waiters:" + waiting.size();
  }
}

package asyncio;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The timers that are set: a binary heap, earliest first, timers of the same instant in the order
 * in which they were set.
 *
 * <p>Cancelling a timer only counts it. The heap drops cancelled timers as they come to its head,
 * and all of them at once when they are more than half of more than a hundred, as CPython does.
 */
final class TimerQueue {

  private static final int FEW = 100;

  private @Nullable TimerHandle[] heap = new @Nullable TimerHandle[64];
  private int size;
  private int cancelled;

  void add(TimerHandle timer) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    timer.scheduled = true;
    siftUp(size++, timer);
  }

  void noteCancelled() {
    cancelled++;
  }

  /** The earliest timer that is not cancelled, or null. */
  @Nullable TimerHandle first() {
    if (size > FEW && cancelled > size / 2) {
      dropCancelled();
    }
    while (size > 0 && at(0).cancelled()) {
      removeFirst();
      cancelled--;
    }
    return size == 0 ? null : at(0);
  }

  /** Moves what is due at {@code now} to the end of {@code ready}. */
  void moveDue(long now, ReadyQueue ready) {
    while (size > 0 && at(0).whenNanos <= now) {
      TimerHandle due = removeFirst();
      if (due.cancelled()) {
        cancelled--;
      }
      ready.add(due);
    }
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      at(i).scheduled = false;
    }
    Arrays.fill(heap, null);
    size = 0;
    cancelled = 0;
  }

  private TimerHandle at(int i) {
    TimerHandle timer = heap[i];
    assert timer != null;
    return timer;
  }

  private TimerHandle removeFirst() {
    TimerHandle first = at(0);
    TimerHandle last = at(--size);
    heap[size] = null;
    if (size > 0) {
      siftDown(0, last);
    }
    first.scheduled = false;
    return first;
  }

  private void dropCancelled() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      TimerHandle timer = at(i);
      if (timer.cancelled()) {
        timer.scheduled = false;
      } else {
        heap[kept++] = timer;
      }
    }
    Arrays.fill(heap, kept, size, null);
    size = kept;
    cancelled = 0;
    for (int i = size / 2 - 1; i >= 0; i--) {
      siftDown(i, at(i));
    }
  }

  private void siftUp(int i, TimerHandle timer) {
    while (i > 0) {
      int parent = (i - 1) / 2;
      TimerHandle above = at(parent);
      if (above.isBefore(timer)) {
        break;
      }
      heap[i] = above;
      i = parent;
    }
    heap[i] = timer;
  }

  private void siftDown(int i, TimerHandle timer) {
    int half = size / 2;
    while (i < half) {
      int child = 2 * i + 1;
      if (child + 1 < size && at(child + 1).isBefore(at(child))) {
        child++;
      }
      TimerHandle below = at(child);
      if (timer.isBefore(below)) {
        break;
      }
      heap[i] = below;
      i = child;
    }
    heap[i] = timer;
  }
}

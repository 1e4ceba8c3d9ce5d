package asyncio;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The first-in, first-out queue of what runs next: a ring that doubles when it is full. */
final class ReadyQueue {

  private @Nullable Ready[] ring = new @Nullable Ready[256];
  private int head;
  private int size;

  void add(Ready item) {
    if (size == ring.length) {
      grow();
    }
    ring[(head + size++) & (ring.length - 1)] = item;
  }

  /** Removes the oldest item; the queue must not be empty. */
  Ready remove() {
    Ready item = ring[head];
    assert item != null;
    ring[head] = null;
    head = (head + 1) & (ring.length - 1);
    size--;
    return item;
  }

  /** The item at a place, counted from the oldest. */
  Ready get(int place) {
    Ready item = ring[(head + place) & (ring.length - 1)];
    assert item != null;
    return item;
  }

  void set(int place, Ready item) {
    ring[(head + place) & (ring.length - 1)] = item;
  }

  int size() {
    return size;
  }

  void clear() {
    Arrays.fill(ring, null);
    size = 0;
  }

  private void grow() {
    @Nullable Ready[] larger = new @Nullable Ready[ring.length * 2];
    int tail = ring.length - head;
    System.arraycopy(ring, head, larger, 0, tail);
    System.arraycopy(ring, 0, larger, tail, head);
    ring = larger;
    head = 0;
  }
}

package asyncio;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What other threads hand to the loop: a lock-free stack that the loop empties in one swap and
 * turns round, so that each thread's callbacks run in the order in which it handed them over.
 */
final class Inbox {

  private static final class Node {
    final @Nullable Handle handle;
    final Thread by = Thread.currentThread();
    @Nullable Node next;

    Node(@Nullable Handle handle) {
      this.handle = handle;
    }
  }

  /** Stands in the place of the newest node once the loop is closed. */
  private static final Node CLOSED = new Node(null);

  private final AtomicReference<@Nullable Node> newest = new AtomicReference<>();

  /** Returns false, and keeps nothing, once the inbox is closed. Any thread. */
  boolean offer(Handle handle) {
    Node node = new Node(handle);
    Node seen;
    do {
      seen = newest.get();
      if (seen == CLOSED) {
        return false;
      }
      node.next = seen;
    } while (!newest.compareAndSet(seen, node));
    return true;
  }

  boolean isEmpty() {
    return newest.get() == null;
  }

  /** Moves everything to the end of {@code ready}, oldest first. The loop's thread. */
  void drainTo(ReadyQueue ready) {
    drain((handle, _) -> ready.add(handle));
  }

  /** Hands over everything, oldest first, with the thread that it came from. The loop's thread. */
  void drain(BiConsumer<Handle, Thread> taker) {
    Node seen = newest.get();
    if (seen == null || seen == CLOSED) {
      return;
    }
    Node node = newest.getAndSet(null);
    Node oldest = null;
    while (node != null) {
      Node older = node.next;
      node.next = oldest;
      oldest = node;
      node = older;
    }
    for (; oldest != null; oldest = oldest.next) {
      if (oldest.handle != null) {
        taker.accept(oldest.handle, oldest.by);
      }
    }
  }

  /** Drops what is left and refuses what comes. The loop's thread, when the loop is stopped. */
  void close() {
    newest.set(CLOSED);
  }
}

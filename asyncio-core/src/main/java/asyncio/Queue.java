package asyncio;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A first-in, first-out queue between coroutines; mirrors {@code asyncio.Queue}.
 *
 * <p>With a size limit, who puts waits while it is full. Not for use from several threads.
 *
 * @param <T> the items' type
 */
/*
 * An item that is put wakes one getter but is not handed to it: the getter looks for itself when it
 * runs, and waits again, behind the others, if somebody was faster. A getter that was woken and then
 * cancelled passes the wake-up on. The same, mirrored, for putters.
 */
public sealed class Queue<T> permits LifoQueue, PriorityQueue {

  private final int maxsize;
  private final LoopBinding binding = new LoopBinding();
  private final Waiters getters = new Waiters(binding);
  private final Waiters putters = new Waiters(binding);
  private final Event finished = new Event();
  private int unfinished;
  private boolean shutdown;

  /** The body of each {@link #get}. */
  private final Body<T> getting = this::waitAndRemove;

  /** What the items are kept in; the kinds of queue differ in nothing else. */
  private final Items<T> items;

  /** Where a queue keeps its items. */
  interface Items<T> {
    void add(T item);

    /** Removes the one that is next; there is one. */
    T remove();

    int size();

    Collection<T> all();
  }

  /** A queue without a size limit. */
  public Queue() {
    this(0);
  }

  /**
   * A queue.
   *
   * @param maxsize how many items it holds; 0 or less means any number
   */
  public Queue(int maxsize) {
    this(maxsize, new Fifo<>());
  }

  Queue(int maxsize, Items<T> items) {
    this.maxsize = maxsize;
    this.items = items;
    finished.set();
  }

  /**
   * The number of items in the queue.
   *
   * @return how many
   */
  public final int qsize() {
    return items.size();
  }

  /**
   * The size limit.
   *
   * @return as given to the constructor; 0 or less means none
   */
  public final int maxsize() {
    return maxsize;
  }

  /**
   * Whether no item is in the queue.
   *
   * @return true if it is empty
   */
  public final boolean empty() {
    return items.size() == 0;
  }

  /**
   * Whether it holds as many items as it may.
   *
   * @return true if it is full; a queue without a limit never is
   */
  public final boolean full() {
    return maxsize > 0 && qsize() >= maxsize;
  }

  /**
   * Puts an item into the queue, and waits for room while it is full.
   *
   * @param item the item
   * @return a coroutine that does it; it throws {@link QueueShutDownException} if the queue is shut
   *     down
   */
  public final Coroutine<@Nullable Void> put(T item) {
    return new Coroutine<>(() -> {
      while (full()) {
        checkShutdown();
        waitIn(putters, this::hasRoom);
      }
      add(item);
      return null;
    });
  }

  /**
   * Puts an item into the queue without waiting.
   *
   * @param item the item
   * @throws QueueFullException if it is full
   * @throws QueueShutDownException if it is shut down
   */
  public final void putNowait(T item) {
    checkShutdown();
    if (full()) {
      throw new QueueFullException();
    }
    add(item);
  }

  private void add(T item) {
    checkShutdown();
    binding.checkThread();
    items.add(item);
    unfinished++;
    finished.clear();
    getters.wakeNext();
  }

  /**
   * Takes the next item out of the queue, and waits for one while it is empty.
   *
   * @return a coroutine that gives the item; it throws {@link QueueShutDownException} if the queue
   *     is shut down and empty
   */
  public final Coroutine<T> get() {
    return new Coroutine<>(getting);
  }

  /**
   * Takes the next item out of the queue without waiting.
   *
   * @return the item
   * @throws QueueEmptyException if it is empty
   * @throws QueueShutDownException if it is empty and shut down
   */
  public final T getNowait() {
    if (empty()) {
      checkShutdown();
      throw new QueueEmptyException();
    }
    return remove();
  }

  private T waitAndRemove() {
    while (empty()) {
      checkShutdown();
      waitIn(getters, this::hasItem);
    }
    return remove();
  }

  private T remove() {
    binding.checkThread();
    T item = items.remove();
    putters.wakeNext();
    return item;
  }

  /**
   * Says that an item that was taken out has been dealt with: {@link #join} waits for as many of
   * these as items were put.
   *
   * @throws IllegalStateException if it was said more often than items were put
   */
  public final void taskDone() {
    if (unfinished <= 0) {
      throw new IllegalStateException("taskDone() was called more often than items were put");
    }
    if (--unfinished == 0) {
      finished.set();
    }
  }

  /**
   * Waits until each item that was put has been taken out and dealt with.
   *
   * @return a coroutine that waits
   */
  public final Coroutine<@Nullable Void> join() {
    return new Coroutine<>(() -> {
      if (unfinished > 0) {
        Asyncio.await(finished.whenSet());
      }
      return null;
    });
  }

  /** Shuts the queue down: nothing can be put any more, what is in it can still be taken out. */
  public final void shutdown() {
    shutdown(false);
  }

  /**
   * Shuts the queue down: nothing can be put any more. Who waits to put or get stops waiting.
   *
   * @param immediate whether to drop the items that are in it, as if they had been dealt with
   */
  public final void shutdown(boolean immediate) {
    binding.checkThread();
    shutdown = true;
    if (immediate) {
      while (!empty()) {
        items.remove();
        unfinished = Math.max(0, unfinished - 1);
      }
      if (unfinished == 0) {
        finished.set();
      }
    }
    getters.wakeAll();
    putters.wakeAll();
  }

  private boolean hasRoom() {
    return !full();
  }

  private boolean hasItem() {
    return !empty();
  }

  private void waitIn(Waiters line, BooleanSupplier condition) {
    Future<@Nullable Void> waiter = line.add(this);
    try {
      Asyncio.await(waiter);
    } catch (Throwable e) {
      leave(line, waiter, condition);
      throw e;
    }
  }

  /** Leaves the line without a turn. Who was woken, and cannot take the turn, passes it on. */
  private static void leave(
      Waiters line, Future<@Nullable Void> waiter, BooleanSupplier condition) {
    waiter.cancel();
    line.remove(waiter);
    if (condition.getAsBoolean() && !waiter.cancelled()) {
      line.wakeNext();
    }
  }

  // ----- for who gets from several queues at once

  /** Joins the line of those who get; to be followed by {@link #leaveGetters}. */
  final Future<@Nullable Void> joinGetters() {
    return getters.add(this);
  }

  /**
   * Leaves that line.
   *
   * @param got whether an item was taken out of this queue
   */
  final void leaveGetters(Future<@Nullable Void> waiter, boolean got) {
    leave(getters, waiter, () -> !got && hasItem());
  }

  /** Whether nothing can be got any more. */
  final boolean ended() {
    return shutdown && empty();
  }

  private void checkShutdown() {
    if (shutdown) {
      throw new QueueShutDownException();
    }
  }

  /**
   * How it stands now.
   *
   * @return a snapshot
   */
  public final Statistics statistics() {
    return new Statistics(qsize(), maxsize, getters.size(), putters.size(), unfinished, shutdown);
  }

  @Override
  public String toString() {
    return "<"
        + getClass().getSimpleName()
        + " maxsize="
        + maxsize
        + " items="
        + items.all()
        + (getters.size() == 0 ? "" : " getters[" + getters.size() + "]")
        + (putters.size() == 0 ? "" : " putters[" + putters.size() + "]")
        + (unfinished == 0 ? "" : " tasks=" + unfinished)
        + (shutdown ? " shutdown" : "")
        + ">";
  }

  static class Fifo<T> implements Items<T> {

    final ArrayDeque<T> deque = new ArrayDeque<>();

    @Override
    public void add(T item) {
      deque.addLast(item);
    }

    @Override
    public T remove() {
      return deque.removeFirst();
    }

    @Override
    public int size() {
      return deque.size();
    }

    @Override
    public Collection<T> all() {
      return deque;
    }
  }

  /**
   * How a queue stands.
   *
   * @param size how many items are in it
   * @param maxsize how many it may hold; 0 or less means any number
   * @param getting how many coroutines wait for an item
   * @param putting how many coroutines wait for room
   * @param unfinished how many items were put for which {@link Queue#taskDone} was not called
   * @param shutdown whether it is shut down
   */
  public record Statistics(
      int size, int maxsize, int getting, int putting, int unfinished, boolean shutdown) {}
}

package asyncio;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Queue} that threads can put into and take from as well, blocking where coroutines await.
 * Opened and closed in a coroutine. Not in asyncio; what the library janus is for.
 *
 * <p>Coroutines use the queue itself; threads use this, and wait in the same lines. When the queue
 * is shut down, both see it.
 *
 * @param <T> the items' type
 */
public final class BridgeQueue<T> implements AutoCloseable {

  private final Queue<T> queue;
  private final Portal portal = Portal.open();
  private volatile boolean closed;

  private BridgeQueue(Queue<T> queue) {
    this.queue = queue;
  }

  /**
   * Opens a queue of the running loop to threads.
   *
   * @param <T> the items' type
   * @param queue the queue, of any kind
   * @return the bridge, to be closed in a coroutine
   * @throws IllegalStateException if no loop runs this thread
   */
  public static <T> BridgeQueue<T> open(Queue<T> queue) {
    return new BridgeQueue<>(Objects.requireNonNull(queue, "queue"));
  }

  /**
   * The coroutines' side. The loop's thread.
   *
   * @return the queue that was opened
   */
  public Queue<T> queue() {
    return queue;
  }

  // ----- the threads' side

  /**
   * Puts an item into the queue, and blocks the calling thread while it is full. Any thread but the
   * loop's own.
   *
   * @param item the item
   * @throws InterruptedException if the thread was interrupted: the item was not put. If that was
   *     too late, the item was put, and the thread stays interrupted
   * @throws QueueShutDownException if the queue is shut down
   * @throws IllegalStateException if the loop is closed, or on the loop's own thread
   */
  public void put(T item) throws InterruptedException {
    put(item, null);
  }

  /**
   * As {@link #put(Object)}, for a limited time.
   *
   * @param item the item
   * @param timeout how long at most on the loop's clock, or null for no limit; nothing or less
   *     means not to wait
   * @throws TimeoutException if the queue was full all the time: the item was not put
   * @throws InterruptedException if the thread was interrupted: the item was not put
   */
  public void put(T item, @Nullable Duration timeout) throws InterruptedException {
    Objects.requireNonNull(item, "item");
    call(() -> {
      Asyncio.timeout(
          timeout,
          () -> {
            Asyncio.await(queue.put(item));
          });
      return item;
    });
  }

  /**
   * Takes the next item out of the queue, and blocks the calling thread while it is empty. Any
   * thread but the loop's own.
   *
   * @return the item
   * @throws InterruptedException if the thread was interrupted: nothing was taken. If that was too
   *     late, the item is returned, and the thread stays interrupted
   * @throws QueueShutDownException if the queue is shut down and empty
   * @throws IllegalStateException if the loop is closed, or on the loop's own thread
   */
  public T take() throws InterruptedException {
    return take(null);
  }

  /**
   * As {@link #take()}, for a limited time.
   *
   * @param timeout how long at most on the loop's clock, or null for no limit; nothing or less
   *     means not to wait
   * @return the item
   * @throws TimeoutException if the queue was empty all the time
   * @throws InterruptedException if the thread was interrupted: nothing was taken
   */
  public T take(@Nullable Duration timeout) throws InterruptedException {
    return call(() -> Asyncio.timeout(timeout, () -> queue.get()));
  }

  /**
   * Has the queue shut down: nothing can be put any more, what is in it can still be taken out. Any
   * thread. It does not wait; what the same thread does next comes after it.
   */
  public void shutdown() {
    try {
      var _ = portal.start(() -> queue.shutdown());
    } catch (IllegalStateException e) {
      if (!closed) {
        throw e;
      }
    }
  }

  private <R extends @Nullable Object> R call(Body<R> operation) throws InterruptedException {
    try {
      return portal.call(operation);
    } catch (IllegalStateException e) {
      if (closed) { // it came too late for the portal: to the caller that is the same
        throw new QueueShutDownException();
      }
      throw e;
    }
  }

  /**
   * Shuts the queue down, drops what is left in it, and waits until no thread waits for it. From
   * then on threads get a {@link QueueShutDownException}. In a coroutine.
   *
   * @throws IllegalStateException on another thread
   */
  @Override
  public void close() {
    portal.loop.checkThread();
    queue.shutdown(true);
    closed = true;
    portal.close();
  }

  @Override
  public String toString() {
    return "<BridgeQueue " + queue + ">";
  }
}

package asyncio;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The end of a {@link Channel} to receive by. Several coroutines may use one, or have a copy each;
 * each item goes to one of them.
 *
 * <p>A for-each loop over it, in a coroutine, is Python's {@code async for}: it waits for each
 * item, and is over when all senders are closed and nothing is left.
 *
 * @param <T> the items' type
 */
public final class ReceiveChannel<T> implements Iterable<T>, AutoCloseable {

  final Channel<T> channel;
  private boolean open = true;

  ReceiveChannel(Channel<T> channel) {
    this.channel = channel;
    channel.receiverOpened();
  }

  /**
   * Receives the next item, and waits for one while there is none.
   *
   * @return a coroutine that gives the item; it throws {@link QueueShutDownException} if all
   *     senders are closed and nothing is left, and {@link IllegalStateException} if this end is
   *     closed
   */
  public Coroutine<T> receive() {
    return new Coroutine<>(() -> {
      checkOpen();
      return Asyncio.await(channel.queue.get());
    });
  }

  /**
   * Receives the next item without waiting.
   *
   * @return the item
   * @throws QueueEmptyException if there is none
   * @throws QueueShutDownException if all senders are closed and nothing is left
   * @throws IllegalStateException if this end is closed
   */
  public T receiveNowait() {
    checkOpen();
    return channel.queue.getNowait();
  }

  /**
   * The items, as they come. {@code hasNext} awaits, and receives the item that {@code next} gives.
   *
   * @return an iterator; several of them share the items
   */
  @Override
  public Iterator<T> iterator() {
    return new Iterator<>() {
      private @Nullable T received;

      @Override
      public boolean hasNext() {
        if (received == null) {
          try {
            received = Asyncio.await(receive());
          } catch (QueueShutDownException e) {
            return false;
          }
        }
        return true;
      }

      @Override
      public T next() {
        T item = hasNext() ? received : null;
        if (item == null) {
          throw new NoSuchElementException("the channel has ended");
        }
        received = null;
        return item;
      }
    };
  }

  /**
   * Makes another end of the same channel, to be closed for itself.
   *
   * @return the copy
   * @throws IllegalStateException if this end is closed
   */
  public ReceiveChannel<T> copy() {
    checkOpen();
    return new ReceiveChannel<>(channel);
  }

  /**
   * Closes this end; the last one drops what is left, and nothing can be sent any more. What waits
   * in {@link #receive} meanwhile goes on, but if this was the last it throws {@link
   * QueueShutDownException}. Closing it again has no effect.
   */
  @Override
  public void close() {
    if (open) {
      channel.receiverClosed();
      open = false;
    }
  }

  /**
   * How the channel stands.
   *
   * @return a snapshot
   */
  public Channel.Statistics statistics() {
    return channel.statistics();
  }

  void checkOpen() {
    if (!open) {
      throw new IllegalStateException("this receiver is closed");
    }
  }

  @Override
  public String toString() {
    return "<ReceiveChannel " + (open ? "open" : "closed") + " of " + channel + ">";
  }
}

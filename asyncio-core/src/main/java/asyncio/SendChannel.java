package asyncio;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The end of a {@link Channel} to send by. Several coroutines may use one, or have a copy each.
 *
 * @param <T> the items' type
 */
public final class SendChannel<T> implements AutoCloseable {

  private final Channel<T> channel;
  private boolean open = true;

  SendChannel(Channel<T> channel) {
    this.channel = channel;
    channel.senderOpened();
  }

  /**
   * Sends an item, and waits for room while the channel is full.
   *
   * @param item the item
   * @return a coroutine that does it; it throws {@link QueueShutDownException} if all receivers are
   *     closed, and {@link IllegalStateException} if this end is
   */
  public Coroutine<@Nullable Void> send(T item) {
    Objects.requireNonNull(item, "item");
    return new Coroutine<>(() -> {
      checkOpen();
      return Asyncio.await(channel.queue.put(item));
    });
  }

  /**
   * Sends an item without waiting.
   *
   * @param item the item
   * @throws QueueFullException if the channel is full
   * @throws QueueShutDownException if all receivers are closed
   * @throws IllegalStateException if this end is closed
   */
  public void sendNowait(T item) {
    Objects.requireNonNull(item, "item");
    checkOpen();
    channel.queue.putNowait(item);
  }

  /**
   * Makes another end of the same channel, to be closed for itself.
   *
   * @return the copy
   * @throws IllegalStateException if this end is closed
   */
  public SendChannel<T> copy() {
    checkOpen();
    return new SendChannel<>(channel);
  }

  /**
   * Closes this end; the last one ends the channel. What waits in {@link #send} meanwhile goes on,
   * but if this was the last it throws {@link QueueShutDownException}. Closing it again has no
   * effect.
   */
  @Override
  public void close() {
    if (open) {
      channel.senderClosed();
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

  private void checkOpen() {
    if (!open) {
      throw new IllegalStateException("this sender is closed");
    }
  }

  @Override
  public String toString() {
    return "<SendChannel " + (open ? "open" : "closed") + " of " + channel + ">";
  }
}

package asyncio;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A bounded {@link Queue} with two ends that are closed when they are done with; what trio and
 * anyio call a memory channel. Not in asyncio.
 *
 * <p>Each end can be copied, for several coroutines to send or to receive, and each copy is closed
 * for itself. When all senders are closed, the receivers get what is left, and then the channel has
 * ended. When all receivers are closed, what is left is dropped, and nothing can be sent any more.
 * Copies are made before the coroutines that use them are started: an end whose last copy was
 * closed stays closed.
 *
 * <p>Not for use from several threads.
 *
 * @param <T> the items' type
 */
/*
 * The queue does all of the waiting. The ends are counted here, and when there are none left of one
 * kind, the queue is shut down.
 */
public final class Channel<T> {

  final Queue<T> queue;
  private int senders;
  private int receivers;
  private final SendChannel<T> sender;
  private final ReceiveChannel<T> receiver;

  private Channel(int capacity) {
    queue = new Queue<>(capacity);
    sender = new SendChannel<>(this);
    receiver = new ReceiveChannel<>(this);
  }

  /**
   * Makes a channel with one sender and one receiver.
   *
   * @param <T> the items' type
   * @param capacity how many items it holds before who sends has to wait; 1 or more
   * @return the channel
   * @throws IllegalArgumentException if the capacity is less than 1
   */
  public static <T> Channel<T> bounded(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a channel holds at least one item: " + capacity);
    }
    return new Channel<>(capacity);
  }

  /**
   * The end to send by.
   *
   * @return always the same one, even if it has been closed
   */
  public SendChannel<T> sender() {
    return sender;
  }

  /**
   * The end to receive by.
   *
   * @return always the same one, even if it has been closed
   */
  public ReceiveChannel<T> receiver() {
    return receiver;
  }

  /**
   * How it stands now.
   *
   * @return a snapshot
   */
  public Statistics statistics() {
    Queue.Statistics inside = queue.statistics();
    return new Statistics(
        inside.size(), inside.maxsize(), senders, receivers, inside.putting(), inside.getting());
  }

  @Override
  public String toString() {
    return "<Channel senders=" + senders + " receivers=" + receivers + " " + queue + ">";
  }

  // ----- the ends

  void senderOpened() {
    senders++;
  }

  void senderClosed() {
    if (senders == 1) {
      queue.shutdown();
    }
    senders--; // only now: on a foreign thread the call above throws
  }

  void receiverOpened() {
    receivers++;
  }

  void receiverClosed() {
    if (receivers == 1) {
      queue.shutdown(true);
    }
    receivers--;
  }

  // ----- select

  /**
   * Receives from the first of several channels that has an item, and waits until one has. Exactly
   * one item is taken, and none if the waiting is cancelled.
   *
   * @param <T> what the items have in common
   * @param receivers where to look, in this order; at least one
   * @return a coroutine that gives the item and where it came from; it throws {@link
   *     QueueShutDownException} when all of the channels have ended, and {@link
   *     IllegalStateException} if a receiver is closed
   * @throws IllegalArgumentException if there is no receiver
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // they are copied, and never written
  public static <T> Coroutine<Selected<T>> select(ReceiveChannel<? extends T>... receivers) {
    List<ReceiveChannel<? extends T>> among = List.of(receivers);
    if (among.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to select from");
    }
    return new Coroutine<>(() -> selectFrom(among));
  }

  private static <T> Selected<T> selectFrom(List<ReceiveChannel<? extends T>> receivers) {
    Selected<T> taken = takeReady(receivers);
    while (taken == null) {
      Map<Queue<?>, Future<@Nullable Void>> places = new LinkedHashMap<>();
      try {
        for (ReceiveChannel<?> receiver : receivers) {
          Queue<?> queue = receiver.channel.queue;
          if (!queue.ended()) {
            places.computeIfAbsent(queue, Queue::joinGetters);
          }
        }
        if (places.isEmpty()) {
          throw new QueueShutDownException();
        }
        Asyncio.await(Asyncio.waitAny(places.values()));
        taken = takeReady(receivers);
      } finally {
        Queue<?> from = taken == null ? null : taken.receiver().channel.queue;
        for (var place : places.entrySet()) {
          place.getKey().leaveGetters(place.getValue(), place.getKey() == from);
        }
      }
    }
    return taken;
  }

  private static <T> @Nullable Selected<T> takeReady(List<ReceiveChannel<? extends T>> receivers) {
    for (ReceiveChannel<? extends T> receiver : receivers) {
      receiver.checkOpen();
      if (!receiver.channel.queue.empty()) {
        return new Selected<>(receiver, receiver.receiveNowait());
      }
    }
    return null;
  }

  /**
   * What {@link #select} has received.
   *
   * @param <T> the item's type
   * @param receiver the receiver that it came from, one of those that were given
   * @param item the item
   */
  public record Selected<T>(ReceiveChannel<? extends T> receiver, T item) {

    /**
     * Neither is null.
     *
     * @param receiver where it came from
     * @param item the item
     */
    public Selected {
      Objects.requireNonNull(receiver, "receiver");
      Objects.requireNonNull(item, "item");
    }
  }

  /**
   * How a channel stands.
   *
   * @param size how many items are in it
   * @param capacity how many it may hold
   * @param senders how many senders are open
   * @param receivers how many receivers are open
   * @param sending how many coroutines wait for room
   * @param receiving how many coroutines wait for an item
   */
  public record Statistics(
      int size, int capacity, int senders, int receivers, int sending, int receiving) {}
}

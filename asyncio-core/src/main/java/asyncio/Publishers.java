package asyncio;

import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * Reactive streams, the {@link Flow} of the JDK, as asynchronous generators, and back. Not in
 * asyncio.
 *
 * <p>Nothing piles up at either side: who produces is only asked for as much as was taken.
 */
public final class Publishers {

  private Publishers() {}

  /**
   * What a publisher publishes, to be gone through in a for-each loop in a coroutine. It is
   * subscribed to when the first item is asked for; closing the generator cancels the subscription.
   *
   * @param <T> the items' type
   * @param publisher the publisher; it may call from any thread
   * @param ahead how many items it may publish before they are taken; 1 or more
   * @return the generator, which ends as the publisher does: what that gives to {@code onError} is
   *     thrown as it is, checked or not
   * @throws IllegalArgumentException if that number is less than 1
   */
  public static <T> AsyncGenerator<T> iterate(Flow.Publisher<? extends T> publisher, int ahead) {
    Objects.requireNonNull(publisher, "publisher");
    if (ahead < 1) {
      throw new IllegalArgumentException("at least one item has to be asked for: " + ahead);
    }
    return new AsyncGenerator<>(out -> new Subscribed<T>(publisher, ahead).run(out));
  }

  /**
   * A publisher of what a generator yields. The generator runs as a task of the running loop, and
   * is only asked for an item when the subscriber has requested one; cancelling the subscription
   * closes it. What it throws goes to {@code onError}.
   *
   * <p>The subscriber is called on the loop's thread, and must not block it; the subscription, and
   * {@code subscribe}, may be called on any thread. There can be one subscriber, since a generator
   * is gone through once: a second one gets an {@link IllegalStateException} by {@code onError}.
   *
   * @param <T> the items' type
   * @param generator what to publish; it belongs to the publisher from now on
   * @return the publisher
   * @throws IllegalStateException if no loop runs this thread
   */
  public static <T> Flow.Publisher<T> from(AsyncGenerator<T> generator) {
    return new GeneratorPublisher<>(
        RunningLoops.current(), Objects.requireNonNull(generator, "generator"));
  }
}

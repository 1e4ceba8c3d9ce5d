package asyncio;

import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The body of a generator that yields what a publisher publishes. */
/*
 * The publisher's signals come on any thread, and are posted to the loop in their order; there they
 * go through a queue, whose shutdown is the end. The subscription is only called on the loop, so
 * that its calls are serial as well.
 */
final class Subscribed<T> implements Flow.Subscriber<T> {

  private final EventLoop loop = RunningLoops.current();
  private final Flow.Publisher<? extends T> publisher;
  private final int ahead;
  private final Queue<T> items = new Queue<>(); // holds as many as were asked for

  private Flow.@Nullable Subscription subscription;
  private @Nullable Throwable failure;
  private boolean left;

  Subscribed(Flow.Publisher<? extends T> publisher, int ahead) {
    this.publisher = publisher;
    this.ahead = ahead;
  }

  void run(Yielder<T> out) {
    try {
      publisher.subscribe(this);
      for (T item; (item = next()) != null; ) {
        out.yield(item);
        request(1);
      }
    } finally {
      left = true;
      if (subscription != null) {
        subscription.cancel();
      }
    }
    if (failure != null) {
      throw Rethrow.asIs(failure);
    }
  }

  /** The next item, or null if there is none any more. */
  private @Nullable T next() {
    int outside = publisher instanceof GeneratorPublisher<?> ours && ours.loop == loop ? 0 : 1;
    loop.outsideWork += outside;
    try {
      return Asyncio.await(items.get());
    } catch (QueueShutDownException e) {
      return null;
    } finally {
      loop.outsideWork -= outside;
    }
  }

  private void request(int number) {
    if (subscription != null) {
      subscription.request(number);
    }
  }

  // ----- the publisher's signals, on any thread

  @Override
  public void onSubscribe(Flow.Subscription given) {
    Objects.requireNonNull(given, "subscription");
    loop.post(() -> {
      if (left || subscription != null) {
        given.cancel();
      } else {
        subscription = given;
        request(ahead);
      }
    });
  }

  @Override
  public void onNext(T item) {
    Objects.requireNonNull(item, "item");
    loop.post(() -> items.putNowait(item));
  }

  @Override
  public void onError(Throwable thrown) {
    Objects.requireNonNull(thrown, "thrown");
    loop.post(() -> end(thrown));
  }

  @Override
  public void onComplete() {
    loop.post(() -> end(null));
  }

  private void end(@Nullable Throwable thrown) {
    failure = thrown;
    subscription = null; // it is over, and not to be called any more
    items.shutdown();
  }
}

package asyncio;

import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Publishes what a generator yields, to one subscriber. */
final class GeneratorPublisher<T> implements Flow.Publisher<T> {

  final EventLoop loop;
  private final AsyncGenerator<T> generator;
  private final AtomicBoolean taken = new AtomicBoolean();

  GeneratorPublisher(EventLoop loop, AsyncGenerator<T> generator) {
    this.loop = loop;
    this.generator = generator;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    if (!taken.compareAndSet(false, true)) {
      refuse(subscriber, new IllegalStateException("a generator can be published only once"));
      return;
    }
    var publishing = new Publishing<T>(loop, generator, subscriber);
    try {
      var end = Asyncio.runCoroutineThreadsafe(publishing::run, loop);
      var _ =
          end.whenComplete((_, failure) -> {
            if (!publishing.begun) {
              refuse(subscriber, failure);
            }
          });
    } catch (IllegalStateException e) { // the loop is closed
      refuse(subscriber, e);
    }
  }

  /** Who subscribes gets a subscription first, even if it is to no avail. */
  private static void refuse(Flow.Subscriber<?> subscriber, Throwable reason) {
    subscriber.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long n) {}

          @Override
          public void cancel() {}
        });
    subscriber.onError(reason);
  }

  /**
   * A subscription, and the task that serves it. The subscriber's calls are posted to the loop;
   * that it has cancelled is seen at once.
   */
  private static final class Publishing<T> implements Flow.Subscription {

    private final EventLoop loop;
    private final AsyncGenerator<T> generator;
    private final Flow.Subscriber<? super T> subscriber;
    private final Event requested = new Event();
    private volatile boolean cancelled;

    // the loop's
    private boolean begun;
    private boolean stoppable;
    private @Nullable Task<?> task;
    private @Nullable IllegalArgumentException misuse;
    private long demand;

    Publishing(EventLoop loop, AsyncGenerator<T> generator, Flow.Subscriber<? super T> subscriber) {
      this.loop = loop;
      this.generator = generator;
      this.subscriber = subscriber;
    }

    void run() {
      begun = true;
      task = loop.current;
      stoppable = true;
      Throwable failure = null;
      try (generator) {
        signal(() -> subscriber.onSubscribe(this));
        Iterator<T> items = generator.iterator();
        while (waitForDemand() && items.hasNext()) {
          T item = items.next();
          demand--;
          if (!over()) {
            signal(() -> subscriber.onNext(item));
          }
        }
        stoppable = false; // what closing the generator waits for is not to be cut short
      } catch (Throwable e) {
        failure = e;
      }
      stoppable = false;
      end(failure);
      if (failure instanceof CoroutineExit || failure instanceof KeyboardInterrupt) {
        throw Rethrow.asIs(failure);
      }
    }

    /** Waits until an item is asked for; false if none will be. */
    private boolean waitForDemand() {
      while (demand == 0 && !over()) {
        requested.clear();
        Asyncio.await(requested.whenSet());
      }
      return !over();
    }

    private boolean over() {
      return cancelled || misuse != null;
    }

    private void end(@Nullable Throwable failure) {
      Throwable error = failure;
      if (failure instanceof CancelledError) {
        error = cancelled ? lostIn(failure) : new CancellationException("the task was cancelled");
      }
      if (misuse != null) {
        error = misuse;
      }
      if (error == null) {
        if (!cancelled) {
          signal(subscriber::onComplete);
        }
      } else if (cancelled) {
        report("a generator has failed whose subscriber has cancelled", error);
      } else {
        Throwable told = error;
        signal(() -> subscriber.onError(told));
      }
    }

    /** What the generator threw when it was closed. */
    private static @Nullable Throwable lostIn(Throwable failure) {
      Throwable[] suppressed = failure.getSuppressed();
      return suppressed.length == 0 ? null : suppressed[0];
    }

    /** A subscriber that throws has lost its subscription. */
    private void signal(Runnable call) {
      try {
        call.run();
      } catch (CancelledError | CoroutineExit | KeyboardInterrupt e) {
        throw e;
      } catch (Throwable e) {
        cancelled = true;
        report("a subscriber has failed", e);
      }
    }

    private void report(String message, Throwable exception) {
      loop.callExceptionHandler(
          ExceptionContext.of(message, exception).with("subscriber", subscriber));
    }

    // ----- the subscriber's calls, on any thread

    @Override
    public void request(long n) {
      loop.post(() -> add(n));
    }

    @Override
    public void cancel() {
      cancelled = true;
      loop.post(this::stop);
    }

    private void add(long n) {
      if (cancelled || !stoppable) {
        return;
      }
      if (n > 0) {
        demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        requested.set();
      } else {
        misuse = new IllegalArgumentException("a subscriber must request at least one item: " + n);
        stop();
      }
    }

    private void stop() {
      if (stoppable && task != null) {
        stoppable = false;
        task.cancel();
      }
    }
  }
}

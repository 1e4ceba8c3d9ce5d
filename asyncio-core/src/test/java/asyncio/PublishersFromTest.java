package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A generator that is published: the rules of reactive streams. */
@Timeout(60)
final class PublishersFromTest {

  /** Notes its signals, and does what the test wants at each item. */
  private static class Probe implements Flow.Subscriber<Integer> {

    final List<Object> log = new ArrayList<>();
    final Event end = new Event();
    Flow.@Nullable Subscription subscription;

    void request(long n) {
      subscription.request(n);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      log.add("subscribed");
      this.subscription = subscription;
    }

    @Override
    public void onNext(Integer item) {
      log.add(item);
    }

    @Override
    public void onError(Throwable thrown) {
      log.add(thrown);
      end.set();
    }

    @Override
    public void onComplete() {
      log.add("complete");
      end.set();
    }
  }

  private final Probe probe = new Probe();
  private final List<String> steps = new ArrayList<>();

  /** Yields 1, 2 … up to the limit, and notes what it does. */
  private AsyncGenerator<Integer> count(int limit) {
    return asyncGenerator(out -> {
      try {
        for (int i = 1; i <= limit; i++) {
          steps.add("makes " + i);
          await(sleep(1));
          out.yield(i);
        }
      } finally {
        await(sleep(1));
        steps.add("closed");
      }
    });
  }

  @Test
  void theGeneratorIsOnlyAskedWhenThereIsDemand() {
    TestTime.run(() -> {
      Publishers.from(count(5)).subscribe(probe);
      await(sleep(10));
      assertThat(probe.log).containsExactly("subscribed");
      assertThat(steps).isEmpty();

      probe.request(2);
      await(sleep(10));
      assertThat(probe.log).containsExactly("subscribed", 1, 2);
      assertThat(steps).containsExactly("makes 1", "makes 2");

      probe.request(1);
      await(sleep(10));
      assertThat(probe.log).containsExactly("subscribed", 1, 2, 3);
    });
  }

  @Test
  void itsEndIsTheSubscribersEnd() {
    TestTime.run(() -> {
      Publishers.from(count(2)).subscribe(probe);
      await(sleep(1));
      probe.request(3);
      await(probe.end.whenSet());
      probe.request(1);
      probe.request(-1);
      probe.subscription.cancel();
      await(sleep(10));

      assertThat(probe.log).containsExactly("subscribed", 1, 2, "complete");
    });
  }

  @Test
  void unlimitedDemandNeverRunsOut() {
    TestTime.run(() -> {
      Publishers.from(count(3)).subscribe(probe);
      await(sleep(1));
      probe.request(Long.MAX_VALUE);
      probe.request(Long.MAX_VALUE);
      await(probe.end.whenSet());

      assertThat(probe.log).containsExactly("subscribed", 1, 2, 3, "complete");
    });
  }

  @Test
  void whatItThrowsGoesToOnError() {
    IOException failure = new IOException("checked");
    TestTime.run(() -> {
      AsyncGenerator<Integer> generator =
          asyncGenerator(out -> {
            out.yield(1);
            throw failure;
          });
      Publishers.from(generator).subscribe(probe);
      await(sleep(1));
      probe.request(2);
      await(probe.end.whenSet());

      assertThat(probe.log).containsExactly("subscribed", 1, failure);
    });
  }

  @Test
  void cancellingClosesAGeneratorThatIsNotAsked() {
    TestTime.run(() -> {
      Publishers.from(count(5)).subscribe(probe);
      await(sleep(1));
      probe.request(1);
      await(sleep(10));

      probe.subscription.cancel();
      probe.subscription.cancel();
      probe.request(1);
      await(sleep(10));

      assertThat(steps).containsExactly("makes 1", "closed");
      assertThat(probe.log).containsExactly("subscribed", 1);
    });
  }

  @Test
  void cancellingEndsAGeneratorWhereItWaits() {
    TestTime.run(() -> {
      Publishers.from(count(5)).subscribe(probe);
      await(sleep(1));
      probe.request(5);
      await(sleep(1.5)); // it waits to make the second one
      probe.subscription.cancel();
      await(sleep(10));

      assertThat(steps).containsExactly("makes 1", "makes 2", "closed");
      assertThat(probe.log).containsExactly("subscribed", 1);
    });
  }

  @Test
  void whatAGeneratorYieldsThoughItWasCancelledIsNotPublished() {
    TestTime.run(() -> {
      AsyncGenerator<Integer> refusing =
          asyncGenerator(out -> {
            try {
              await(sleep(3600));
            } catch (CancelledError e) {
              steps.add("refused");
            }
            out.yield(1);
            steps.add("never");
          });
      Publishers.from(refusing).subscribe(probe);
      await(sleep(1));
      probe.request(5);
      await(sleep(1));
      probe.subscription.cancel();
      await(sleep(10));
    });
    assertThat(steps).containsExactly("refused");
    assertThat(probe.log).containsExactly("subscribed");
  }

  @Test
  void afterASubscriberHasCancelledInOnNextNothingComesAndTheGeneratorCleansUp() {
    Probe cancelling =
        new Probe() {
          @Override
          public void onNext(Integer item) {
            super.onNext(item);
            subscription.cancel();
          }
        };
    TestTime.run(() -> {
      AsyncGenerator<Integer> neverWaits =
          asyncGenerator(out -> {
            try {
              for (int i = 1; ; i++) {
                out.yield(i);
              }
            } finally {
              await(sleep(1));
              steps.add("closed");
            }
          });
      Publishers.from(neverWaits).subscribe(cancelling);
      await(sleep(1));
      cancelling.request(100);
      await(sleep(10));
    });
    assertThat(cancelling.log).containsExactly("subscribed", 1);
    assertThat(steps).containsExactly("closed");
  }

  @Test
  void toRequestLessThanOneIsAnErrorThatEndsIt() {
    TestTime.run(() -> {
      Publishers.from(count(5)).subscribe(probe);
      await(sleep(1));
      probe.request(1);
      await(sleep(10));
      probe.request(0);
      await(probe.end.whenSet());

      assertThat(steps).containsExactly("makes 1", "closed");
      assertThat(probe.log).hasSize(3).last().isInstanceOf(IllegalArgumentException.class);
    });
  }

  @Test
  void aSecondSubscriberIsRefused() {
    TestTime.run(() -> {
      Flow.Publisher<Integer> publisher = Publishers.from(count(1));
      publisher.subscribe(probe);
      Probe second = new Probe();
      publisher.subscribe(second);
      second.request(1);
      second.subscription.cancel();

      assertThat(second.log).hasSize(2).first().isEqualTo("subscribed");
      assertThat(second.log).last().isInstanceOf(IllegalStateException.class);

      await(sleep(1));
      probe.request(2);
      await(probe.end.whenSet());
      assertThat(probe.log).containsExactly("subscribed", 1, "complete");
      assertThatNullPointerException().isThrownBy(() -> publisher.subscribe(null));
    });
  }

  @Test
  void aSubscriberThatThrowsHasLostItsSubscriptionAndIsReported() {
    IllegalStateException failure = new IllegalStateException("no");
    Probe throwing =
        new Probe() {
          @Override
          public void onNext(Integer item) {
            super.onNext(item);
            throw failure;
          }
        };
    List<Throwable> reported = new ArrayList<>();
    TestTime.run(() -> {
      runningLoop().setExceptionHandler((loop, context) -> reported.add(context.exception()));
      Publishers.from(count(5)).subscribe(throwing);
      await(sleep(1));
      throwing.request(5);
      await(sleep(10));
    });
    assertThat(throwing.log).containsExactly("subscribed", 1);
    assertThat(steps).containsExactly("makes 1", "closed");
    assertThat(reported).containsExactly(failure);
  }

  @Test
  void whatItThrowsWhenItIsClosedIsReported() {
    IllegalStateException failure = new IllegalStateException("in the clean-up");
    List<Throwable> reported = new ArrayList<>();
    TestTime.run(() -> {
      runningLoop().setExceptionHandler((loop, context) -> reported.add(context.exception()));
      AsyncGenerator<Integer> generator =
          asyncGenerator(out -> {
            try {
              out.yield(1);
            } finally {
              steps.add("closed");
              await(sleep(1));
              throwIt(failure);
            }
          });
      Publishers.from(generator).subscribe(probe);
      await(sleep(1));
      probe.request(1);
      await(sleep(1));
      probe.subscription.cancel();
      await(sleep(10));
    });
    assertThat(reported).containsExactly(failure);
    assertThat(probe.log).containsExactly("subscribed", 1);
  }

  private static void throwIt(RuntimeException exception) {
    throw exception;
  }

  @Test
  void theEndOfRunIsAnErrorToTheSubscriber() {
    TestTime.run(() -> {
      Publishers.from(count(5)).subscribe(probe);
      await(sleep(1));
    });
    assertThat(probe.log).hasSize(2).last().isInstanceOf(CancellationException.class);
  }

  @Test
  void onAClosedLoopASubscriberIsRefused() {
    CompletableFuture<Flow.Publisher<Integer>> made = new CompletableFuture<>();
    TestTime.run(() -> made.complete(Publishers.from(count(5))));

    made.join().subscribe(probe);

    assertThat(probe.log).hasSize(2).first().isEqualTo("subscribed");
    assertThat(probe.log).last().isInstanceOf(IllegalStateException.class);
    assertThatIllegalStateException().isThrownBy(() -> Publishers.from(count(5)));
  }

  @Test
  void aSubscriberMayRequestFromAnyThread() {
    Probe requesting =
        new Probe() {
          @Override
          public void onNext(Integer item) {
            super.onNext(item);
            Thread.ofVirtual().start(() -> request(1));
          }
        };
    List<Integer> numbers = IntStream.range(0, 100).boxed().toList();
    run(() -> {
      AsyncGenerator<Integer> generator = asyncGenerator(out -> numbers.forEach(out::yield));
      var publisher = Publishers.from(generator);
      await(
          toThread(() -> {
            publisher.subscribe(requesting);
            Wait.until(() -> requesting.log.size() == 1);
            requesting.request(1);
          }));
      await(requesting.end.whenSet());
    });
    assertThat(requesting.log.subList(1, 101)).isEqualTo(numbers);
    assertThat(requesting.log).last().isEqualTo("complete");
  }

  @Test
  void thereAndBackAgain() {
    TestTime.run(() -> {
      List<Integer> received = new ArrayList<>();
      try (var generator = Publishers.iterate(Publishers.from(count(5)), 2)) {
        for (int item : generator) {
          received.add(item);
          if (item == 3) {
            break;
          }
        }
      }
      await(sleep(10));
      assertThat(received).containsExactly(1, 2, 3);
      assertThat(steps).last().isEqualTo("closed");
    });
  }
}

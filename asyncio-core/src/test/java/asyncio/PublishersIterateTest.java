package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A publisher that is gone through in a for-each loop. */
@Timeout(60)
final class PublishersIterateTest {

  /** Publishes when the test says so, and notes what it is asked for. */
  private static final class Source implements Flow.Publisher<Integer>, Flow.Subscription {

    final List<String> log = new ArrayList<>();
    Flow.@Nullable Subscriber<? super Integer> subscriber;

    @Override
    public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
      log.add("subscribe");
      this.subscriber = subscriber;
      subscriber.onSubscribe(this);
    }

    @Override
    public void request(long n) {
      log.add("request " + n);
    }

    @Override
    public void cancel() {
      log.add("cancel");
    }
  }

  private final Source source = new Source();

  @Test
  void givesWhatIsPublishedOnOtherThreadsInItsOrder() {
    List<Integer> numbers = IntStream.range(0, 500).boxed().toList();
    List<Integer> received = new ArrayList<>();
    run(() -> {
      var publisher = new SubmissionPublisher<Integer>(Runnable::run, 4);
      Task<Void> publishing =
          createTask(
              toThread(() -> {
                Wait.until(publisher::hasSubscribers);
                numbers.forEach(publisher::submit);
                publisher.close();
              }));
      for (int number : Publishers.iterate(publisher, 8)) {
        received.add(number);
      }
      await(publishing);
    });
    assertThat(received).isEqualTo(numbers);
  }

  @Test
  void subscribesWhenTheFirstItemIsAskedForAndAsksForNoMoreThanItWasTold() {
    TestTime.run(() -> {
      try (AsyncGenerator<Integer> generator = Publishers.iterate(source, 2)) {
        assertThat(source.log).isEmpty();
        runningLoop()
            .callSoon(() -> {
              source.subscriber.onNext(1);
              source.subscriber.onNext(2);
            });
        Iterator<Integer> items = generator.iterator();

        assertThat(items.next()).isEqualTo(1);
        assertThat(source.log).containsExactly("subscribe", "request 2");
        assertThat(items.next()).isEqualTo(2);
        assertThat(source.log).containsExactly("subscribe", "request 2", "request 1");
      }
      assertThat(source.log).last().isEqualTo("cancel");
    });
  }

  @Test
  void endsAsThePublisherDoes() {
    TestTime.run(() -> {
      runningLoop()
          .callSoon(() -> {
            source.subscriber.onNext(1);
            source.subscriber.onComplete();
          });
      List<Integer> received = new ArrayList<>();
      try (AsyncGenerator<Integer> generator = Publishers.iterate(source, 2)) {
        generator.forEach(received::add);
      }
      assertThat(received).containsExactly(1);
      assertThat(source.log).as("nothing is called after the end").doesNotContain("cancel");
    });
  }

  @Test
  void throwsTheVeryExceptionAfterTheItemsBeforeIt() {
    IOException failure = new IOException("checked");
    TestTime.run(() -> {
      runningLoop()
          .callSoon(() -> {
            source.subscriber.onNext(1);
            source.subscriber.onError(failure);
          });
      List<Integer> received = new ArrayList<>();
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> Publishers.iterate(source, 2).forEach(received::add))
          .isSameAs(failure);
      assertThat(received).containsExactly(1);
    });
  }

  @Test
  void cancellingWhoWaitsForAnItemCancelsTheSubscription() {
    TestTime.run(() -> {
      Task<Void> reading =
          createTask(() -> {
            for (int item : Publishers.iterate(source, 1)) {
              throw new AssertionError(item);
            }
          });
      await(sleep(0));
      await(sleep(0));
      assertThat(source.log).containsExactly("subscribe", "request 1");

      reading.cancel();
      await(waitAll(List.of(reading)));

      assertThat(reading.cancelled()).isTrue();
      assertThat(source.log).last().isEqualTo("cancel");
    });
  }

  @Test
  void aSubscriptionThatComesTooLateIsCancelled() {
    TestTime.run(() -> {
      List<Flow.Subscriber<?>> subscribers = new ArrayList<>();
      Task<Void> reading =
          createTask(() -> Publishers.<Integer>iterate(subscribers::add, 1).forEach(item -> {}));
      await(sleep(0));
      reading.cancel();
      await(waitAll(List.of(reading)));

      subscribers.getFirst().onSubscribe(source);
      await(sleep(0));

      assertThat(source.log).containsExactly("cancel");
    });
  }

  @Test
  void aSecondSubscriptionIsCancelledAndTheFirstGoesOn() {
    TestTime.run(() -> {
      Source second = new Source();
      runningLoop()
          .callSoon(() -> {
            source.subscriber.onSubscribe(second);
            source.subscriber.onNext(1);
            source.subscriber.onComplete();
          });
      List<Integer> received = new ArrayList<>();
      Publishers.iterate(source, 1).forEach(received::add);

      assertThat(second.log).containsExactly("cancel");
      assertThat(received).containsExactly(1);
    });
  }

  @Test
  void aPublisherThatGivesNullIsTold() {
    TestTime.run(() -> {
      runningLoop()
          .callSoon(() -> {
            assertThatNullPointerException().isThrownBy(() -> source.subscriber.onNext(null));
            assertThatNullPointerException().isThrownBy(() -> source.subscriber.onError(null));
            assertThatNullPointerException().isThrownBy(() -> source.subscriber.onSubscribe(null));
            source.subscriber.onComplete();
          });
      assertThat(Publishers.iterate(source, 1).iterator().hasNext()).isFalse();
    });
  }

  @Test
  void theEndOfTheLoopCancelsTheSubscription() {
    EventLoop loop = TestTime.newLoop();
    var reading = loop.createTask(async(() -> Publishers.iterate(source, 1).iterator().hasNext()));
    for (int i = 0; i < 3; i++) {
      loop.stop();
      loop.runForever();
    }
    loop.setExceptionHandler((where, context) -> {}); // the task is pending
    assertThat(source.log).containsExactly("subscribe", "request 1");

    loop.close();

    assertThat(reading.done()).isFalse();
    assertThat(source.log).last().isEqualTo("cancel");
  }

  @Test
  void asksForOneItemAtLeast() {
    assertThatIllegalArgumentException().isThrownBy(() -> Publishers.iterate(source, 0));
  }
}

package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.toThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The states of a future, and what may be done to it in each. */
class FutureTest {

  private final EventLoop loop = TestTime.newLoop();
  private final Future<Integer> future = loop.createFuture();

  @AfterEach
  void closeLoop() {
    if (future.done()) {
      future.markRetrieved();
    }
    loop.close();
  }

  @Test
  void aNewFutureIsPending() {
    assertThat(future.done()).isFalse();
    assertThat(future.cancelled()).isFalse();
    assertThat(future.loop()).isSameAs(loop);
  }

  @Test
  void aPendingFutureHasNoResult() {
    assertThatThrownBy(future::result)
        .isInstanceOf(InvalidStateException.class)
        .hasMessage("Result is not ready.");
  }

  @Test
  void aPendingFutureHasNoException() {
    assertThatThrownBy(future::exception)
        .isInstanceOf(InvalidStateException.class)
        .hasMessage("Exception is not set.");
  }

  @Test
  void aResultCanBeReadAnyNumberOfTimes() {
    future.setResult(42);

    assertThat(future.done()).isTrue();
    assertThat(future.cancelled()).isFalse();
    assertThat(future.result()).isEqualTo(42);
    assertThat(future.result()).isEqualTo(42);
    assertThat(future.exception()).isNull();
  }

  @Test
  void aResultMayBeNull() {
    future.setResult(null);

    assertThat(future.done()).isTrue();
    assertThat(future.result()).isNull();
    assertThat(future.exception()).isNull();
  }

  @Test
  void aFailureIsThrownAsTheVeryExceptionThatWasSet() {
    IOException failure = new IOException("disk on fire");
    future.setException(failure);

    assertThat(future.done()).isTrue();
    assertThat(future.cancelled()).isFalse();
    assertThat(future.exception()).isSameAs(failure);
    assertThatThrownBy(future::result).isSameAs(failure);
    assertThatThrownBy(future::result).isSameAs(failure);
  }

  @Test
  void aFailureMayBeAnError() {
    AssertionError failure = new AssertionError("bad");
    future.setException(failure);

    assertThatThrownBy(future::result).isSameAs(failure);
  }

  @Test
  void aFutureCannotFailWithNothing() {
    assertThatThrownBy(() -> future.setException(null)).isInstanceOf(NullPointerException.class);
    assertThat(future.done()).isFalse();
  }

  @Test
  void aCancelledFutureThrowsWhereItIsRead() {
    assertThat(future.cancel()).isTrue();

    assertThat(future.done()).isTrue();
    assertThat(future.cancelled()).isTrue();
    assertThatThrownBy(future::result).isInstanceOf(CancelledError.class).hasMessage(null);
    assertThatThrownBy(future::exception).isInstanceOf(CancelledError.class).hasMessage(null);
  }

  @Test
  void theMessageOfACancellationComesWithEachError() {
    future.cancel("enough");

    assertThatThrownBy(future::result).isInstanceOf(CancelledError.class).hasMessage("enough");
    assertThatThrownBy(future::result).isInstanceOf(CancelledError.class).hasMessage("enough");
    assertThatThrownBy(future::exception).isInstanceOf(CancelledError.class).hasMessage("enough");
  }

  @Test
  void onlyTheFirstCancellationCounts() {
    future.cancel("first");

    assertThat(future.cancel("second")).isFalse();
    assertThatThrownBy(future::result).hasMessage("first");
  }

  static Stream<Consumer<Future<Integer>>> ends() {
    return Stream.of(
        future -> future.setResult(1),
        future -> future.setException(new IOException()),
        future -> future.cancel("gone"));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void aDoneFutureStaysAsItIs(Consumer<Future<Integer>> end) {
    end.accept(future);
    String before = future.toString();

    assertThatThrownBy(() -> future.setResult(2))
        .isInstanceOf(InvalidStateException.class)
        .hasMessageContaining(before);
    assertThatThrownBy(() -> future.setException(new IllegalArgumentException()))
        .isInstanceOf(InvalidStateException.class)
        .hasMessageContaining(before);
    assertThat(future.cancel("late")).isFalse();

    assertThat(future).hasToString(before);
  }

  @Test
  void aFutureSaysItsStateInWords() {
    Future<String> returned = loop.createFuture();
    Future<String> failed = loop.createFuture();
    Future<String> cancelled = loop.createFuture();
    returned.setResult("r");
    failed.setException(new IllegalStateException("e"));
    failed.markRetrieved();
    cancelled.cancel();

    assertThat(future).hasToString("<Future pending>");
    assertThat(returned).hasToString("<Future finished result=r>");
    assertThat(failed)
        .hasToString("<Future finished exception=java.lang.IllegalStateException: e>");
    assertThat(cancelled).hasToString("<Future cancelled>");
  }

  @Test
  void aCancelledErrorIsNotAnException() {
    future.cancel();

    assertThatThrownBy(future::result).isInstanceOf(Error.class).isNotInstanceOf(Exception.class);
  }

  @Test
  void anotherThreadMayNotTouchAFutureOfARunningLoop() {
    TestTime.run(() -> {
      Future<Integer> mine = Asyncio.runningLoop().createFuture();
      await(
          toThread(() -> {
            assertRefused(() -> mine.setResult(1));
            assertRefused(() -> mine.setException(new IOException()));
            assertRefused(mine::cancel);
            assertRefused(() -> mine.addDoneCallback(done -> {}));
            assertRefused(() -> mine.removeDoneCallback(done -> {}));
            assertThat(mine.loop()).isNotNull();
          }));
      assertThat(mine.done()).isFalse();
    });
  }

  @Test
  void anyThreadMayMakeAFuture() {
    TestTime.run(() -> {
      EventLoop running = Asyncio.runningLoop();
      Future<String> made = await(toThread(() -> running.<String>createFuture()));
      running.callSoon(() -> made.setResult("from afar"));
      assertThat(await(made)).isEqualTo("from afar");
    });
  }

  @Test
  void aFutureCanBeSetWhileItsLoopDoesNotRun() {
    assertThatCode(() -> future.setResult(7)).doesNotThrowAnyException();
    assertThat(loop.runUntilComplete(future)).isEqualTo(7);
  }

  private static void assertRefused(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("callSoonThreadsafe");
  }
}

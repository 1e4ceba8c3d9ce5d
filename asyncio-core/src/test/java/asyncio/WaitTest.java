package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.waitAll;
import static asyncio.Asyncio.waitAny;
import static asyncio.Asyncio.waitFirstException;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waiting for several futures, which stay as they are. */
class WaitTest {

  // ----- all

  @Test
  void allAreWaitedForHoweverTheyEnd() {
    TestTime.run(() -> {
      Task<String> slow = createTask(sleep(3, "a"));
      Task<String> failing = createTask(failing(1));
      Task<String> cancelled = createTask(sleep(3600, "c"));
      cancelled.cancel();

      Waited<Task<String>> waited = await(waitAll(List.of(slow, failing, cancelled)));

      assertThat(waited.done()).containsExactly(slow, failing, cancelled);
      assertThat(waited.pending()).isEmpty();
      assertThat(runningLoop().time()).isEqualTo(3);
      assertThat(failing.exception()).isInstanceOf(IOException.class);
    });
  }

  private static Coroutine<String> failing(double seconds) {
    return async(() -> {
      await(sleep(seconds));
      throw new IOException();
    });
  }

  @Test
  void futuresThatAreDoneNeedNoWaiting() {
    TestTime.run(() -> {
      Future<String> first = runningLoop().createFuture();
      Future<String> second = runningLoop().createFuture();
      first.setResult("a");
      second.cancel();
      assertThat(await(waitAll(List.of(first, second))).done()).containsExactly(first, second);
    });
  }

  @Test
  void theSameFutureTwiceIsOneFuture() {
    TestTime.run(() -> {
      Task<String> task = createTask(sleep(1, "a"));
      assertThat(await(waitAll(List.of(task, task))).done()).containsExactly(task);
    });
  }

  @Test
  void aWaitForNothingIsAnError() {
    TestTime.run(() ->
        assertThatThrownBy(() -> await(waitAll(List.<Future<String>>of())))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("nothing to wait for"));
  }

  @Test
  void theSetsAreInTheOrderInWhichTheFuturesWereGiven() {
    TestTime.run(() -> {
      List<Task<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        tasks.add(createTask(sleep(20 - i, i)));
      }
      assertThat(await(waitAll(tasks)).done()).containsExactlyElementsOf(tasks);
    });
  }

  // ----- any

  @Test
  void theFirstThatEndsEndsTheWait() {
    TestTime.run(() -> {
      Task<String> slow = createTask(sleep(3, "a"));
      Task<String> quick = createTask(sleep(1, "b"));

      Waited<Task<String>> waited = await(waitAny(List.of(slow, quick)));

      assertThat(waited.done()).containsExactly(quick);
      assertThat(waited.pending()).containsExactly(slow);
      assertThat(runningLoop().time()).isEqualTo(1);
      assertThat(await(slow)).isEqualTo("a");
    });
  }

  @Test
  void aCancelledFutureEndsAWaitForAny() {
    TestTime.run(() -> {
      Task<String> slow = createTask(sleep(3600, "a"));
      Future<String> cancelled = runningLoop().createFuture();
      runningLoop().callLater(1, cancelled::cancel);
      assertThat(await(waitAny(List.of(slow, cancelled))).done()).containsExactly(cancelled);
    });
  }

  @Test
  void whatEndsBeforeTheWaiterRunsCountsAsDone() {
    TestTime.run(() -> {
      Future<String> first = runningLoop().createFuture();
      Future<String> second = runningLoop().createFuture();
      runningLoop()
          .callSoon(() -> {
            first.setResult("a");
            second.setResult("b");
          });
      assertThat(await(waitAny(List.of(first, second))).done()).containsExactly(first, second);
    });
  }

  // ----- first exception

  @Test
  void theFirstFailureEndsAWaitForAnException() {
    TestTime.run(() -> {
      Task<String> quick = createTask(sleep(1, "a"));
      Task<String> failing = createTask(failing(2));
      Task<String> slow = createTask(sleep(3, "c"));

      Waited<Task<String>> waited = await(waitFirstException(List.of(quick, failing, slow)));

      assertThat(waited.done()).containsExactly(quick, failing);
      assertThat(waited.pending()).containsExactly(slow);
    });
  }

  @Test
  void aCancellationIsNotAnException() {
    TestTime.run(() -> {
      Task<String> slow = createTask(sleep(3, "a"));
      Task<String> cancelled = createTask(sleep(3600, "b"));
      runningLoop().callLater(1, cancelled::cancel);

      Waited<Task<String>> waited = await(waitFirstException(List.of(slow, cancelled)));

      assertThat(waited.pending()).isEmpty();
      assertThat(runningLoop().time()).isEqualTo(3);
    });
  }

  @Test
  void withoutAnExceptionAllAreWaitedFor() {
    TestTime.run(() -> {
      Task<String> first = createTask(sleep(1, "a"));
      Task<String> second = createTask(sleep(2, "b"));
      assertThat(await(waitFirstException(List.of(first, second))).pending()).isEmpty();
    });
  }

  // ----- time-outs

  @Test
  void aTimeOutIsNoErrorAndCancelsNothing() {
    TestTime.run(() -> {
      Task<String> quick = createTask(sleep(1, "a"));
      Task<String> slow = createTask(sleep(3, "b"));

      Waited<Task<String>> waited = await(waitAll(List.of(quick, slow), Duration.ofSeconds(2)));

      assertThat(waited.done()).containsExactly(quick);
      assertThat(waited.pending()).containsExactly(slow);
      assertThat(runningLoop().time()).isEqualTo(2);
      assertThat(await(slow)).isEqualTo("b");
    });
  }

  @Test
  void whatEndsInTheIterationOfTheTimeOutIsDone() {
    TestTime.run(() -> {
      Task<String> inTime = createTask(sleep(1, "a"));
      Task<String> late = createTask(sleep(2, "b"));
      await(sleep(0)); // their timers are set before that of the wait

      Waited<Task<String>> waited = await(waitAll(List.of(late, inTime), Duration.ofSeconds(1)));

      assertThat(waited.done()).containsExactly(inTime);
      assertThat(waited.pending()).containsExactly(late);
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  @Test
  void noTimeAtAllShowsWhatIsDone() {
    TestTime.run(() -> {
      Future<String> done = runningLoop().createFuture();
      Future<String> pending = runningLoop().createFuture();
      done.setResult("a");

      Waited<Future<String>> waited = await(waitAny(List.of(done, pending), Duration.ZERO));
      assertThat(waited.done()).containsExactly(done);
      assertThat(waited.pending()).containsExactly(pending);

      assertThat(await(waitAll(List.of(pending), Duration.ZERO)).done()).isEmpty();
      assertThat(await(waitFirstException(List.of(pending), Duration.ZERO)).done()).isEmpty();
      assertThat(runningLoop().time()).isZero();
    });
  }

  @Test
  void aWaitThatEndsInTimeLeavesNoTimerBehind() {
    TestTime.run(() -> {
      Task<String> quick = createTask(sleep(1, "a"));
      await(waitAll(List.of(quick), Duration.ofHours(1)));
      assertThat(runningLoop().timers.first()).isNull();
    });
  }

  // ----- cancellation

  @Test
  void cancellingTheWaitLeavesTheFutures() {
    TestTime.run(() -> {
      Task<String> task = createTask(sleep(2, "a"));
      Task<Waited<Task<String>>> waiting = createTask(waitAll(List.of(task), Duration.ofHours(1)));
      await(sleep(1));
      waiting.cancel();
      assertThatThrownBy(() -> await(waiting)).isInstanceOf(CancelledError.class);
      assertThat(runningLoop().timers.first()).isNotNull();
      assertThat(await(task)).isEqualTo("a");
      assertThat(runningLoop().timers.first()).isNull();
    });
  }

  @Test
  void waitingIsNotLooking() {
    List<ExceptionContext> reports = new ArrayList<>();
    TestTime.run(() -> {
      runningLoop().setExceptionHandler((loop, context) -> reports.add(context));
      await(waitAll(List.of(createTask(failing(1)))));
    });
    assertThat(reports).hasSize(1);
  }
}

package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * {@code waitFor} when its deadline, a result and a cancellation come together. The traces are
 * CPython's.
 */
final class WaitForRaceTest {

  @Test
  void aResultWhoseWakeUpCameBeforeTheDeadlineIsNotLost() {
    SlowClock clock = new SlowClock();
    try (Runner runner = new Runner(null, () -> EventLoop.create(clock))) {
      runner.run(
          async(() -> {
            Future<String> future = runningLoop().createFuture();
            Task<String> waiting = createTask(waitFor(future, 1));
            await(sleep(0));

            future.setResult("in time");
            clock.now.addAndGet(2_000_000_000); // as if the loop was busy beyond the deadline

            assertThat(await(waiting)).isEqualTo("in time");
          }));
    }
  }

  /** A clock that a test may move on while the loop runs. */
  private static final class SlowClock implements IoDriver {

    final AtomicLong now = new AtomicLong();

    @Override
    public void select(long timeoutNanos) {
      if (timeoutNanos == FOREVER) {
        throw new AssertionError("the test waits for what can never come");
      }
      now.addAndGet(Math.max(0, timeoutNanos));
    }

    @Override
    public void wakeup() {}

    @Override
    public void close() {}

    @Override
    public long nanoTime() {
      return now.get();
    }
  }

  @Test
  void aResultThatComesWithTheDeadlineStaysInTheFuture() {
    Ticks.assertTrace(
        t -> {
          Future<String> future = runningLoop().createFuture();
          runningLoop().callLater(1, () -> future.setResult("too late"));
          Task<String> waiting = createTask(waitFor(future, 1));
          await(waitAll(List.of(waiting)));
          t.log(waiting.exception() instanceof TimeoutException, future.result());
        },
        "+5: true too late");
  }

  @Test
  void aResultThatIsThereBeforeTheWaitTakesNoIteration() {
    Ticks.assertTrace(
        t -> {
          Future<Integer> future = runningLoop().createFuture();
          future.setResult(7);
          t.log(await(waitFor(future, 1)), await(waitFor(future, 0)));
          t.log(await(waitFor(() -> 5, 1)));
        },
        "+0: 7 7",
        "+0: 5");
  }

  @Test
  void withoutAnyTimeACoroutineTakesThreeIterationsToBeRefused() {
    Ticks.assertTrace(
        t -> {
          try {
            await(waitFor(() -> t.log("begun"), 0));
          } catch (TimeoutException e) {
            t.log("time-out");
          }
        },
        "+3: time-out");
  }

  @Test
  void aCancellationFromOutsideIsPassedOnAndWaitedFor() {
    Ticks.assertTrace(
        t -> {
          Task<Void> inner =
              createTask(() -> {
                try {
                  await(sleep(100));
                } catch (CancelledError e) {
                  t.log("inner:", e.getMessage());
                  await(sleep(0));
                  t.log("inner done");
                  throw e;
                }
              });
          Task<Void> outer =
              createTask(() -> {
                try {
                  await(waitFor(inner, 10));
                } catch (CancelledError e) {
                  t.log("outer:", e.getMessage(), inner.done(), currentTask().cancelling());
                  throw e;
                }
              });
          await(sleep(0));
          await(sleep(0));
          t.mark();
          outer.cancel("enough");
          await(waitAll(List.of(outer)));
          t.log(outer.cancelled(), inner.cancelled());
        },
        "+1: inner: enough",
        "+2: inner done",
        "+3: outer: enough true 1",
        "+5: true true");
  }

  @Test
  void aCancellationFromOutsideCancelsTheFutureToo() {
    Ticks.assertTrace(
        t -> {
          Future<String> future = runningLoop().createFuture();
          Task<String> waiting = createTask(waitFor(future, 10));
          await(sleep(0));
          t.mark();
          waiting.cancel();
          t.log(future.cancelled());
          await(waitAll(List.of(waiting)));
          t.log(waiting.cancelled());
        },
        "+0: true",
        "+3: true");
  }

  @Test
  void aCancellationThatComesWithTheResultWinsAndTheFutureKeepsTheResult() {
    Ticks.assertTrace(
        t -> {
          Future<String> future = runningLoop().createFuture();
          Task<String> waiting = createTask(waitFor(future, 10));
          await(sleep(0));
          t.mark();
          future.setResult("result");
          waiting.cancel();
          await(waitAll(List.of(waiting)));
          t.log("cancelled", waiting.cancelled(), future.result());
        },
        "+3: cancelled true result");
  }

  @Test
  void aCancellationFromOutsideWhileWithoutAnyTimeItWaitsForTheCleanUp() {
    Ticks.assertTrace(
        t -> {
          Task<Void> inner =
              createTask(() -> {
                try {
                  await(sleep(100));
                } finally {
                  await(sleep(50));
                  t.log("inner done at", runningLoop().time());
                }
              });
          await(sleep(0));
          Task<Void> outer = createTask(waitFor(inner, 0));
          await(sleep(1));
          outer.cancel();
          await(waitAll(List.of(outer)));
          t.log("outer cancelled", outer.cancelled(), "at", runningLoop().time());
          t.mark();
          await(waitAll(List.of(inner)));
        },
        "+8: outer cancelled true at 1.0",
        "+2: inner done at 50.0");
  }

  @Test
  void ofNestedOnesWithTheSameDeadlineOnlyOneExceptionComesOut() {
    Ticks.assertTrace(
        t -> {
          Coroutine<Void> nested =
              async(() -> {
                try {
                  await(waitFor(sleep(9), 1));
                } catch (TimeoutException e) {
                  t.log("inner");
                }
              });
          try {
            await(waitFor(nested, 1));
          } catch (TimeoutException e) {
            t.log("outer", currentTask().cancelling());
          }
        },
        "+2: outer 0");
  }
}

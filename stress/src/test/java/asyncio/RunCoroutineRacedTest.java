package asyncio;

import static asyncio.Race.holds;
import static asyncio.Race.isCaught;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A thread hands a coroutine to a loop, and cancels the result at once. */
final class RunCoroutineRacedTest {

  /** {@link Asyncio#runCoroutineThreadsafe}, or a twin of it. */
  private interface HandIn {
    CompletableFuture<Integer> handIn(Coroutine<Integer> coroutine, EventLoop loop);
  }

  /** The coroutine waits for ever: only the cancellation can end it. */
  private static final class CancelsForEver extends InLoop {
    private final HandIn handIn;
    private CompletableFuture<Integer> result;
    private int begun;
    private int ended;

    CancelsForEver(HandIn handIn) {
      this.handIn = handIn;
    }

    @Override
    void body() {}

    @Override
    void thread() {
      result = handIn.handIn(Asyncio.async(this::waitForEver), loop);
      result.cancel(false);
    }

    private int waitForEver() {
      begun++;
      try {
        return Asyncio.await(loop.<Integer>createFuture());
      } finally {
        ended++;
      }
    }

    @Override
    public void check() {
      super.check();
      Race.check(result.isCancelled(), "not cancelled");
      Race.check(begun == ended && begun <= 1, "the coroutine began and did not end");
    }
  }

  /** The coroutine may be over before it is cancelled. */
  private static final class CancelsWhileItEnds extends InLoop {
    private CompletableFuture<Integer> result;
    private boolean cancelled;
    private boolean returned;

    @Override
    void body() {}

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // a hint, to cancel later than at once
    void thread() {
      result =
          Asyncio.runCoroutineThreadsafe(
              () -> {
                someTicks();
                returned = true;
                return 7;
              },
              loop);
      Thread.yield();
      cancelled = result.cancel(false);
    }

    @Override
    public void check() {
      super.check();
      Race.check(result.isCancelled() == cancelled, "cancelled and not cancelled");
      Race.check(cancelled || (returned && result.join() == 7), "another result");
    }
  }

  @Test
  void aCoroutineWhoseResultIsCancelledEndsOrNeverBegins() {
    holds(() -> new CancelsForEver(Asyncio::runCoroutineThreadsafe));
  }

  @Test
  void aResultIsCancelledOrCompletedButNotBoth() {
    holds(CancelsWhileItEnds::new);
  }

  @Test
  void aTwinThatLooksForACancellationBeforeItCanBeToldOfOneIsCaught() {
    HandIn twin =
        (coroutine, loop) -> {
          CompletableFuture<Integer> result = new CompletableFuture<>();
          AtomicReference<Task<Integer>> task = new AtomicReference<>();
          loop.callSoonThreadsafe(() -> {
            if (result.isDone()) {
              coroutine.close();
            } else {
              Race.gap();
              task.set(loop.createTask(coroutine));
            }
          });
          var _ =
              result.whenComplete((value, exception) -> {
                Task<Integer> begun = task.get();
                if (begun != null) {
                  loop.post(begun::cancel);
                }
              });
          return result;
        };
    isCaught(() -> new CancelsForEver(twin), "a task is left");
  }
}

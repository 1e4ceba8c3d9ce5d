package asyncio;

import static asyncio.Race.holds;
import static asyncio.Race.isCaught;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The two ends of a bridge between a future and a stage end at the same time, in their ways. */
final class StageRacedTest {

  /** A thread cancels the stage of a future, while the loop completes the future. */
  private static final class CancelsWhileItCompletes extends InLoop {
    private final Future<String> future = loop.createFuture();
    private final CompletableFuture<String> stage;
    private volatile boolean cancelled;
    private boolean completed;
    private int ends;

    CancelsWhileItCompletes(Function<Future<String>, CompletableFuture<String>> toStage) {
      stage = toStage.apply(future);
      future.addDoneCallback(done -> ends++);
    }

    @Override
    void body() {
      someTicks();
      if (!future.done()) {
        future.setResult("result");
        completed = true;
      }
    }

    @Override
    void thread() {
      cancelled = stage.cancel(false);
    }

    @Override
    public void check() {
      super.check();
      Race.check(ends == 1, "ended not once");
      Race.check(future.cancelled() == !completed, "cancelled after it was completed");
      Race.check(stage.isCancelled() == cancelled, "cancelled and not cancelled");
      Race.check(cancelled || stage.join().equals("result"), "another result");
      Race.check(loop.owed.isEmpty(), "a stage is still owed");
    }
  }

  /** A thread completes a stage, while the loop cancels the future that waits for it. */
  private static final class CompletesWhileItIsCancelled extends InLoop {
    private final CompletableFuture<String> stage = new CompletableFuture<>();
    private boolean cancelled;
    private boolean completed;
    private int ends;
    private Future<String> future;

    @Override
    void body() {
      future = Future.from(stage);
      future.addDoneCallback(done -> ends++);
      someTicks();
      cancelled = future.cancel();
      untilNothingIsOwed();
    }

    @Override
    void thread() {
      completed = stage.complete("result");
    }

    @Override
    public void check() {
      super.check();
      Race.check(ends == 1, "ended not once");
      Race.check(future.cancelled() == cancelled, "cancelled and not cancelled");
      Race.check(cancelled || completed, "a result from nowhere");
      Race.check(completed == !stage.isCancelled(), "completed and cancelled");
    }
  }

  @Test
  void aFutureEndsOnceAndItsStageEndsInOneWay() {
    holds(() -> new CancelsWhileItCompletes(Future::toCompletableFuture));
  }

  @Test
  void aFutureThatWaitsForAStageEndsOnceAndOwesNothing() {
    holds(CompletesWhileItIsCancelled::new);
  }

  @Test
  void aTwinThatCancelsTheFutureOnTheForeignThreadIsCaught() {
    Function<Future<String>, CompletableFuture<String>> twin =
        future -> {
          CompletableFuture<String> stage = new CompletableFuture<>();
          future.addInternalCallback(done -> stage.complete("result"));
          var _ =
              stage.whenComplete((result, exception) -> {
                if (exception != null && !future.done()) {
                  Race.gap();
                  future.endCancelled((String) null);
                }
              });
          return stage;
        };
    isCaught(() -> new CancelsWhileItCompletes(twin), "cancelled after it was completed");
  }
}

package asyncio;

import static asyncio.Race.holds;
import static asyncio.Race.isCaught;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A call on another thread ends while the task that awaits it is cancelled. */
final class ToThreadRacedTest {

  /** How the task calls, and gets what the call returns. */
  private interface Call extends Function<Body<String>, String> {}

  private static final class EndsWhileItIsCancelled extends InLoop {
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final Function<EventLoop, Call> how;
    private int results;
    private int cancellations;
    private boolean cancelled;
    private boolean taskCancelled;

    EndsWhileItIsCancelled(Function<EventLoop, Call> how) {
      this.how = how;
    }

    @Override
    void body() {
      Call call = how.apply(loop);
      Task<String> task =
          Asyncio.createTask(() -> {
            String result =
                call.apply(() -> {
                  mayEnd.await();
                  return "result";
                });
            results += result.equals("result") ? 1 : 100;
            return result;
          });
      Asyncio.await(Asyncio.sleep(0)); // it begins
      someTicks();
      cancelled = task.cancel();
      try {
        Asyncio.await(task);
      } catch (CancelledError e) {
        cancellations++;
      }
      taskCancelled = task.cancelled();
      untilNothingIsOwed();
    }

    @Override
    void thread() {
      mayEnd.countDown();
    }

    @Override
    public void check() {
      super.check();
      Race.check(results + cancellations == 1, "not exactly one outcome");
      Race.check(taskCancelled == (cancellations == 1), "cancelled and not cancelled");
      Race.check(cancelled || results == 1, "lost");
    }
  }

  @Test
  void theTaskHasOneOutcomeAndNobodyOwesTheLoopAnything() {
    holds(() ->
        new EndsWhileItIsCancelled(loop -> function -> Asyncio.await(Asyncio.toThread(function))));
  }

  @Test
  void anExecutorOfTheUsersIsNoOther() {
    ThreadFactory threads = Thread.ofPlatform().daemon().factory();
    holds(() ->
        new EndsWhileItIsCancelled(loop ->
            function ->
                Asyncio.await(
                    loop.runInExecutor(task -> threads.newThread(task).start(), function))));
  }

  @Test
  void aTwinThatCountsOnlyCallsThatWereNotCancelledIsCaught() {
    isCaught(
        () ->
            new EndsWhileItIsCancelled(loop ->
                function -> {
                  Future<String> future = loop.createFuture();
                  loop.outsideWork++;
                  onAThread(
                      function,
                      () ->
                          loop.post(() -> {
                            if (!future.done()) {
                              loop.outsideWork--;
                              future.complete("result");
                            }
                          }));
                  return Asyncio.await(future);
                }),
        Race.HANGS);
  }

  @Test
  void aTwinThatLooksOnTheWrongThreadWhetherItWasCancelledIsCaught() {
    isCaught(
        () ->
            new EndsWhileItIsCancelled(loop ->
                function -> {
                  Future<String> future = loop.createFuture();
                  loop.outsideWork++;
                  onAThread(
                      function,
                      () -> {
                        boolean pending = !future.done();
                        Race.gap();
                        loop.post(() -> {
                          loop.outsideWork--;
                          if (pending) {
                            future.setResult("result"); // throws if it is done
                          }
                        });
                      });
                  loop.setExceptionHandler((where, context) -> {
                    throw new KeyboardInterrupt();
                  });
                  return Asyncio.await(future);
                }),
        "KeyboardInterrupt");
  }

  private static void onAThread(Body<String> function, Runnable tell) {
    var _ =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                var _ = function.call();
              } catch (Throwable e) {
                throw new AssertionError(e);
              }
              tell.run();
            });
  }
}

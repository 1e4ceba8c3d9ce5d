package asyncio;

import static asyncio.Race.holds;
import static asyncio.Race.isCaught;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A thread that calls a loop in while it is closed is told so, and never waits in vain. */
final class LoopCloseRacedTest {

  /**
   * The loop runs one iteration and is closed, while the other side calls in until it is refused.
   */
  private abstract static class Closing implements Race.Round {
    final EventLoop loop = EventLoop.create();
    boolean refused;

    Closing() {
      loop.setExceptionHandler((where, context) -> {}); // a task may still be pending
      loop.stop();
    }

    @Override
    public final void loopSide() {
      loop.runForever();
      loop.close();
    }

    @Override
    public final void otherSide() {
      for (int call = 0; !refused; call++) {
        boolean wasClosed = loop.isClosed();
        try {
          callIn(call);
        } catch (IllegalStateException e) {
          refused = true;
        }
        Race.check(refused || !wasClosed, "taken by a closed loop");
      }
    }

    abstract void callIn(int call);
  }

  // ----- callSoonThreadsafe

  private static final class Callbacks extends Closing {
    private final BiConsumer<EventLoop, Runnable> callSoon;
    private int taken;
    private int ran;
    private boolean overtaken;

    Callbacks(BiConsumer<EventLoop, Runnable> callSoon) {
      this.callSoon = callSoon;
    }

    @Override
    void callIn(int call) {
      callSoon.accept(
          loop,
          () -> {
            overtaken |= ran != call;
            ran++;
          });
      taken++;
    }

    @Override
    public void check() {
      Race.check(!overtaken, "overtaken");
      Race.check(ran <= taken, "ran though it was refused");
    }
  }

  @Test
  void aCallbackIsTakenOrRefusedAndARefusedOneNeverRuns() {
    holds(() -> new Callbacks(EventLoop::callSoonThreadsafe));
  }

  @Test
  void aTwinThatRefusesWhatTheLoopHasTakenIsCaught() {
    BiConsumer<EventLoop, Runnable> twin =
        (loop, callback) -> {
          loop.post(callback);
          Race.gap();
          loop.checkClosed();
        };
    isCaught(() -> new Callbacks(twin), "ran though it was refused");
  }

  @Test
  void aTwinThatDropsWithoutAWordIsCaught() {
    isCaught(() -> new Callbacks(EventLoop::post), "taken by a closed loop");
  }

  // ----- runCoroutineThreadsafe

  private static final class Coroutines extends Closing {
    private final Function<EventLoop, CompletableFuture<?>> handIn;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    Coroutines(Function<EventLoop, CompletableFuture<?>> handIn) {
      this.handIn = handIn;
    }

    @Override
    void callIn(int call) {
      last = handIn.apply(loop);
    }

    @Override
    public void check() {
      Race.check(last.isDone(), "waits in vain");
    }
  }

  @Test
  void theResultOfACoroutineEndsWhenTheLoopIsClosedInstead() {
    holds(() ->
        new Coroutines(loop ->
            Asyncio.runCoroutineThreadsafe(() -> Asyncio.await(loop.createFuture()), loop)));
  }

  @Test
  void aTwinThatOwesTheResultOnlyAfterItHasCalledInIsCaught() {
    Function<EventLoop, CompletableFuture<?>> twin =
        loop -> {
          CompletableFuture<Integer> result = new CompletableFuture<>();
          loop.callSoonThreadsafe(() -> {});
          Race.gap();
          loop.owed.add(result);
          return result;
        };
    isCaught(() -> new Coroutines(twin), "waits in vain");
  }
}

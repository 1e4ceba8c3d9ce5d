package asyncio;

import static asyncio.Race.holds;
import static asyncio.Race.isCaught;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A thread that waits for what it has called by a portal is interrupted while that ends. */
final class PortalInterruptRacedTest {

  /** {@link Portal#call(Body)}, or a twin of it. */
  private interface Call {
    int call(Portal portal, Body<Integer> body) throws Exception;
  }

  /** Interrupted before its task was cancelled, or though that has returned; or another result. */
  private static final String TOLD_SOMETHING_ELSE = "told something else than its task has come to";

  private static final class EndsWhileItIsInterrupted extends Interrupting {
    private final Portal portal = loop.runUntilComplete(Asyncio.async(() -> Portal.open()));
    private final Event mayEnd = new Event();
    private final Call call;
    private volatile boolean begun;
    private volatile boolean cancelled;
    private boolean returned;
    private int result;
    private boolean toldTooEarly;

    EndsWhileItIsInterrupted(Call call) {
      this.call = call;
    }

    @Override
    void blocks() throws Exception {
      try {
        result = call.call(portal, this::called);
      } catch (InterruptedException e) {
        toldTooEarly = begun && !cancelled;
        throw e;
      }
    }

    private int called() {
      begun = true;
      try {
        Asyncio.await(mayEnd.whenSet());
      } catch (CancelledError e) {
        someTicks();
        cancelled = true;
        throw e;
      }
      returned = true;
      return 7;
    }

    @Override
    void letGo() {
      mayEnd.set();
    }

    @Override
    public void check() {
      Race.check(!toldTooEarly && result == (returned ? 7 : 0), TOLD_SOMETHING_ELSE);
      super.check();
    }
  }

  @Test
  void aCallReturnsOrIsInterruptedAsItsTaskHasEnded() {
    holds(() -> new EndsWhileItIsInterrupted((portal, body) -> portal.call(body)));
  }

  @Test
  void aTwinThatCancelsTheResultInsteadOfTheTaskIsCaught() {
    Call twin =
        (portal, body) -> {
          CompletableFuture<Integer> result = portal.start(body);
          try {
            return result.get();
          } catch (InterruptedException e) {
            Race.gap();
            result.cancel(true);
            throw e;
          }
        };
    isCaught(() -> new EndsWhileItIsInterrupted(twin), TOLD_SOMETHING_ELSE);
  }

  @Test
  void aTwinThatForgetsAnInterruptThatCameTooLateIsCaught() {
    Call twin =
        (portal, body) -> {
          AtomicReference<Task<?>> task = new AtomicReference<>();
          CompletableFuture<Integer> result =
              portal.start(() -> {
                task.set(Asyncio.currentTask());
                return body.call();
              });
          try {
            return result.get();
          } catch (InterruptedException e) {
            Race.gap();
            portal.loop.post(() -> task.get().cancel());
            try {
              return result.join();
            } catch (CancellationException cancelled) {
              throw e;
            }
          }
        };
    isCaught(() -> new EndsWhileItIsInterrupted(twin), "an interrupt is lost");
  }
}

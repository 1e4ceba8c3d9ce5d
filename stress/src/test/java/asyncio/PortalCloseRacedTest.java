package asyncio;

import static asyncio.Race.holds;
import static asyncio.Race.isCaught;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A thread calls in by a portal while the portal, or its loop, is closed. */
final class PortalCloseRacedTest {

  /** A {@link Portal}, or a twin of it. */
  private interface Door {
    /** Throws an IllegalStateException if it is closed. */
    void start(VoidBody call);

    void close();
  }

  // ----- the portal is closed

  private static final class StartsWhileItIsClosed extends InLoop {
    private final Door door;
    private volatile boolean closed;
    private final AtomicInteger ran = new AtomicInteger();
    private int accepted;
    private int ranWhenClosed;

    StartsWhileItIsClosed(Function<EventLoop, Door> door) {
      this.door = door.apply(loop);
    }

    @Override
    void body() {
      while (ran.get() == 0) {
        Asyncio.await(Asyncio.sleep(0));
      }
      someTicks();
      door.close();
      ranWhenClosed = ran.get();
      closed = true;
    }

    @Override
    void thread() {
      while (true) {
        boolean wasClosed = closed;
        try {
          door.start(() -> {
            someTicks();
            ran.incrementAndGet();
          });
        } catch (IllegalStateException e) {
          return;
        }
        Race.check(!wasClosed, "taken by a closed portal");
        accepted++;
        while (accepted - ran.get() > 3 && !closed) {
          Thread.onSpinWait(); // the loop is not to be flooded
        }
      }
    }

    @Override
    public void check() {
      Race.check(accepted == ranWhenClosed, "closed before all that was taken had run");
      Race.check(ran.get() == accepted, "ran though it was refused");
      super.check();
    }
  }

  @Test
  void whatIsAcceptedHasRunWhenCloseReturnsAndWhatIsRefusedNeverRuns() {
    holds(() ->
        new StartsWhileItIsClosed(loop -> {
          Portal portal = loop.runUntilComplete(Asyncio.async(() -> Portal.open()));
          return new Door() {
            @Override
            public void start(VoidBody call) {
              var _ = portal.start(call);
            }

            @Override
            public void close() {
              portal.close();
            }
          };
        }));
  }

  /** It has no lock: a call may be taken when those to wait for have been counted. */
  private static class TwinWithoutLock implements Door {
    final EventLoop loop;
    private final Set<CompletableFuture<?>> calls = ConcurrentHashMap.newKeySet();
    volatile boolean closed;

    TwinWithoutLock(EventLoop loop) {
      this.loop = loop;
    }

    @Override
    public void start(VoidBody call) {
      if (closed) {
        throw new IllegalStateException("the portal is closed");
      }
      Race.gap();
      calls.add(Asyncio.runCoroutineThreadsafe(call, loop));
    }

    @Override
    public final void close() {
      closed = true;
      List.copyOf(calls).forEach(call -> Asyncio.await(call));
    }
  }

  private static final class TwinThatLooksOnTheLoop extends TwinWithoutLock {

    TwinThatLooksOnTheLoop(EventLoop loop) {
      super(loop);
    }

    @Override
    public void start(VoidBody call) {
      loop.callSoonThreadsafe(() -> {
        if (!closed) {
          super.start(call);
        }
      });
    }
  }

  @Test
  void aTwinThatLooksOnTheLoopWhetherItIsClosedIsCaught() {
    isCaught(
        () -> new StartsWhileItIsClosed(TwinThatLooksOnTheLoop::new), "taken by a closed portal");
  }

  @Test
  void aTwinThatIsClosedBetweenTheQuestionAndTheCallIsCaught() {
    isCaught(
        () -> new StartsWhileItIsClosed(TwinWithoutLock::new),
        "closed before all that was taken had run");
  }

  // ----- the loop is closed

  /** {@link Portal#call(Body)}, or a twin of it. */
  private interface Call {
    int call(Portal portal, Body<Integer> body) throws InterruptedException;
  }

  /** The loop runs some iterations and is closed, while the thread calls until it is refused. */
  private static final class CallsWhileTheLoopIsClosed implements Race.Round {
    private final EventLoop loop = EventLoop.create();
    private final Portal portal = loop.runUntilComplete(Asyncio.async(() -> Portal.open()));
    private final Call call;
    private volatile Thread caller;

    CallsWhileTheLoopIsClosed(Call call) {
      this.call = call;
      loop.setExceptionHandler((where, context) -> {}); // a task may still be pending
    }

    @Override
    public void loopSide() {
      while (caller == null) {
        Thread.onSpinWait();
      }
      for (int left = ThreadLocalRandom.current().nextInt(20); left >= 0; left--) {
        loop.stop();
        loop.runForever();
      }
      loop.close();
    }

    @Override
    public void otherSide() throws InterruptedException {
      caller = Thread.currentThread();
      while (true) {
        boolean wasClosed = loop.isClosed();
        int result;
        try {
          result = call.call(portal, this::called);
        } catch (IllegalStateException e) {
          return;
        }
        Race.check(result == 7, "another result");
        Race.check(!wasClosed, "taken by a closed loop");
      }
    }

    private int called() {
      InLoop.someTicks();
      return 7;
    }

    @Override
    public void check() {}

    @Override
    public void release() {
      caller.interrupt();
    }
  }

  @Test
  void aCallEndsWhenTheLoopIsClosedInstead() {
    holds(() -> new CallsWhileTheLoopIsClosed((portal, body) -> portal.call(body)));
  }

  @Test
  void aTwinWhoseResultIsOwedOnlyOnceItsTaskIsMadeIsCaught() {
    Call twin =
        (portal, body) -> {
          CompletableFuture<Integer> result = new CompletableFuture<>();
          portal.loop.callSoonThreadsafe(() -> {
            portal.loop.owed.add(result);
            Stages.chain(portal.loop.createTask(Asyncio.async(body)), result);
          });
          try {
            return result.get();
          } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
          }
        };
    isCaught(() -> new CallsWhileTheLoopIsClosed(twin), Race.HANGS);
  }
}

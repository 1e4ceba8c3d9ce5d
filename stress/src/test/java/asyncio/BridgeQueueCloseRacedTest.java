package asyncio;

import static asyncio.Race.holds;
import static asyncio.Race.isCaught;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * A thread puts into a two-sided queue, or takes out of it, while a coroutine shuts it down or
 * closes it.
 */
final class BridgeQueueCloseRacedTest {

  /** The threads' side of a {@link BridgeQueue}, or a twin of it. */
  private interface Side {
    void put(int item) throws InterruptedException;

    int take() throws InterruptedException;

    void close();
  }

  private interface Opens {
    Side open(BridgeQueue<Integer> bridge, EventLoop loop);
  }

  /** The thread goes on until it is told that the queue is shut down. */
  private abstract static class Ends extends InLoop {
    final Queue<Integer> queue = new Queue<>(2);
    final List<Integer> in = new ArrayList<>();
    final List<Integer> out = new ArrayList<>();
    private final boolean closes = ThreadLocalRandom.current().nextBoolean();
    private final boolean untilTheThreadWaits = ThreadLocalRandom.current().nextBoolean();
    final Side side;
    private final BridgeQueue<Integer> bridge;

    Ends(Opens opens) {
      bridge = loop.runUntilComplete(Asyncio.async(() -> BridgeQueue.open(queue)));
      side = opens.open(bridge, loop);
    }

    @Override
    final void body() {
      for (int left = ThreadLocalRandom.current().nextInt(20); left > 0; left--) {
        step();
      }
      while (untilTheThreadWaits && !threadWaits()) {
        Asyncio.await(Asyncio.sleep(0));
      }
      if (closes) {
        side.close();
      } else {
        queue.shutdown();
      }
    }

    /** What the coroutine does meanwhile. */
    abstract void step();

    abstract boolean threadWaits();

    @Override
    final void thread() throws InterruptedException {
      try {
        while (true) {
          threadsStep();
        }
      } catch (QueueShutDownException e) {
        bridge.shutdown(); // which it is, so that there is no harm in it
      }
    }

    abstract void threadsStep() throws InterruptedException;

    @Override
    public void check() {
      if (closes) {
        Race.check(queue.empty(), "an item in a closed queue");
        Race.check(out.size() <= in.size(), "an item from nowhere");
      } else {
        while (!queue.empty()) {
          rest(queue.getNowait());
        }
        Race.check(out.size() == in.size(), "lost");
      }
      Race.check(out.equals(in.subList(0, out.size())), "overtaken");
      super.check();
    }

    /** An item that is left in the queue that was shut down. */
    abstract void rest(int item);
  }

  private static final class Puts extends Ends {

    Puts(Opens opens) {
      super(opens);
    }

    @Override
    void step() {
      out.add(Asyncio.await(queue.get()));
    }

    @Override
    boolean threadWaits() {
      return queue.statistics().putting() > 0;
    }

    @Override
    void threadsStep() throws InterruptedException {
      int item = in.size();
      side.put(item);
      in.add(item);
    }

    @Override
    void rest(int item) {
      out.add(item);
    }
  }

  private static final class Takes extends Ends {

    Takes(Opens opens) {
      super(opens);
    }

    @Override
    void step() {
      int item = in.size();
      Asyncio.await(queue.put(item));
      in.add(item);
    }

    @Override
    boolean threadWaits() {
      return queue.statistics().getting() > 0;
    }

    @Override
    void threadsStep() throws InterruptedException {
      out.add(side.take());
    }

    @Override
    void rest(int item) {
      // the thread should have taken it
    }
  }

  /** As it is; each twin does one thing in another way. */
  private static class Real implements Side {
    final BridgeQueue<Integer> bridge;
    final Queue<Integer> queue;
    final Portal portal; // the twins' way to the loop

    Real(BridgeQueue<Integer> bridge, EventLoop loop) {
      this.bridge = bridge;
      queue = bridge.queue();
      portal = loop.runUntilComplete(Asyncio.async(() -> Portal.open()));
    }

    @Override
    public void put(int item) throws InterruptedException {
      bridge.put(item);
    }

    @Override
    public int take() throws InterruptedException {
      return bridge.take();
    }

    @Override
    public void close() {
      bridge.close();
    }
  }

  @Test
  void whatIsPutIsInTheQueueAndTheThreadEnds() {
    holds(() -> new Puts(Real::new));
  }

  @Test
  void whatIsInAQueueThatWasShutDownIsTakenAndTheThreadEnds() {
    holds(() -> new Takes(Real::new));
  }

  @Test
  void aTwinThatDoesNotWaitUntilItsItemIsPutIsCaught() {
    isCaught(
        () ->
            new Puts((bridge, loop) ->
                new Real(bridge, loop) {
                  @Override
                  public void put(int item) {
                    boolean shutdown = portal.start(() -> queue.statistics().shutdown()).join();
                    if (shutdown) {
                      throw new QueueShutDownException();
                    }
                    Race.gap();
                    var _ = portal.start(() -> queue.put(item));
                  }
                }),
        "lost");
  }

  @Test
  void aTwinThatLooksForTheEndBeforeItLooksForAnItemIsCaught() {
    isCaught(
        () ->
            new Takes((bridge, loop) ->
                new Real(bridge, loop) {
                  @Override
                  public int take() throws InterruptedException {
                    return portal.call(() -> {
                      if (queue.statistics().shutdown()) {
                        throw new QueueShutDownException();
                      }
                      return Asyncio.await(queue.get());
                    });
                  }
                }),
        "lost");
  }

  @Test
  void aTwinThatDoesNotSayWhyItIsClosedIsCaught() {
    isCaught(
        () ->
            new Puts((bridge, loop) ->
                new Real(bridge, loop) {
                  @Override
                  public void put(int item) throws InterruptedException {
                    portal.call(() -> queue.put(item));
                  }

                  @Override
                  public void close() {
                    queue.shutdown(true);
                    portal.close();
                  }
                }),
        "the portal is closed");
  }
}

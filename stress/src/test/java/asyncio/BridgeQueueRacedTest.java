package asyncio;

import static asyncio.Race.holds;
import static asyncio.Race.isCaught;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A thread that waits for room or for an item in a two-sided queue is interrupted, or its time is
 * over, while a coroutine makes room or puts an item.
 */
final class BridgeQueueRacedTest {

  /** The threads' side of a {@link BridgeQueue}, or a twin of it. */
  private interface Side {
    void put(String item, Duration timeout) throws Exception;

    String take(Duration timeout) throws Exception;
  }

  private interface Opens {
    Side open(BridgeQueue<String> bridge, EventLoop loop);
  }

  private abstract static class Waits extends Interrupting {
    final Queue<String> queue = new Queue<>(1);
    final Side side;

    Waits(Opens opens) {
      BridgeQueue<String> bridge =
          loop.runUntilComplete(Asyncio.async(() -> BridgeQueue.open(queue)));
      side = opens.open(bridge, loop);
    }

    @Override
    final void blocks() throws Exception {
      var random = ThreadLocalRandom.current();
      try {
        waits(random.nextBoolean() ? null : Duration.ofNanos(random.nextInt(500_000)));
      } catch (TimeoutException e) {
        // nothing was put or taken
      }
    }

    abstract void waits(Duration timeout) throws Exception;

    /** What is in the queue in the end. */
    final List<String> left() {
      List<String> left = new ArrayList<>();
      while (!queue.empty()) {
        left.add(queue.getNowait());
      }
      return left;
    }
  }

  private static final class Puts extends Waits {
    private String got;
    private boolean put;

    Puts(Opens opens) {
      super(opens);
      loop.runUntilComplete(queue.put("before"));
    }

    @Override
    void waits(Duration timeout) throws Exception {
      side.put("item", timeout);
      put = true;
    }

    @Override
    void letGo() {
      got = queue.getNowait();
    }

    @Override
    public void check() {
      List<String> left = left();
      Race.check(got.equals("before"), "overtaken");
      Race.check(put || left.isEmpty(), "put though it was refused");
      Race.check(!put || left.equals(List.of("item")), "not put once");
      super.check();
    }
  }

  private static final class Takes extends Waits {
    private String taken;

    Takes(Opens opens) {
      super(opens);
    }

    @Override
    void waits(Duration timeout) throws Exception {
      taken = side.take(timeout);
    }

    @Override
    void letGo() {
      queue.putNowait("item");
    }

    @Override
    public void check() {
      List<String> left = left();
      Race.check(taken != null || !left.isEmpty(), "taken by nobody");
      Race.check(taken == null ? left.equals(List.of("item")) : left.isEmpty(), "taken twice");
      Race.check(queue.statistics().getting() == 0, "still in the line");
      super.check();
    }
  }

  private static Side real(BridgeQueue<String> bridge, EventLoop loop) {
    return new Side() {
      @Override
      public void put(String item, Duration timeout) throws Exception {
        bridge.put(item, timeout);
      }

      @Override
      public String take(Duration timeout) throws Exception {
        return bridge.take(timeout);
      }
    };
  }

  @Test
  void anItemIsPutOnceOrRefused() {
    holds(() -> new Puts(BridgeQueueRacedTest::real));
  }

  @Test
  void anItemIsTakenOnceOrLeft() {
    holds(() -> new Takes(BridgeQueueRacedTest::real));
  }

  /** It gives up by itself, without asking the loop whether that is too late. */
  private record GivesUp(BridgeQueue<String> bridge, EventLoop loop) implements Side {

    @Override
    public void put(String item, Duration timeout) throws Exception {
      get(Asyncio.runCoroutineThreadsafe(bridge.queue().put(item), loop), timeout);
    }

    @Override
    public String take(Duration timeout) throws Exception {
      return get(Asyncio.runCoroutineThreadsafe(bridge.queue().get(), loop), timeout);
    }

    private static <T> T get(CompletableFuture<T> result, Duration timeout) throws Exception {
      try {
        return result.get(
            timeout == null ? 60_000_000_000L : timeout.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Race.gap();
        result.cancel(true);
        throw e;
      } catch (java.util.concurrent.TimeoutException e) {
        Race.gap();
        result.cancel(true);
        throw new TimeoutException("the time-out expired", e);
      }
    }
  }

  @Test
  void aTwinThatGivesUpWhileItsItemIsPutIsCaught() {
    isCaught(() -> new Puts(GivesUp::new), "put though it was refused");
  }

  @Test
  void aTwinThatGivesUpWhileItGetsAnItemIsCaught() {
    isCaught(() -> new Takes(GivesUp::new), "taken by nobody");
  }
}

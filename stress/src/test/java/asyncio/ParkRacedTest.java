package asyncio;

import static asyncio.Race.HANGS;
import static asyncio.Race.holds;
import static asyncio.Race.isCaught;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The driver that parks the loop's thread. Lincheck cannot tell: it lets a park end by itself. */
final class ParkRacedTest {

  private record WakesUpWhileItFallsAsleep(IoDriver driver) implements Race.Round {
    @Override
    public void loopSide() {
      driver.select(IoDriver.FOREVER);
    }

    @Override
    public void otherSide() {
      driver.wakeup();
    }

    @Override
    public void check() {}

    @Override
    public void release() {
      driver.wakeup();
    }
  }

  /** Forgets a wake-up that comes before it waits. */
  private static final class Forgetful extends TwinDriver {
    @Override
    public void select(long timeoutNanos) {
      woken = false;
      waiting = Thread.currentThread();
      while (!woken) {
        LockSupport.park(this);
      }
    }
  }

  /** Says whom to wake only after it has looked whether it was woken. */
  private static final class SaysLate extends TwinDriver {
    @Override
    public void select(long timeoutNanos) {
      if (!woken) {
        Race.gap();
        waiting = Thread.currentThread();
        LockSupport.park(this);
      }
    }
  }

  private abstract static class TwinDriver implements IoDriver {
    volatile Thread waiting;
    volatile boolean woken;

    @Override
    public void wakeup() {
      woken = true;
      LockSupport.unpark(waiting);
    }

    @Override
    public void close() {}

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }
  }

  @Test
  void noWakeUpIsLost() {
    holds(() -> new WakesUpWhileItFallsAsleep(new ParkDriver()));
  }

  @Test
  void aTwinThatForgetsAWakeUpIsCaught() {
    isCaught(() -> new WakesUpWhileItFallsAsleep(new Forgetful()), HANGS);
  }

  @Test
  void aTwinThatSaysTooLateWhomToWakeIsCaught() {
    isCaught(() -> new WakesUpWhileItFallsAsleep(new SaysLate()), HANGS);
  }
}

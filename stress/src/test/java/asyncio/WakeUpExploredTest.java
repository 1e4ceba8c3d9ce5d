package asyncio;

import static asyncio.Explore.HANGS;
import static asyncio.Explore.holds;
import static asyncio.Explore.isCaught;
import static asyncio.Explore.share;
import static asyncio.Explore.start;

import org.junit.jupiter.api.Test;

/** A loop that goes to sleep while another thread calls it in is woken, or does not sleep. */
@Explored
final class WakeUpExploredTest {

  private static final class State {
    final EventLoop loop;

    State(MonitorDriver driver) {
      loop = EventLoop.create(driver);
    }
  }

  /** Ends only if the loop runs the callback. */
  private static void callsInWhileTheLoopFallsAsleep(MonitorDriver driver) {
    State state = share(new State(driver));
    start(() -> state.loop.callSoonThreadsafe(state.loop::stop));
    state.loop.runForever();
    state.loop.close();
  }

  /** A wake-up that comes before the wait is forgotten. */
  private static final class Forgetful extends MonitorDriver {
    @Override
    public void select(long timeoutNanos) {
      forget();
      super.select(timeoutNanos);
    }
  }

  /** The loop's side and the caller's side of the wake-up, with the loop's two steps swapped. */
  private static final class LooksThenSleeps {
    final Inbox inbox = new Inbox();
    final MonitorDriver driver = new MonitorDriver();
    volatile boolean sleeping;

    void poll() {
      boolean empty = inbox.isEmpty();
      sleeping = true;
      driver.select(empty ? IoDriver.FOREVER : 0);
      sleeping = false;
    }

    void offer(Handle handle) {
      inbox.offer(handle);
      if (sleeping) {
        driver.wakeup();
      }
    }
  }

  /** The caller's two steps swapped. */
  private static final class WakesThenOffers {
    final Inbox inbox = new Inbox();
    final ReadyQueue ready = new ReadyQueue();
    final MonitorDriver driver = new MonitorDriver();
    volatile boolean sleeping;

    void pollUntilSomethingIsReady() {
      while (ready.size() == 0) {
        sleeping = true;
        driver.select(inbox.isEmpty() ? IoDriver.FOREVER : 0);
        sleeping = false;
        inbox.drainTo(ready);
      }
    }

    void offer(Handle handle) {
      if (sleeping) {
        driver.wakeup();
      }
      inbox.offer(handle);
    }
  }

  private static final Handle HANDLE = InboxTwins.handles(1)[0];

  @Test
  void noWakeUpIsLost() {
    holds(() -> callsInWhileTheLoopFallsAsleep(new MonitorDriver()));
  }

  @Test
  void aDriverThatForgetsAWakeUpIsCaught() {
    isCaught(() -> callsInWhileTheLoopFallsAsleep(new Forgetful()), HANGS);
  }

  @Test
  void aTwinThatLooksIntoTheInboxBeforeItSaysThatItSleepsIsCaught() {
    isCaught(
        () -> {
          var twin = share(new LooksThenSleeps());
          start(() -> twin.offer(HANDLE));
          twin.poll();
        },
        HANGS);
  }

  @Test
  void aTwinThatWakesTheLoopBeforeItOffersIsCaught() {
    isCaught(
        () -> {
          var twin = share(new WakesThenOffers());
          start(() -> twin.offer(HANDLE));
          twin.pollUntilSomethingIsReady();
        },
        HANGS);
  }
}

package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The seam between the loop and how it waits, and the core's own driver, which parks the thread.
 */
@Timeout(60)
final class IoDriverTest {

  /** Does not wait but notes for how long it should have, and then runs what the test set. */
  private static final class Noting implements IoDriver {

    final List<Long> waits = new ArrayList<>();
    final List<Runnable> polls = new ArrayList<>();
    long now = 1_000;
    boolean closed;

    @Override
    public void select(long timeoutNanos) {
      waits.add(timeoutNanos);
      if (!polls.isEmpty()) {
        polls.removeFirst().run();
      }
    }

    @Override
    public void wakeup() {}

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public long nanoTime() {
      return now;
    }
  }

  private final Noting driver = new Noting();
  private final List<String> log = new ArrayList<>();

  @Test
  void aLoopWithNothingToDoWaitsForEver() {
    try (EventLoop loop = EventLoop.create(driver)) {
      driver.polls.add(() -> loop.callSoon(loop::stop));
      loop.runForever();
    }

    assertThat(driver.waits).containsExactly(IoDriver.FOREVER);
  }

  @Test
  void aLoopWaitsUntilItsNextTimer() {
    try (EventLoop loop = EventLoop.create(driver)) {
      loop.callLater(1e-6, () -> log.add("timer"));
      driver.polls.add(() -> driver.now += 400);
      driver.polls.add(() -> driver.now += 600);
      driver.polls.add(() -> loop.callSoon(loop::stop));
      loop.runForever();
    }

    assertThat(driver.waits).containsExactly(1_000L, 600L, IoDriver.FOREVER);
    assertThat(log).containsExactly("timer");
  }

  @Test
  void aLoopDoesNotWaitForATimerThatWasCancelled() {
    try (EventLoop loop = EventLoop.create(driver)) {
      loop.callLater(1, () -> log.add("timer")).cancel();
      driver.polls.add(() -> loop.callSoon(loop::stop));
      loop.runForever();
    }

    assertThat(driver.waits).containsExactly(IoDriver.FOREVER);
  }

  @Test
  void aLoopWaitsForTheFirstTimerThatWasNotCancelled() {
    try (EventLoop loop = EventLoop.create(driver)) {
      loop.callLater(5e-6, () -> log.add("timer")).cancel();
      loop.callLater(10e-6, () -> log.add("later timer"));
      driver.polls.add(() -> loop.callSoon(loop::stop));
      loop.runForever();
    }

    assertThat(driver.waits).containsExactly(10_000L);
    assertThat(log).isEmpty();
  }

  @Test
  void whatThePollSchedulesRunsOnceHoweverOftenTheLoopIsStopped() {
    try (EventLoop loop = EventLoop.create(driver)) {
      driver.polls.add(() -> loop.callSoon(() -> log.add("polled")));
      for (int i = 0; i < 3; i++) {
        loop.callSoon(loop::stop);
        loop.runForever();
        assertThat(log).containsExactly("polled");
      }
    }
  }

  @Test
  void aTimerThatIsNeverDueIsWaitedForAsIfThereWereNone() {
    try (EventLoop loop = EventLoop.create(driver)) {
      loop.callLater(Double.POSITIVE_INFINITY, () -> log.add("never"));
      driver.polls.add(() -> loop.callSoon(loop::stop));
      loop.runForever();
    }

    assertThat(driver.waits).containsExactly(IoDriver.FOREVER);
  }

  @Test
  void aLoopWithSomethingReadyPollsWithoutWaiting() {
    try (EventLoop loop = EventLoop.create(driver)) {
      loop.callSoon(() -> loop.callSoon(loop::stop));
      loop.runForever();
    }

    assertThat(driver.waits).containsExactly(0L, 0L);
  }

  @Test
  void whatThePollSchedulesRunsAfterWhatWasReadyAndBeforeTheTimers() {
    try (EventLoop loop = EventLoop.create(driver)) {
      loop.callLater(0, () -> log.add("timer"));
      loop.callSoon(() -> log.add("ready"));
      driver.polls.add(() -> loop.callSoon(() -> log.add("polled")));
      loop.stop();
      loop.runForever();
    }

    assertThat(log).containsExactly("ready", "polled", "timer");
  }

  @Test
  void theDriverIsClosedWithTheLoop() {
    EventLoop loop = EventLoop.create(driver);
    assertThat(driver.closed).isFalse();
    loop.close();

    assertThat(driver.closed).isTrue();
  }

  @Test
  void theDriverIsTheClock() {
    try (EventLoop loop = EventLoop.create(driver)) {
      driver.now = 2_500_000_000L;

      assertThat(loop.time()).isEqualTo(2.5);
    }
  }

  @Test
  void aParkedLoopIsWokenByAnotherThread() {
    try (EventLoop loop = EventLoop.create()) {
      Thread runs = Thread.ofPlatform().start(loop::runForever);
      Wait.until(loop::isRunning);
      loop.callSoonThreadsafe(loop::stop);
      Wait.forEnd(runs);
    }
  }

  @Test
  void aWakeUpThatComesBeforeTheFirstWaitEndsIt() {
    ParkDriver park = new ParkDriver();
    Thread waits =
        Thread.ofVirtual()
            .unstarted(() -> {
              park.wakeup();
              park.select(IoDriver.FOREVER);
            });
    waits.start();

    Wait.forEnd(waits);
  }

  @Test
  void aWakeUpThatComesBeforeTheWaitOfAnotherThreadEndsIt() {
    ParkDriver park = new ParkDriver();
    Wait.forEnd(Thread.ofVirtual().start(() -> park.select(1)));
    park.wakeup();

    Wait.forEnd(Thread.ofVirtual().start(() -> park.select(IoDriver.FOREVER)));
  }

  @Test
  void parkingForATimeEndsByItself() {
    ParkDriver park = new ParkDriver();
    long before = park.nanoTime();
    park.select(0);
    park.select(-1);
    while (park.nanoTime() - before < 1_000_000) {
      park.select(1_000_000); // may end early
    }
  }
}

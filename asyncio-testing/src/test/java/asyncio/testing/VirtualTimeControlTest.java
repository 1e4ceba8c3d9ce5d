package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import asyncio.Event;
import asyncio.EventLoop;
import asyncio.VoidBody;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A test that says how far the others are to run, and the wall clock. */
@Timeout(60)
final class VirtualTimeControlTest {

  private final List<String> log = new ArrayList<>();

  private VoidBody ticking(String name, double seconds) {
    return () -> {
      while (true) {
        await(sleep(seconds));
        log.add(name + " " + runningLoop().time());
      }
    };
  }

  @Test
  void runUntilIdleLetsAllRunThatTakesNoTime() {
    VirtualTime.run(() -> {
      Event event = new Event();
      createTask(() -> {
        for (int i = 0; i < 10; i++) {
          await(sleep(0));
        }
        event.set();
      });
      createTask(() -> {
        await(event.whenSet());
        log.add("event");
        await(sleep(1));
        log.add("a second later");
      });
      VirtualTime.runUntilIdle();
      assertThat(log).containsExactly("event");
      assertThat(runningLoop().time()).isZero();
    });
  }

  @Test
  void runUntilIdleRunsTimersThatAreDue() {
    VirtualTime.run(() -> {
      runningLoop().callAt(0, () -> log.add("due"));
      runningLoop().callLater(0.001, () -> log.add("later"));
      VirtualTime.runUntilIdle();
      assertThat(log).containsExactly("due");
    });
  }

  @Test
  void runUntilIdleWaitsForOtherThreads() {
    VirtualTime.run(() -> {
      createTask(() -> log.add(await(toThread(() -> "thread"))));
      VirtualTime.runUntilIdle();
      assertThat(log).containsExactly("thread");
    });
  }

  @Test
  void severalMayWaitUntilTheOthersAreIdle() {
    VirtualTime.run(() -> {
      VoidBody waiting =
          () -> {
            VirtualTime.runUntilIdle();
            log.add("idle at " + runningLoop().time());
          };
      await(gather(waiting, waiting));
    });
    assertThat(log).containsExactly("idle at 0.0", "idle at 0.0");
  }

  @Test
  void advanceRunsTimersOneAfterTheOtherEachAtItsTime() {
    VirtualTime.run(() -> {
      createTask(ticking("a", 2));
      createTask(ticking("b", 3));
      VirtualTime.advance(Duration.ofSeconds(6));
      assertThat(log).containsExactly("a 2.0", "b 3.0", "a 4.0", "b 6.0", "a 6.0");
      assertThat(runningLoop().time()).isEqualTo(6);
      VirtualTime.advance(1.5);
      assertThat(log).hasSize(5);
      assertThat(runningLoop().time()).isEqualTo(7.5);
      VirtualTime.advance(0.5);
      assertThat(log).last().isEqualTo("a 8.0");
    });
  }

  @Test
  void advanceRunsWhatFollowsFromTheTimersThatAreDueAtItsEnd() {
    VirtualTime.run(() -> {
      Event event = new Event();
      createTask(() -> {
        await(event.whenSet());
        await(sleep(0));
        log.add("follows");
      });
      runningLoop().callLater(5, event::set);
      VirtualTime.advance(5);
      assertThat(log).containsExactly("follows");
    });
  }

  @Test
  void advanceByNothingIsRunUntilIdle() {
    VirtualTime.run(() -> {
      createTask(() -> log.add("ready"));
      VirtualTime.advance(Duration.ZERO);
      assertThat(log).containsExactly("ready");
      assertThat(runningLoop().time()).isZero();
    });
  }

  @Test
  void aLoopIsDrivenFromOutsideByRunningAnAdvance() {
    try (EventLoop loop = VirtualTime.newLoop()) {
      loop.callLater(10, () -> log.add("timer"));
      loop.runUntilComplete(async(() -> VirtualTime.advance(9)));
      assertThat(log).isEmpty();
      loop.runUntilComplete(async(() -> VirtualTime.advance(1)));
      assertThat(log).containsExactly("timer");
    }
  }

  @Test
  void timeDoesNotGoBack() {
    VirtualTime.run(
        () -> assertThatIllegalArgumentException().isThrownBy(() -> VirtualTime.advance(-1)));
  }

  @Test
  void onlyAVirtualClockCanBeAdvanced() {
    assertThatIllegalStateException()
        .isThrownBy(() -> run(() -> VirtualTime.advance(1)))
        .withMessage("this event loop is not in virtual time");
    assertThatIllegalStateException().isThrownBy(VirtualTime::runUntilIdle);
  }

  @Test
  void theWallClockGoesAsTheLoopsDoes() {
    VirtualTime.run(() -> {
      Clock clock = VirtualTime.clock();
      assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
      await(sleep(Duration.ofDays(1)));
      assertThat(clock.instant()).isEqualTo("1970-01-02T00:00:00Z");
      assertThat(clock.millis()).isEqualTo(86_400_000);
      await(sleep(Duration.ofNanos(1)));
      assertThat(clock.instant()).isEqualTo("1970-01-02T00:00:00.000000001Z");
    });
  }

  @Test
  void theWallClockHasAZone() {
    VirtualTime.run(() -> {
      Clock clock = VirtualTime.clock();
      assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);
      Clock inRome = clock.withZone(ZoneId.of("Europe/Rome"));
      assertThat(inRome.getZone()).isEqualTo(ZoneId.of("Europe/Rome"));
      await(sleep(60));
      assertThat(inRome.instant()).isEqualTo(clock.instant()).isEqualTo("1970-01-01T00:01:00Z");
    });
  }

  @Test
  void otherThreadsMayReadTheWallClock() {
    try (EventLoop loop = VirtualTime.newLoop()) {
      Clock clock = VirtualTime.clock(loop);
      loop.runUntilComplete(sleep(5));
      assertThat(clock.instant()).isEqualTo("1970-01-01T00:00:05Z");
      Instant seen = loop.runUntilComplete(toThread(clock::instant));
      assertThat(seen).isEqualTo("1970-01-01T00:00:05Z");
    }
  }
}

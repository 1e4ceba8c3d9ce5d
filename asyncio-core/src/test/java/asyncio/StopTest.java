package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How far the loop still runs when it is stopped, and how it goes on. */
@Timeout(60)
final class StopTest {

  private final EventLoop loop = TestTime.newLoop();
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void theRestOfTheIterationStillRuns() {
    loop.callSoon(loop::stop);
    loop.callSoon(() -> log.add("rest"));
    loop.runForever();

    assertThat(log).containsExactly("rest");
  }

  @Test
  void whatThatSchedulesWaitsForTheNextRun() {
    loop.callSoon(() -> {
      loop.callSoon(() -> log.add("scheduled before"));
      loop.stop();
      loop.callSoon(() -> log.add("scheduled after"));
    });
    loop.runForever();
    assertThat(log).isEmpty();

    loop.stop();
    loop.runForever();
    assertThat(log).containsExactly("scheduled before", "scheduled after");
  }

  @Test
  void aLoopStoppedBeforeItRunsDoesOneIterationWithoutWaiting() {
    loop.callSoon(() -> log.add("ready"));
    loop.callLater(1, () -> log.add("timer"));
    loop.stop();
    loop.runForever();

    assertThat(log).containsExactly("ready");
    assertThat(loop.time()).isZero();
  }

  @Test
  void aLoopWithNothingToDoStopsToo() {
    loop.stop();
    loop.runForever();

    assertThat(loop.isRunning()).isFalse();
  }

  @Test
  void aStopCountsForOneRunAlone() {
    loop.stop();
    loop.stop();
    loop.runForever();

    loop.callSoon(() -> loop.callSoon(() -> loop.callSoon(loop::stop)));
    loop.callSoon(() -> loop.callSoon(() -> log.add("second iteration")));
    loop.runForever();
    assertThat(log).containsExactly("second iteration");
  }

  @Test
  void aTaskGoesOnInTheNextRun() {
    Task<String> task =
        loop.createTask(
            async(() -> {
              log.add("before");
              loop.stop();
              await(sleep(0));
              log.add("after");
              return "value";
            }));
    loop.runForever();
    assertThat(log).containsExactly("before");

    assertThat(loop.runUntilComplete(task)).isEqualTo("value");
    assertThat(log).containsExactly("before", "after");
  }

  @Test
  void aSleeperGoesOnInTheNextRun() {
    Task<Double> sleeper =
        loop.createTask(
            async(() -> {
              await(sleep(2));
              return loop.time();
            }));
    loop.callLater(1, loop::stop);
    loop.runForever();
    assertThat(sleeper.done()).isFalse();

    assertThat(loop.runUntilComplete(sleeper)).isEqualTo(2.0);
  }

  @Test
  void stoppingEndsRunUntilCompleteWithAnErrorAndLeavesItsTask() {
    Future<String> future = loop.createFuture();
    loop.callSoon(loop::stop);

    assertThatThrownBy(() -> loop.runUntilComplete(future))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the event loop was stopped before the future was done");

    // the callback that would stop the loop for it is gone
    loop.callSoon(() -> future.setResult("value"));
    loop.callSoon(() -> loop.callSoon(() -> loop.callSoon(() -> log.add("third"))));
    loop.callLater(1, loop::stop);
    loop.runForever();
    assertThat(log).containsExactly("third");
  }

  @Test
  void aTaskThatStopsTheLoopThatRunsForItCanBeCancelledAndRunToItsEnd() {
    Task<Void> task =
        loop.createTask(
            async(() -> {
              for (int i = 1; i <= 10; i++) {
                await(sleep(1));
                log.add("second " + i);
                if (i == 2) {
                  loop.stop();
                }
              }
            }));

    assertThatThrownBy(() -> loop.runUntilComplete(task)).isInstanceOf(IllegalStateException.class);
    assertThat(task.done()).isFalse();
    assertThat(log).containsExactly("second 1", "second 2");

    task.cancel();
    assertThatThrownBy(() -> loop.runUntilComplete(task)).isInstanceOf(CancelledError.class);
    assertThat(log).hasSize(2);
  }

  @Test
  void aThreadStopsALoopByCallSoonThreadsafe() {
    try (EventLoop waiting = EventLoop.create()) {
      waiting.callSoon(
          () -> Thread.ofPlatform().start(() -> waiting.callSoonThreadsafe(waiting::stop)));
      waiting.runForever();

      assertThat(waiting.isRunning()).isFalse();
    }
  }
}

package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.CancelledError;
import asyncio.Coroutine;
import asyncio.EventLoop;
import asyncio.Queue;
import asyncio.TimeoutException;
import asyncio.VoidBody;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the clock of a loop in virtual time goes, and what it does when nothing can go on. */
@Timeout(60)
final class VirtualTimeTest {

  private final List<String> log = new ArrayList<>();

  @Test
  void theClockStartsAtZeroAndJumpsToTheNextTimer() {
    VirtualTime.run(() -> {
      assertThat(runningLoop().time()).isZero();
      await(sleep(3600));
      assertThat(runningLoop().time()).isEqualTo(3600);
      await(sleep(Duration.ofMillis(1)));
      assertThat(runningLoop().time()).isEqualTo(3600.001);
    });
  }

  @Test
  void theClockStandsStillWhileAnythingIsReady() {
    VirtualTime.run(() -> {
      runningLoop().callLater(0.001, () -> log.add("timer"));
      for (int i = 0; i < 1000; i++) {
        await(sleep(0));
      }
      assertThat(runningLoop().time()).isZero();
      log.add("1000 iterations");
      await(sleep(0.001));
    });
    assertThat(log).containsExactly("1000 iterations", "timer");
  }

  @Test
  void whatSleepsWakesInTheOrderOfItsTimes() {
    VirtualTime.run(() -> await(gather(ticking("a", 3), ticking("b", 2), ticking("c", 5))));
    assertThat(log)
        .containsExactly(
            "b 2.0", "a 3.0", "b 4.0", "c 5.0", "a 6.0", "b 6.0", "a 9.0", "c 10.0", "c 15.0");
  }

  private VoidBody ticking(String name, double seconds) {
    return () -> {
      for (int i = 0; i < 3; i++) {
        await(sleep(seconds));
        log.add(name + " " + runningLoop().time());
      }
    };
  }

  @Test
  void timersThatAreDueTogetherRunInTheOrderInWhichTheyWereSet() {
    VirtualTime.run(() -> {
      EventLoop loop = runningLoop();
      for (int i = 0; i < 10; i++) {
        String name = "timer " + i;
        if (i % 2 == 0) {
          loop.callAt(5, () -> log.add(name));
        } else {
          loop.callLater(5, () -> log.add(name));
        }
        loop.callLater(6 + i, () -> {});
      }
      await(sleep(5));
      log.add("sleep");
    });
    assertThat(log)
        .containsExactly(
            "timer 0", "timer 1", "timer 2", "timer 3", "timer 4", "timer 5", "timer 6", "timer 7",
            "timer 8", "timer 9", "sleep");
  }

  @Test
  void timeoutsExpireInVirtualTime() {
    VirtualTime.run(() -> {
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> await(waitFor(sleep(Duration.ofDays(2)), Duration.ofDays(1))));
      assertThat(runningLoop().time()).isEqualTo(24.0 * 60 * 60);
    });
  }

  @Test
  void aProgramTakesTheSameCourseInEachRun() {
    VoidBody program = () -> await(gather(ticking("a", 0.3), ticking("b", 0.1), ticking("c", 0.1)));
    VirtualTime.run(program);
    List<String> first = List.copyOf(log);
    log.clear();
    VirtualTime.run(program);
    assertThat(log).isEqualTo(first).hasSize(9);
  }

  @Test
  void waitingForWhatCanNeverComeIsADeadlock() {
    assertThatExceptionOfType(DeadlockException.class)
        .isThrownBy(() -> VirtualTime.run(() -> await(runningLoop().createFuture())))
        .withMessageStartingWith("every task waits for something that can never come\n1 task:\n");
  }

  @Test
  void tasksThatWaitForEachOtherAreADeadlock() {
    assertThatExceptionOfType(DeadlockException.class)
        .isThrownBy(() ->
            VirtualTime.run(() -> {
              Queue<Integer> left = new Queue<>();
              Queue<Integer> right = new Queue<>();
              VoidBody one = () -> await(left.put(await(right.get())));
              VoidBody two = () -> await(right.put(await(left.get())));
              await(gather(one, two));
            }));
  }

  @Test
  void aDeadlockIsFoundWhenTheLastTimerHasRun() {
    assertThatExceptionOfType(DeadlockException.class)
        .isThrownBy(() ->
            VirtualTime.run(() -> {
              runningLoop().callLater(7, () -> log.add("last timer"));
              await(runningLoop().createFuture());
            }));
    assertThat(log).containsExactly("last timer");
  }

  @Test
  void coroutinesInADeadlockAreCancelledSoThatTheyCleanUp() {
    assertThatExceptionOfType(DeadlockException.class)
        .isThrownBy(() ->
            VirtualTime.run(() -> {
              try {
                await(runningLoop().createFuture());
              } catch (CancelledError e) {
                await(sleep(1));
                log.add("cleaned up");
                throw e;
              }
            }));
    assertThat(log).containsExactly("cleaned up");
  }

  @Test
  void aLoopWithATimeLimitIsInNoDeadlock() {
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> VirtualTime.run(() -> waitFor(runningLoop().createFuture(), 5)));
  }

  @Test
  void workOnAnotherThreadIsWaitedForAndTheClockStandsStillMeanwhile() {
    VirtualTime.run(() -> {
      runningLoop().callLater(1, () -> log.add("timer"));
      CountDownLatch begun = new CountDownLatch(2);
      VoidBody work =
          () -> {
            begun.countDown();
            begun.await();
          };
      await(gather(toThread(work), toThread(work)));
      log.add("threads");
      assertThat(runningLoop().time()).isZero();
      await(sleep(2));
    });
    assertThat(log).containsExactly("threads", "timer");
  }

  @Test
  void aStageThatIsAwaitedIsWaitedForToo() {
    VirtualTime.run(() -> {
      runningLoop().callLater(1, () -> log.add("timer"));
      log.add(await(CompletableFuture.supplyAsync(() -> "stage")));
      assertThat(runningLoop().time()).isZero();
      await(sleep(2));
    });
    assertThat(log).containsExactly("stage", "timer");
  }

  @Test
  void whenTheWorkOnAnotherThreadIsOverADeadlockIsFoundAgain() {
    assertThatExceptionOfType(DeadlockException.class)
        .isThrownBy(() ->
            VirtualTime.run(() -> {
              log.add(await(toThread(() -> "thread")));
              await(runningLoop().createFuture());
            }));
    assertThat(log).containsExactly("thread");
  }

  @Test
  void callbacksFromThreadsThatAreWaitedForRunAtOnce() {
    VirtualTime.run(() -> {
      EventLoop loop = runningLoop();
      CompletableFuture<String> ran = new CompletableFuture<>();
      String told =
          await(
              toThread(() -> {
                loop.callSoonThreadsafe(() -> ran.complete("callback ran"));
                return ran.join();
              }));
      assertThat(told).isEqualTo("callback ran");
      assertThat(loop.time()).isZero();
    });
  }

  @Test
  void runTakesACoroutineOrALambdaOfAnyForm() {
    int body = VirtualTime.run(() -> 1 + await(sleep(1, 1)));
    int awaitable = VirtualTime.run(() -> sleep(1, 3));
    int coroutine = VirtualTime.run(sleep(1, 4));
    VirtualTime.run(() -> {
      await(sleep(1));
      log.add("done");
    });
    assertThat(List.of(body, awaitable, coroutine)).containsExactly(2, 3, 4);
    assertThat(log).containsExactly("done");
  }

  @Test
  void runThrowsWhatTheProgramThrewAsItIs() {
    IOException failure = new IOException("disk");
    assertThatThrownBy(() ->
            VirtualTime.run(() -> {
              await(sleep(1));
              throw failure;
            }))
        .isSameAs(failure);
  }

  @Test
  void runIsNotForCoroutines() {
    Coroutine<Void> inner = sleep(1);
    VirtualTime.run(() -> {
      assertThatIllegalStateException()
          .isThrownBy(() -> VirtualTime.run(inner))
          .withMessage("run() cannot be called from a running event loop");
    });
  }

  @Test
  void aLoopKeepsItsClockFromOneRunToTheNext() {
    try (EventLoop loop = VirtualTime.newLoop()) {
      assertThat(loop.time()).isZero();
      loop.runUntilComplete(sleep(5));
      assertThat(loop.time()).isEqualTo(5);
      loop.runUntilComplete(sleep(5));
      assertThat(loop.time()).isEqualTo(10);
      assertThatExceptionOfType(DeadlockException.class).isThrownBy(loop::runForever);
    }
  }
}

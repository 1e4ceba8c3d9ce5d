package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Other threads that interrupt, unpark or look at the threads of coroutines. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FiberInterruptTest {

  /** What a foreign thread may do to a thread at any time. */
  enum Disturbance {
    INTERRUPT {
      @Override
      void to(Thread thread) {
        thread.interrupt();
      }
    },
    UNPARK {
      @Override
      void to(Thread thread) {
        LockSupport.unpark(thread);
      }
    },
    STACK_TRACE {
      @Override
      void to(Thread thread) {
        assertThat(thread.getStackTrace()).isNotNull();
      }
    },
    ALL {
      @Override
      void to(Thread thread) {
        for (int i = 0; i < 3; i++) {
          UNPARK.to(thread);
          INTERRUPT.to(thread);
          STACK_TRACE.to(thread);
        }
      }
    };

    abstract void to(Thread thread);

    boolean interrupts() {
      return this == INTERRUPT || this == ALL;
    }
  }

  private final List<String> log = new ArrayList<>();

  @ParameterizedTest
  @EnumSource
  void aSuspendedCoroutineIsNotWoken(Disturbance disturbance) {
    run(() -> {
      Future<String> future = runningLoop().createFuture();
      AtomicReference<Thread> thread = new AtomicReference<>();
      Task<String> waits =
          createTask(() -> {
            thread.set(Thread.currentThread());
            String result = await(future);
            assertThat(Thread.interrupted()).isEqualTo(disturbance.interrupts());
            return result;
          });
      for (int i = 0; i < 10; i++) {
        await(sleep(0));
        onAnotherThread(() -> disturbance.to(thread.get()));
        assertThat(waits.done()).isFalse();
      }
      future.setResult("value");
      assertThat(await(waits)).isEqualTo("value");
    });
  }

  @ParameterizedTest
  @EnumSource
  void aRunningCoroutineStillWaitsWhereItAwaits(Disturbance disturbance) {
    TestTime.run(() -> {
      Thread mine = Thread.currentThread();
      onAnotherThreadWhileRunning(() -> disturbance.to(mine));
      await(sleep(1));
      assertThat(runningLoop().time()).isEqualTo(1);
      await(sleep(1));
      assertThat(runningLoop().time()).isEqualTo(2);
      assertThat(Thread.interrupted()).isEqualTo(disturbance.interrupts());
      await(sleep(0));
      assertThat(Thread.interrupted()).isFalse();
    });
  }

  @ParameterizedTest
  @EnumSource
  void aBlockedCoroutineKeepsTheLoopWaiting(Disturbance disturbance) {
    run(() -> {
      createTask(() -> log.add("other"));
      Thread mine = Thread.currentThread();
      CountDownLatch latch = new CountDownLatch(1);
      Thread foreign =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 10; i++) {
                  Wait.untilBlocked(mine);
                  disturbance.to(mine);
                }
                latch.countDown();
              });
      boolean interrupted = false;
      while (latch.getCount() > 0) {
        try {
          latch.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      Thread.interrupted();
      join(foreign);
      log.add("unblocked");
      await(sleep(0));
      assertThat(interrupted).isEqualTo(disturbance.interrupts());
    });

    assertThat(log).containsExactly("unblocked", "other");
  }

  @ParameterizedTest
  @EnumSource(names = {"UNPARK", "STACK_TRACE"})
  void theLoopsThreadKeepsWaitingForABlockedCoroutine(Disturbance disturbance) {
    run(() -> {
      Thread loopThread = loopThread();
      createTask(() -> log.add("other"));
      Thread mine = Thread.currentThread();
      CountDownLatch latch = new CountDownLatch(1);
      Thread.ofPlatform()
          .start(() -> {
            for (int i = 0; i < 10; i++) {
              Wait.untilBlocked(mine);
              disturbance.to(loopThread);
            }
            latch.countDown();
          });
      latch.await();
      log.add("unblocked");
      await(sleep(0));
    });

    assertThat(log).containsExactly("unblocked", "other");
  }

  @ParameterizedTest
  @EnumSource(names = {"UNPARK", "STACK_TRACE"})
  void anIdleLoopKeepsWaiting(Disturbance disturbance) {
    run(() -> {
      EventLoop loop = runningLoop();
      Thread loopThread = loopThread();
      Future<String> future = loop.createFuture();
      Thread.ofPlatform()
          .start(() -> {
            for (int i = 0; i < 10; i++) {
              Wait.untilBlocked(loopThread);
              disturbance.to(loopThread);
            }
            loop.callSoonThreadsafe(() -> future.setResult("value"));
          });

      assertThat(await(future)).isEqualTo("value");
    });
  }

  @Test
  void anInterruptEndsWhatBlocksInTheJdksWayAndNothingElse() {
    run(() -> {
      Thread mine = Thread.currentThread();
      Thread.ofPlatform()
          .start(() -> {
            Wait.untilBlocked(mine);
            mine.interrupt();
          });
      assertThat(catchThrowable(() -> Thread.sleep(3_600_000)))
          .isInstanceOf(InterruptedException.class);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      await(sleep(0));
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    });
  }

  @Test
  void anInterruptOfOneTaskIsNotSeenByAnother() {
    run(() -> {
      Task<Boolean> other = createTask(() -> Thread.currentThread().isInterrupted());
      Thread.currentThread().interrupt();

      assertThat(await(other)).isFalse();
      assertThat(Thread.interrupted()).isTrue();
    });
    assertThat(Thread.interrupted()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLostHoweverOftenAThreadIsDisturbed(Disturbance disturbance) {
    AtomicBoolean stop = new AtomicBoolean();
    List<Thread> disturbers = new ArrayList<>();
    int[] switches = {0};
    try {
      run(() -> {
        Future<Thread> thread = runningLoop().createFuture();
        Task<?> disturbed =
            createTask(() -> {
              thread.setResult(Thread.currentThread());
              for (int i = 0; i < 30_000; i++) {
                if (i % 1000 == 0) {
                  LockSupport.parkNanos(1000); // which is allowed to end early
                  await(sleep(1e-6));
                }
                await(sleep(0));
                switches[0]++;
              }
            });
        Thread target = await(thread);
        for (int i = 0; i < 2; i++) {
          disturbers.add(
              Thread.ofPlatform()
                  .start(() -> {
                    while (!stop.get()) {
                      disturbance.to(target);
                    }
                  }));
        }
        await(disturbed);
      });
    } finally {
      stop.set(true);
      disturbers.forEach(Wait::forEnd);
    }

    assertThat(switches[0]).isEqualTo(30_000);
  }

  /** The thread of the loop itself, which runs its callbacks. */
  private static Thread loopThread() {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    runningLoop().callSoon(() -> thread.complete(Thread.currentThread()));
    await(sleep(0));
    return thread.join();
  }

  /** Runs it on another thread while the calling coroutine waits in the JDK's way. */
  private static void onAnotherThread(Runnable action) {
    join(Thread.ofPlatform().start(action));
  }

  private static void onAnotherThreadWhileRunning(Runnable action) {
    Thread foreign = Thread.ofPlatform().start(action);
    while (foreign.isAlive()) {
      Thread.onSpinWait();
    }
  }

  private static void join(Thread thread) {
    Wait.until(() -> !thread.isAlive());
  }
}

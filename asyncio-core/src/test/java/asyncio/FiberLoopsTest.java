package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loops and the threads that run them. */
@Timeout(60)
final class FiberLoopsTest {

  @Test
  void runWorksOnAPlatformThread() {
    assertThat(runOn(Thread.ofPlatform())).isEqualTo("value");
  }

  @Test
  void runWorksOnAVirtualThread() {
    assertThat(runOn(Thread.ofVirtual())).isEqualTo("value");
  }

  private static String runOn(Thread.Builder kind) {
    AtomicReference<String> result = new AtomicReference<>();
    Wait.forEnd(
        kind.start(() ->
            result.set(
                run(() -> {
                  await(sleep(0.001));
                  return await(createTask(() -> "value"));
                }))));
    return result.get();
  }

  @Test
  void exceptionsReachAnyThreadThatRuns() {
    for (Thread.Builder kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
      Exception failure = new Exception("checked");
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Wait.forEnd(
          kind.start(() ->
              thrown.set(
                  catchThrowable(() ->
                      run(() -> {
                        await(sleep(0));
                        throw failure;
                      })))));
      assertThat(thrown).hasValue(failure);
    }
  }

  @Test
  void aLoopIsRunByOneThreadAfterAnother() {
    List<String> log = new ArrayList<>();
    try (EventLoop loop = EventLoop.create()) {
      Task<String> task =
          loop.createTask(
              async(() -> {
                for (int i = 0; i < 3; i++) {
                  log.add("turn " + i);
                  assertThat(runningLoop()).isSameAs(loop);
                  loop.stop();
                  await(sleep(0));
                }
                return "value";
              }));
      for (Thread.Builder kind :
          List.of(Thread.ofPlatform(), Thread.ofVirtual(), Thread.ofPlatform())) {
        Wait.forEnd(kind.start(loop::runForever));
      }

      assertThat(loop.runUntilComplete(task)).isEqualTo("value");
      assertThat(log).containsExactly("turn 0", "turn 1", "turn 2");
    }
  }

  @Test
  void aLoopIsWokenOnWhicheverThreadRunsIt() {
    try (EventLoop loop = EventLoop.create()) {
      for (int i = 0; i < 5; i++) {
        Thread runs = Thread.ofPlatform().start(loop::runForever);
        Wait.until(loop::isRunning);
        Wait.untilBlocked(runs);
        loop.callSoonThreadsafe(loop::stop);
        Wait.forEnd(runs);
      }
    }
  }

  @Test
  void aRunnerIsUsedByOneThreadAfterAnother() {
    List<EventLoop> loops = new ArrayList<>();
    try (Runner runner = new Runner()) {
      for (int i = 0; i < 3; i++) {
        Wait.forEnd(
            Thread.ofPlatform()
                .start(() ->
                    loops.add(
                        runner.run(
                            async(() -> {
                              await(sleep(0.001));
                              return runningLoop();
                            })))));
      }
      assertThat(loops).hasSize(3).containsOnly(runner.loop());
    }
  }

  @Test
  void eachOfManyThreadsHasItsOwnRunningLoop() throws InterruptedException {
    int threads = 8;
    int rounds = 3_000;
    CountDownLatch together = new CountDownLatch(threads);
    ConcurrentLinkedQueue<Object> results = new ConcurrentLinkedQueue<>();
    List<Thread> started = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      started.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  results.add(run(() -> countTheRoundsOnThisLoop(together, rounds)));
                } catch (Throwable e) {
                  results.add(e);
                }
              }));
    }
    started.forEach(Wait::forEnd);

    assertThat(results).hasSize(threads).containsOnly(2 * rounds);
  }

  private static int countTheRoundsOnThisLoop(CountDownLatch together, int rounds)
      throws InterruptedException {
    EventLoop mine = runningLoop();
    together.countDown();
    together.await();
    Body<Integer> count =
        () -> {
          Task<?> task = currentTask();
          int counted = 0;
          for (int i = 0; i < rounds; i++) {
            await(sleep(i % 500 == 0 ? 1e-5 : 0));
            counted += runningLoop() == mine && currentTask() == task ? 1 : 0;
          }
          return counted;
        };
    List<Integer> both = await(gather(count, count));
    return both.getFirst() + both.getLast();
  }

  @Test
  void aPlainThreadSeesNoLoopWhileOthersRunSome() {
    run(() -> {
      List<Throwable> thrown =
          await(
              toThread(() -> {
                List<Throwable> each = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                  each.add(catchThrowable(Asyncio::runningLoop));
                }
                return each;
              }));
      assertThat(thrown).hasOnlyElementsOfType(IllegalStateException.class);
    });
  }
}

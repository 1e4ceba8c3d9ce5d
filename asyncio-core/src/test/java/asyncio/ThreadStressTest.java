package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads hand things to one loop: nothing is lost, nothing doubled, nothing overtakes. */
@Timeout(60)
@SuppressWarnings("ThreadPriorityCheck") // a hint, to vary what happens at the same time
final class ThreadStressTest {

  private static final int THREADS = 8;

  @Test
  void everyCallbackRunsOnceAndInTheOrderOfItsThread() {
    int calls = 10_000;
    int[] next = new int[THREADS];
    int[] outOfOrder = {0};
    int[] left = {THREADS};
    List<Thread> threads;
    try (EventLoop loop = EventLoop.create()) {
      threads =
          start(number -> {
            for (int i = 0; i < calls; i++) {
              int call = i;
              loop.callSoonThreadsafe(() -> {
                outOfOrder[0] += next[number] == call ? 0 : 1;
                next[number]++;
                if (call == calls - 1 && --left[0] == 0) {
                  loop.stop();
                }
              });
              if (i % 64 == 0) {
                Thread.yield(); // now and then the loop has nothing to do
              }
            }
          });
      loop.runForever();
      loop.stop();
      loop.runForever(); // what came twice would come now
    }
    threads.forEach(Wait::forEnd);

    assertThat(outOfOrder[0]).isZero();
    assertThat(next).containsOnly(calls);
  }

  @Test
  void aLoopThatFallsAsleepAfterEachCallbackIsWokenForEach() {
    AtomicInteger ran = new AtomicInteger();
    try (EventLoop loop = EventLoop.create()) {
      Thread caller =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 1; i <= 2_000; i++) {
                  int call = i;
                  loop.callSoonThreadsafe(ran::incrementAndGet);
                  Wait.until(() -> ran.get() == call);
                }
                loop.callSoonThreadsafe(loop::stop);
              });
      loop.runForever();
      Wait.forEnd(caller);
    }

    assertThat(ran).hasValue(2_000);
  }

  @Test
  void everyCoroutineGivesItsThreadItsResult() {
    int calls = 200;
    AtomicIntegerArray right = new AtomicIntegerArray(THREADS);
    run(() -> {
      EventLoop loop = runningLoop();
      Future<String> over = loop.createFuture();
      AtomicInteger left = new AtomicInteger(THREADS);
      start(number -> {
        for (int i = 0; i < calls; i++) {
          int call = i;
          int result =
              runCoroutineThreadsafe(
                      () -> {
                        await(sleep(call % 50 == 0 ? 1e-6 : 0));
                        return call;
                      },
                      loop)
                  .join();
          right.addAndGet(number, result == call ? 1 : 0);
        }
        if (left.decrementAndGet() == 0) {
          loop.callSoonThreadsafe(() -> over.setResult("over"));
        }
      });
      await(over);
    });

    for (int i = 0; i < THREADS; i++) {
      assertThat(right.get(i)).isEqualTo(calls);
    }
  }

  /**
   * What a thread hands to a loop that is stopped and closed meanwhile: first callbacks that run,
   * then those that the loop did not come to any more, at last those that are refused.
   */
  @Test
  void aLoopThatIsClosedRefusesWhatItDoesNotTake() {
    for (int round = 0; round < 40; round++) {
      int[] taken = new int[THREADS];
      int[] ran = new int[THREADS];
      int[] all = {0, 0};
      AtomicInteger refused = new AtomicInteger();
      EventLoop loop = EventLoop.create();
      List<Thread> threads =
          start(number -> {
            try {
              for (int i = 0; ; i++) {
                int call = i;
                if (i > 200) {
                  Thread.yield(); // it will come to its end now
                }
                loop.callSoonThreadsafe(() -> {
                  all[0] += ran[number]++ == call ? 0 : 1;
                  if (++all[1] == 100) {
                    loop.stop();
                  }
                });
                taken[number]++;
              }
            } catch (IllegalStateException e) {
              refused.incrementAndGet();
            }
          });
      loop.runForever();
      loop.close();
      threads.forEach(Wait::forEnd);

      assertThat(refused).hasValue(THREADS);
      assertThat(all[0]).as("out of order").isZero();
      for (int i = 0; i < THREADS; i++) {
        assertThat(ran[i]).isLessThanOrEqualTo(taken[i]);
      }
    }
  }

  @Test
  void whoeverHandsACoroutineToALoopThatIsClosedIsToldOneWayOrAnother() {
    for (int round = 0; round < 20; round++) {
      ConcurrentLinkedQueue<CompletableFuture<Integer>> results = new ConcurrentLinkedQueue<>();
      int[] started = {0};
      EventLoop loop = EventLoop.create();
      loop.setExceptionHandler((where, context) -> {}); // some tasks will be pending
      List<Thread> threads =
          start(number -> {
            try {
              for (int i = 0; i < 50; i++) {
                results.add(
                    runCoroutineThreadsafe(
                        () -> {
                          if (++started[0] == 20) {
                            loop.stop();
                          }
                          await(sleep(0));
                          return 1;
                        },
                        loop));
              }
            } catch (IllegalStateException e) {
              // refused
            }
          });
      loop.runForever();
      loop.close();
      threads.forEach(Wait::forEnd);

      assertThat(results).hasSizeGreaterThanOrEqualTo(20).allMatch(CompletableFuture::isDone);
    }
  }

  private static List<Thread> start(IntConsumer body) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int number = i;
      threads.add(Thread.ofPlatform().start(() -> body.accept(number)));
    }
    return threads;
  }
}

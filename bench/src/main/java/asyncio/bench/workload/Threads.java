package asyncio.bench.workload;

import static asyncio.Asyncio.*;

import asyncio.EventLoop;
import asyncio.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What crosses threads, into the loop and out of it. */
final class Threads {

  private Threads() {}

  /** Callbacks from so many threads. */
  static Workload callbacksFrom(int threads) {
    return n -> run(() -> callbacks(threads, Math.max(1, n / threads)));
  }

  private static Metrics callbacks(int threads, int each) throws InterruptedException {
    EventLoop loop = runningLoop();
    Future<@Nullable Void> done = loop.createFuture();
    Countdown callback = new Countdown(done, threads * each);
    List<Thread> callers = new ArrayList<>(threads);
    long start = System.nanoTime();
    for (int i = 0; i < threads; i++) {
      callers.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int left = each; left > 0; left--) {
                  loop.callSoonThreadsafe(callback);
                }
              }));
    }
    await(done);
    long end = System.nanoTime();
    for (Thread caller : callers) {
      caller.join();
    }
    return Metrics.nanos(end - start, threads * each);
  }

  /** Calls in other threads, one after another. */
  static Metrics roundTrips(int n) {
    return run(() -> {
      int sum = 0;
      long start = System.nanoTime();
      for (int i = 0; i < n; i++) {
        sum += await(toThread(() -> 1));
      }
      long end = System.nanoTime();
      Check.equal(sum, n);
      return Metrics.nanos(end - start, n);
    });
  }
}

package asyncio.bench.workload;

import static asyncio.Asyncio.*;

import asyncio.EventLoop;
import asyncio.Future;
import asyncio.TimerHandle;
import org.jspecify.annotations.Nullable;

/** Timers within a millisecond, each second one cancelled at once. */
final class Timers {

  private Timers() {}

  static Metrics halfCancelled(int n) {
    return run(() -> {
      EventLoop loop = runningLoop();
      Future<@Nullable Void> done = loop.createFuture();
      Countdown callback = new Countdown(done, (n + 1) / 2);
      long start = System.nanoTime();
      for (int i = 0; i < n; i++) {
        TimerHandle timer = loop.callLater(i * 7919L % 1000 / 1e6, callback);
        if (i % 2 == 1) {
          timer.cancel();
        }
      }
      await(done);
      return Metrics.nanos(System.nanoTime() - start, n);
    });
  }
}

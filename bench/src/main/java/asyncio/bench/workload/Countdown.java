package asyncio.bench.workload;

import asyncio.Future;
import org.jspecify.annotations.Nullable;

/** A callback that has to run a number of times until a future is done. The loop's thread. */
final class Countdown implements Runnable {

  private final Future<@Nullable Void> done;

  private int left;

  Countdown(Future<@Nullable Void> done, int left) {
    this.done = done;
    this.left = left;
  }

  @Override
  public void run() {
    if (--left == 0) {
      done.setResult(null);
    }
  }
}

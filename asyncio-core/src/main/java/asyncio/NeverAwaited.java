package asyncio;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Warns of coroutines that were made and never awaited, a mistake that otherwise shows only in what
 * does not happen.
 *
 * <p>Without debug mode it only counts, and says the number when the loop closes: that costs
 * nothing. In debug mode it remembers where each one was made, and says so when the coroutine is
 * found to be garbage, at the latest when the loop closes.
 */
final class NeverAwaited implements Runnable {

  private final EventLoop loop;
  private final Set<Throwable> waiting =
      Collections.newSetFromMap(new ConcurrentHashMap<Throwable, Boolean>());
  private int count;

  NeverAwaited(EventLoop loop) {
    this.loop = loop;
  }

  /** Returns what the coroutine is to run when it is awaited. */
  Runnable made(Coroutine<?> coroutine) {
    if (!loop.debug()) {
      count++;
      return this;
    }
    Throwable madeAt = new Throwable("coroutine made here");
    waiting.add(madeAt);
    Garbage.whenUnreachable(coroutine, () -> report(madeAt));
    return () -> waiting.remove(madeAt);
  }

  /** One that was only counted has been awaited. */
  @Override
  public void run() {
    count--;
  }

  void loopClosed() {
    waiting.forEach(this::report);
    if (count > 0) {
      EventLoop.LOGGER.log(
          System.Logger.Level.WARNING,
          "{0} coroutine(s) were never awaited; debug mode (-Dasyncio.debug=true) shows where they"
              + " were made",
          count);
      count = 0;
    }
  }

  private void report(Throwable madeAt) {
    if (waiting.remove(madeAt)) {
      EventLoop.LOGGER.log(
          System.Logger.Level.WARNING, "a coroutine was never awaited; it was made here:", madeAt);
    }
  }
}

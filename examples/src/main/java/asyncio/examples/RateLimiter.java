package asyncio.examples;

import static asyncio.Asyncio.*;

/**
 * Lets coroutines pass at a steady rate: a class as it stands in a project of yours, with a test in
 * virtual time. A turn that comes to one which is cancelled meanwhile is lost.
 */
public final class RateLimiter {

  private final double interval; // seconds
  private double nextTurn = Double.NEGATIVE_INFINITY; // on the loop's clock

  /**
   * A limiter.
   *
   * @param perSecond how many may pass in a second
   */
  public RateLimiter(double perSecond) {
    interval = 1 / perSecond;
  }

  /** Waits for its turn; called in a coroutine. */
  public void pass() {
    double now = runningLoop().time();
    double turn = Math.max(now, nextTurn);
    nextTurn = turn + interval; // no lock: nobody else runs between two awaits
    await(sleep(turn - now));
  }
}

package asyncio.testing;

import asyncio.Awaitable;
import asyncio.AwaitableBody;
import asyncio.Body;
import asyncio.EventLoop;
import asyncio.Runner;
import asyncio.VoidBody;
import org.jspecify.annotations.Nullable;

/**
 * Loops whose clock does not tick: when nothing is ready, it jumps to the next timer. An hour's
 * sleep takes no time, and a program takes the same course in each run.
 *
 * <p>Work on other threads ({@code toThread}, a stage that is awaited) is waited for, and the clock
 * stands still meanwhile.
 */
public final class VirtualTime {

  private VirtualTime() {}

  /**
   * Makes a loop in virtual time, whose clock stands at 0. It must be closed.
   *
   * @return a loop that is not running. Running it throws {@link DeadlockException} when nothing is
   *     ready, no timer is set, and no other thread owes it a result
   */
  public static EventLoop newLoop() {
    VirtualDriver driver = new VirtualDriver();
    EventLoop loop = EventLoop.create(driver);
    driver.bind(loop);
    return loop;
  }

  /**
   * Runs the awaitable as {@code asyncio.run} does, in virtual time.
   *
   * @param <T> the result's type
   * @param main what to run
   * @return its result
   * @throws DeadlockException if it waits for what can never come
   */
  public static <T extends @Nullable Object> T run(Awaitable<T> main) {
    try (Runner runner = new Runner(null, VirtualTime::newLoop)) {
      return runner.run(main);
    }
  }

  /**
   * As {@link #run(Awaitable)}.
   *
   * @param <T> what the body returns
   * @param main the body of the main task
   * @return its result
   */
  public static <T extends @Nullable Object> T run(Body<T> main) {
    return run(asyncio.Asyncio.async(main));
  }

  /**
   * As {@link #run(Awaitable)}.
   *
   * @param <T> what awaiting the returned awaitable gives
   * @param main the body of the main task, which ends by awaiting what it returns
   * @return its result
   */
  public static <T extends @Nullable Object> T run(AwaitableBody<T> main) {
    return run(asyncio.Asyncio.async(main));
  }

  /**
   * As {@link #run(Awaitable)}.
   *
   * @param main the body of the main task
   */
  public static void run(VoidBody main) {
    run(asyncio.Asyncio.async(main));
  }
}

package asyncio.testing;

import asyncio.Asyncio;
import asyncio.Awaitable;
import asyncio.AwaitableBody;
import asyncio.Body;
import asyncio.EventLoop;
import asyncio.Runner;
import asyncio.VoidBody;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Loops whose clock does not tick: when nothing is ready, it jumps to the next timer. An hour's
 * sleep takes no time, and a program takes the same course in each run.
 *
 * <p>Work on other threads ({@code toThread}, a stage that is awaited) is waited for, and the clock
 * stands still meanwhile.
 *
 * <p>The clock moves by itself, so a test that awaits what it tests needs nothing else. One that
 * wants to look at what has happened by a certain time is a coroutine too, and says in the middle
 * of it how far the others are to run: {@link #runUntilIdle} lets them do all that takes no time,
 * {@link #advance(Duration) advance} all that they do within a time. From outside of a loop, {@code
 * loop.runUntilComplete(async(() -> VirtualTime.advance(time)))} drives it.
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
    return VirtualDriver.newLoop(null, null);
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
    return run(Asyncio.async(main));
  }

  /**
   * As {@link #run(Awaitable)}.
   *
   * @param <T> what awaiting the returned awaitable gives
   * @param main the body of the main task, which ends by awaiting what it returns
   * @return its result
   */
  public static <T extends @Nullable Object> T run(AwaitableBody<T> main) {
    return run(Asyncio.async(main));
  }

  /**
   * As {@link #run(Awaitable)}.
   *
   * @param main the body of the main task
   */
  public static void run(VoidBody main) {
    run(Asyncio.async(main));
  }

  /**
   * Waits until all others wait too: until nothing is ready, no timer is due, and no other thread
   * owes the loop a result. The clock stands still. Called in a coroutine, and itself no coroutine.
   *
   * @throws IllegalStateException outside of a coroutine, or if its loop is not in virtual time
   */
  public static void runUntilIdle() {
    EventLoop loop = Asyncio.runningLoop();
    Asyncio.await(VirtualDriver.of(loop).whenIdle(loop));
  }

  /**
   * Lets time pass, and the others run as they do in that time: first all that is ready now, then
   * timer by timer, at last all that follows from those that are due at the end. Called in a
   * coroutine, and itself no coroutine.
   *
   * @param time how far the clock moves, 0 or more
   * @throws IllegalArgumentException if the time is negative
   * @throws IllegalStateException outside of a coroutine, or if its loop is not in virtual time
   */
  public static void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time does not go back: " + time);
    }
    runUntilIdle();
    Asyncio.await(Asyncio.sleep(time));
    runUntilIdle();
  }

  /**
   * As {@link #advance(Duration)}.
   *
   * @param seconds how far the clock moves, 0 or more
   */
  public static void advance(double seconds) {
    advance(Duration.ofNanos(Math.round(seconds * 1e9)));
  }

  /**
   * The wall clock of the running loop, for code that asks for a {@link Clock}: 1970-01-01T00:00Z
   * when the loop's own clock stands at 0, in UTC. {@link Clock#offset} makes another date of it.
   *
   * @return a clock, for any thread, that goes as the loop's does
   * @throws IllegalStateException outside of a loop, or if it is not in virtual time
   */
  public static Clock clock() {
    return clock(Asyncio.runningLoop());
  }

  /**
   * The wall clock of a loop, as {@link #clock()}. Any thread.
   *
   * @param loop a loop in virtual time
   * @return a clock, for any thread
   * @throws IllegalStateException if the loop is not in virtual time, or closed
   */
  public static Clock clock(EventLoop loop) {
    return new VirtualClock(VirtualDriver.of(loop));
  }
}

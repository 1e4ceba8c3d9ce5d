package asyncio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does, without a guess of how long that takes. */
final class Wait {

  /** Far more than anything takes: who waits so long waits in vain. */
  private static final Duration IN_VAIN = Duration.ofSeconds(15);

  private Wait() {}

  /** Waits until the condition holds. */
  @SuppressWarnings("ThreadPriorityCheck") // a hint alone
  static void until(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - start).as("waits in vain").isLessThan(IN_VAIN.toNanos());
      Thread.yield();
    }
  }

  /** Waits until the thread sleeps, waits or is blocked. */
  static void untilBlocked(Thread thread) {
    until(() ->
        switch (thread.getState()) {
          case BLOCKED, WAITING, TIMED_WAITING -> true;
          default -> false;
        });
  }

  /** Waits until the thread has ended. */
  static void forEnd(Thread thread) {
    try {
      assertThat(thread.join(IN_VAIN)).as("%s ends", thread).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

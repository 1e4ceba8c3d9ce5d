package asyncio.testing;

import asyncio.EventLoop;

/**
 * Thrown by a loop in virtual time when nothing can ever become ready: no callback is scheduled, no
 * timer is set, and no other thread owes the loop a result. Its message shows each task that waits,
 * where it does, and who waits for it.
 *
 * <p>The loop knows of the threads that run a {@code toThread} or complete a stage that is awaited.
 * A thread that was started by other means, and is to wake the loop with {@code
 * callSoonThreadsafe}, has to be waited for: {@code await(toThread(() -> thread.join()))}.
 */
public final class DeadlockException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DeadlockException(EventLoop loop) {
    super("every task waits for something that can never come" + TaskReport.of(loop));
  }
}

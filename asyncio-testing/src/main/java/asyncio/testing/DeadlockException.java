package asyncio.testing;

/**
 * Thrown by a loop in virtual time when nothing can ever become ready: no callback is scheduled, no
 * timer is set, and no other thread owes the loop a result.
 */
public final class DeadlockException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DeadlockException() {
    super("every task waits for something that can never come");
  }
}

package asyncio;

/**
 * A lock, or a permit of a semaphore, that is held until it is closed; what {@code async with} does
 * in Python:
 *
 * {@snippet :
 * try (var _ = await(lock.acquire())) {
 *   // nobody else is in here
 * }
 * }
 *
 * <p>Closing it releases what was acquired. Who releases by {@code release()} need not look at it.
 */
@FunctionalInterface
public interface Held extends AutoCloseable {

  /**
   * Releases what is held. The loop's thread.
   *
   * @throws IllegalStateException if it was closed before, or if nothing is held any more
   */
  @Override
  void close();
}

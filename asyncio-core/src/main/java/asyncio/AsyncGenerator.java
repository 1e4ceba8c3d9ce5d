package asyncio;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Values that a body yields one by one, and may wait in between; an asynchronous generator of
 * Python. Made by {@link Asyncio#asyncGenerator asyncGenerator}.
 *
 * <p>A for-each loop over it, in a coroutine, is Python's {@code async for}: the body runs up to
 * its next {@code yield} whenever the loop asks for a value, as part of the task that asks. It can
 * be gone through once.
 *
 * <p>A loop that may end early closes it, with try-with-resources or {@link #close}: that runs the
 * body's {@code finally} blocks. Otherwise they run when the generator is found to be garbage, at
 * the latest when {@code run} ends.
 *
 * @param <T> the values' type
 */
public final class AsyncGenerator<T> implements Iterable<T>, AutoCloseable {

  private final Yielder<T> yielder;

  AsyncGenerator(Body<T> body) {
    yielder = new Yielder<>(body);
  }

  /**
   * The values, as the body yields them. {@code hasNext} awaits.
   *
   * @return an iterator; all iterators of a generator share its values
   */
  @Override
  public Iterator<T> iterator() {
    if (!yielder.started()) {
      Yielder<T> dropped = yielder; // the action must not hold this
      EventLoop loop = RunningLoops.current();
      Garbage.whenUnreachable(this, () -> loop.post(dropped::closeSoon));
    }
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return yielder.fetch();
      }

      @Override
      public T next() {
        if (!hasNext()) {
          throw new NoSuchElementException("the generator has ended");
        }
        return yielder.take();
      }
    };
  }

  /**
   * Ends the body where it last yielded, and waits until its {@code finally} blocks have run;
   * mirrors {@code aclose}. Without effect if it has ended, or has not begun.
   *
   * @throws IllegalStateException outside of a coroutine, if the body is running, or if it yields
   *     again. What the body throws is thrown as it is, checked or not
   */
  @Override
  public void close() {
    yielder.close();
  }

  /**
   * The body of a generator.
   *
   * @param <T> the values' type
   */
  @FunctionalInterface
  public interface Body<T> {

    /**
     * Yields the values. It may await.
     *
     * @param out takes the values
     * @throws Exception whatever the body throws: it ends the for-each loop
     */
    void run(Yielder<T> out) throws Exception;
  }
}

package asyncio;

/**
 * A queue that gives the item put last; mirrors {@code asyncio.LifoQueue}.
 *
 * @param <T> the items' type
 */
public final class LifoQueue<T> extends Queue<T> {

  /** A queue without a size limit. */
  public LifoQueue() {
    this(0);
  }

  /**
   * A queue.
   *
   * @param maxsize how many items it holds; 0 or less means any number
   */
  public LifoQueue(int maxsize) {
    super(maxsize, new Stack<>());
  }

  private static final class Stack<T> extends Fifo<T> {

    @Override
    public T remove() {
      return deque.removeLast();
    }
  }
}

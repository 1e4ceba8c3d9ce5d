package asyncio;

import java.util.ArrayDeque;
import java.util.Collection;

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

  private static final class Stack<T> implements Items<T> {

    private final ArrayDeque<T> deque = new ArrayDeque<>();

    @Override
    public void add(T item) {
      deque.addLast(item);
    }

    @Override
    public T remove() {
      return deque.removeLast();
    }

    @Override
    public Collection<T> all() {
      return deque;
    }
  }
}

package asyncio;

import java.util.Collection;
import java.util.Comparator;

/**
 * A queue that gives the smallest item; mirrors {@code asyncio.PriorityQueue}. Items that are equal
 * come in any order.
 *
 * @param <T> the items' type
 */
public final class PriorityQueue<T> extends Queue<T> {

  private PriorityQueue(int maxsize, Comparator<? super T> order) {
    super(maxsize, new Heap<>(order));
  }

  /**
   * A queue of items in their natural order, without a size limit.
   *
   * @param <T> the items' type
   * @return the queue
   */
  public static <T extends Comparable<? super T>> PriorityQueue<T> create() {
    return create(0);
  }

  /**
   * A queue of items in their natural order.
   *
   * @param <T> the items' type
   * @param maxsize how many items it holds; 0 or less means any number
   * @return the queue
   */
  public static <T extends Comparable<? super T>> PriorityQueue<T> create(int maxsize) {
    return new PriorityQueue<>(maxsize, Comparator.naturalOrder());
  }

  /**
   * A queue of items in an order of their own.
   *
   * @param <T> the items' type
   * @param maxsize how many items it holds; 0 or less means any number
   * @param order the smallest item comes first
   * @return the queue
   */
  public static <T> PriorityQueue<T> create(int maxsize, Comparator<? super T> order) {
    return new PriorityQueue<>(maxsize, order);
  }

  private static final class Heap<T> implements Items<T> {

    private final java.util.PriorityQueue<T> heap;

    Heap(Comparator<? super T> order) {
      heap = new java.util.PriorityQueue<>(order);
    }

    @Override
    public void add(T item) {
      heap.add(item);
    }

    @Override
    public T remove() {
      return heap.remove();
    }

    @Override
    public int size() {
      return heap.size();
    }

    @Override
    public Collection<T> all() {
      return heap;
    }
  }
}

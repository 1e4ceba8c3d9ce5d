package asyncio;

import org.jspecify.annotations.Nullable;

/**
 * What {@link Asyncio#map map} does with each item: a plain method, which may await.
 *
 * @param <T> the items' type
 * @param <R> the results' type
 */
@FunctionalInterface
public interface Mapping<T extends @Nullable Object, R extends @Nullable Object> {

  /**
   * Gives the result for an item.
   *
   * @param item the item
   * @return the result
   * @throws Exception whatever the function throws
   */
  R map(T item) throws Exception;
}

package asyncio;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for whom, as far as that was told by {@code futureAddToAwaitedBy}. What waits by an
 * {@code await}, a gather, a task group and the like is not in here: it stands among the callbacks
 * of what it waits for.
 */
final class AwaitedBy {

  private @Nullable Map<Future<?>, Set<Future<?>>> told;

  void add(Future<?> future, Future<?> waiter) {
    if (told == null) {
      told = new WeakHashMap<>();
    }
    told.computeIfAbsent(future, _ -> Collections.newSetFromMap(new WeakHashMap<>())).add(waiter);
  }

  void discard(Future<?> future, Future<?> waiter) {
    Set<Future<?>> waiters = told == null ? null : told.get(future);
    if (waiters != null) {
      waiters.remove(waiter);
    }
  }

  void addTo(Future<?> future, List<Future<?>> waiters) {
    Set<Future<?>> more = told == null ? null : told.get(future);
    if (more != null) {
      more.stream().filter(waiter -> !waiters.contains(waiter)).forEach(waiters::add);
    }
  }
}

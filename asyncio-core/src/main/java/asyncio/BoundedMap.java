package asyncio;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs a function for many items, each in a task of its own, and only so many at a time. */
/*
 * A permit stands for an item that has been taken. It is acquired before the item is, so that items
 * are made no faster than they are dealt with, and released when the item's task has ended (as a
 * list) or when its result has been taken (as a generator).
 *
 * A generator's group runs in a task of its own: what fails cancels the task that the group is in,
 * and that must not be the one that happens to have asked for a value and is busy elsewhere now.
 */
final class BoundedMap<T extends @Nullable Object, R extends @Nullable Object> {

  private final Iterable<? extends T> items;
  private final Mapping<? super T, ? extends R> function;
  private final Semaphore permits;
  private final TaskGroup group = new TaskGroup();
  private @Nullable Throwable first;

  private BoundedMap(
      Iterable<? extends T> items, Mapping<? super T, ? extends R> function, int limit) {
    this.items = Objects.requireNonNull(items, "items");
    this.function = Objects.requireNonNull(function, "function");
    this.permits = new Semaphore(limit);
  }

  private static void checkLimit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("at least 1 must run at a time, not " + limit);
    }
  }

  /** The results in the order of the items. */
  static <T extends @Nullable Object, R extends @Nullable Object> Coroutine<List<R>> toList(
      Iterable<? extends T> items, Mapping<? super T, ? extends R> function, int limit) {
    checkLimit(limit);
    BoundedMap<T, R> map = new BoundedMap<>(items, function, limit);
    return new Coroutine<>(map::list);
  }

  /** The results as they are asked for: in the order of the items, or as they come. */
  static <T extends @Nullable Object, R> AsyncGenerator<R> toGenerator(
      Iterable<? extends T> items,
      Mapping<? super T, ? extends R> function,
      int limit,
      boolean ordered) {
    checkLimit(limit);
    BoundedMap<T, R> map = new BoundedMap<>(items, function, limit);
    return new AsyncGenerator<>(out -> map.generate(out, ordered));
  }

  private List<R> list() {
    List<R> results = new ArrayList<>();
    run(task -> store(task, results), _ -> permits.release());
    return Collections.unmodifiableList(results);
  }

  @SuppressWarnings("NullAway") // a place that is not filled is never seen
  private static <R extends @Nullable Object> void store(Task<R> task, List<R> results) {
    int place = results.size();
    results.add(null);
    task.addInternalCallback(_ -> {
      if (!task.cancelled() && !task.failed()) {
        results.set(place, task.result());
      }
    });
  }

  private void generate(Yielder<R> out, boolean ordered) {
    Queue<Task<R>> next = new Queue<>();
    Consumer<Task<R>> add = next::putNowait;
    Consumer<Task<R>> ignore = _ -> {};
    Task<@Nullable Void> all =
        Asyncio.createTask(() -> {
          try {
            run(ordered ? add : ignore, ordered ? ignore : add);
          } finally {
            next.shutdown();
          }
        });
    try {
      for (Task<R> task; (task = take(next)) != null; ) {
        if (task.cancelled() || task.failed()) {
          break; // all says why
        }
        permits.release();
        out.yield(task.result());
      }
      Asyncio.await(Asyncio.waitAll(List.of(all))); // a cancellation of who asks is not one of all
      all.result();
    } catch (Throwable e) {
      end(all, e);
      throw e;
    }
  }

  /**
   * Leaves no task behind, even if who asks is cancelled meanwhile, and no failure unseen: it is
   * thrown if the generator was only closed, and suppressed in the reason otherwise.
   */
  @SuppressWarnings("ReferenceEquality") // that very object is meant
  private static void end(Task<?> all, Throwable reason) {
    Throwable thrown = reason;
    all.cancel();
    while (!all.done()) {
      try {
        Asyncio.await(Asyncio.waitAll(List.of(all)));
      } catch (CancelledError e) {
        thrown = e;
      }
    }
    Throwable failure = all.cancelled() ? null : all.exception();
    if (failure != null && thrown instanceof CoroutineExit) {
      thrown = failure;
    } else if (failure != null) {
      suppress(thrown, failure);
    }
    if (thrown != reason) {
      throw Rethrow.asIs(thrown);
    }
  }

  @SuppressWarnings("ReferenceEquality") // that very object is meant
  private static void suppress(Throwable thrown, Throwable failure) {
    if (thrown != failure) { // an exception cannot suppress itself
      thrown.addSuppressed(failure);
    }
  }

  /** Waits for the next task and its end; null if there are no more. */
  private static <R extends @Nullable Object> @Nullable Task<R> take(Queue<Task<R>> next) {
    Task<R> task;
    try {
      task = Asyncio.await(next.get());
    } catch (QueueShutDownException e) {
      return null;
    }
    if (!task.done()) {
      Asyncio.await(Asyncio.waitAll(List.of(task)));
    }
    return task;
  }

  /** Starts a task for each item, and waits for them; throws what went wrong first. */
  private void run(Consumer<Task<R>> onStart, Consumer<Task<R>> onEnd) {
    try {
      group.run(() -> startAll(onStart, onEnd));
    } catch (ExceptionGroup e) {
      throw Rethrow.asIs(firstOf(e));
    }
    if (first != null) {
      throw Rethrow.asIs(first);
    }
  }

  private void startAll(Consumer<Task<R>> onStart, Consumer<Task<R>> onEnd) {
    try {
      Iterator<? extends T> each = items.iterator();
      while (true) {
        Asyncio.await(permits.acquire());
        if (!each.hasNext()) {
          return;
        }
        T item = each.next();
        Task<R> task = group.createTask(() -> function.map(item));
        onStart.accept(task);
        task.addInternalCallback(_ -> ended(task, onEnd));
      }
    } catch (Throwable e) {
      note(e);
      throw e;
    }
  }

  private void ended(Task<R> task, Consumer<Task<R>> onEnd) {
    if (task.failed()) {
      note(task.failure());
    } else if (task.cancelled() && first == null) {
      // by somebody else: to a group that is no failure, but here a result is missing
      note(new CancelledError(task.cancelMessage()));
      group.cancel();
    }
    onEnd.accept(task);
  }

  private void note(Throwable e) {
    if (first == null) {
      first = e;
    }
  }

  /** What went wrong first, and with it what went wrong after that. */
  private Throwable firstOf(ExceptionGroup failures) {
    Throwable thrown =
        first == null || first instanceof CancelledError ? failures.exceptions().getFirst() : first;
    for (Throwable failure : failures.exceptions()) {
      suppress(thrown, failure);
    }
    return thrown;
  }
}

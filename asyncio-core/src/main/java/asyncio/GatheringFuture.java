package asyncio;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code gather} returns. Cancelling it cancels all children; it is done itself when they are.
 *
 * @param <T> the children's type
 * @param <R> what stands in the list for each child: its result, or its outcome
 */
final class GatheringFuture<T extends @Nullable Object, R extends @Nullable Object>
    extends Future<List<R>> {

  /** Makes an entry of the list. */
  interface Entry<T extends @Nullable Object, R extends @Nullable Object> {
    R of(Future<T> child);
  }

  private final List<Future<T>> children;
  private final Entry<T, R> entry;
  private final boolean failFast;

  /** The number of distinct children, and of those that are done. */
  private int distinct;

  private int finished;
  private boolean cancelRequested;

  private GatheringFuture(
      EventLoop loop, List<Future<T>> children, Entry<T, R> entry, boolean failFast) {
    super(loop);
    this.children = children;
    this.entry = entry;
    this.failFast = failFast;
  }

  /** The list of results; the first failure, or cancellation of a child, is its failure. */
  static <T extends @Nullable Object> Future<List<T>> ofResults(
      EventLoop loop, List<? extends Awaitable<? extends T>> awaitables) {
    return gather(loop, covariant(awaitables), Future::result, true);
  }

  /** The list of outcomes; it does not fail. */
  static <T extends @Nullable Object> Future<List<Outcome<T>>> ofOutcomes(
      EventLoop loop, List<? extends Awaitable<? extends T>> awaitables) {
    return gather(loop, covariant(awaitables), GatheringFuture::outcome, false);
  }

  private static <T extends @Nullable Object, R extends @Nullable Object> Future<List<R>> gather(
      EventLoop loop, List<Awaitable<T>> awaitables, Entry<T, R> entry, boolean failFast) {
    List<Future<T>> children = new ArrayList<>(awaitables.size());
    var outer = new GatheringFuture<>(loop, children, entry, failFast);
    if (awaitables.isEmpty()) {
      outer.complete(List.of());
      return outer;
    }
    try {
      outer.addAll(awaitables).forEach(outer::childDone);
    } catch (Throwable e) {
      outer.endCancelled((String) null); // what the first ones end with is nobody's business
      throw e;
    }
    return outer;
  }

  /** Starts what is to be gathered; returns what is done already. */
  private Set<Future<T>> addAll(List<Awaitable<T>> awaitables) {
    Set<Future<T>> doneBefore = new LinkedHashSet<>();
    for (Awaitable<T> awaitable : awaitables) {
      Future<T> child = awaitable instanceof Coroutine<T> coroutine ? coroutine.task : null;
      if (child == null || !isChild(child, doneBefore)) {
        child = loop.ensureFuture(awaitable);
      }
      if (!isChild(child, doneBefore)) {
        distinct++;
        if (child.done()) {
          doneBefore.add(child);
        } else {
          child.addWaiter(this);
        }
      }
      children.add(child);
    }
    return doneBefore;
  }

  /** Whether an awaitable that stands in the list twice comes for the second time. */
  private boolean isChild(Future<T> future, Set<Future<T>> doneBefore) {
    return future.done() ? doneBefore.contains(future) : future.isGatheredBy(this);
  }

  @Override
  public boolean cancel(@Nullable String message) {
    loop.checkThread();
    if (done()) {
      return false;
    }
    boolean any = false;
    for (Future<T> child : children) {
      any |= child.cancel(message);
    }
    cancelRequested |= any;
    return any;
  }

  /** What is to run when the child, which is done now, has its turn. */
  Ready callbackOf(Future<T> child) {
    return new DoneCallback<>(child, this::childDone, loop.context, this);
  }

  private void childDone(Future<T> child) {
    finished++;
    if (done()) {
      child.markRetrieved();
      return;
    }
    if (failFast) {
      if (child.cancelled()) {
        fail(child.cancelledError());
        return;
      }
      Throwable exception = child.exception();
      if (exception != null) {
        fail(exception);
        return;
      }
    }
    if (finished < distinct) {
      return;
    }
    List<R> results = new ArrayList<>(children.size());
    for (Future<T> each : children) {
      results.add(entry.of(each));
    }
    if (cancelRequested) {
      // whoever cancelled us gets a CancelledError, outcomes or not: the last child's
      Future<T> last = children.getLast();
      fail(last.cancelled() ? last.cancelledError() : new CancelledError(last.refusedMessage()));
    } else {
      complete(results);
    }
  }

  private static <T extends @Nullable Object> Outcome<T> outcome(Future<T> child) {
    if (child.cancelled()) {
      String message = child.cancelMessage();
      return new Outcome.Cancellation<>(
          CancelledError.withoutStackTrace(message == null ? "" : message)); // it is not thrown
    }
    Throwable exception = child.exception();
    return exception != null
        ? new Outcome.Failure<>(exception)
        : new Outcome.Value<>(child.result());
  }

  @SuppressWarnings("unchecked") // an awaitable only ever gives its T, never takes one
  private static <T extends @Nullable Object> List<Awaitable<T>> covariant(
      List<? extends Awaitable<? extends T>> awaitables) {
    return (List<Awaitable<T>>) awaitables;
  }
}

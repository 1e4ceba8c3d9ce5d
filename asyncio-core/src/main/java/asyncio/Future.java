package asyncio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A result that will be there later; mirrors {@code asyncio.Future}. Made by {@link
 * EventLoop#createFuture}.
 *
 * <p>It belongs to its loop's thread: from another one use {@link EventLoop#callSoonThreadsafe}.
 * Setting it never runs anything at once: callbacks, and tasks that wait for it, are put into the
 * loop's queue in the order in which they came.
 *
 * @param <T> the result's type
 */
/*
 * state       outcome
 * PENDING     null
 * RETURNED    the result
 * FAILED      the exception
 * CANCELLED   the CancelledError that ended a task, until it was thrown once; or the message
 *
 * callbacks is null, one waiter, or a list of them: mostly it is the one fiber that waits. A waiter
 * is what goes into the ready queue; or a GatheringFuture, which may have very many children, and
 * makes that only when one is done.
 */
public sealed class Future<T extends @Nullable Object> implements Awaitable<T>
    permits Task, GatheringFuture, Sleep {

  private static final byte PENDING = 0;
  private static final byte RETURNED = 1;
  private static final byte FAILED = 2;
  private static final byte CANCELLED = 3;

  final EventLoop loop;

  private byte state = PENDING;
  private boolean writing;
  private @Nullable Object outcome;
  private @Nullable Object callbacks;
  private @Nullable NeverRetrieved watch;

  Future(EventLoop loop) {
    this.loop = loop;
    if (loop.debug()) {
      loop.origins.note(this);
    }
  }

  /**
   * A future of the running loop that ends as the stage does. Cancelling it cancels the stage.
   *
   * @param <T> the result's type
   * @param stage anything asynchronous of the JDK or a library
   * @return the future
   * @throws IllegalStateException if no loop is running on this thread
   */
  public static <T extends @Nullable Object> Future<T> from(CompletionStage<? extends T> stage) {
    return from(stage, RunningLoops.current());
  }

  /**
   * As {@link #from(CompletionStage)}, for a loop that need not run yet.
   *
   * @param <T> the result's type
   * @param stage anything asynchronous of the JDK or a library
   * @param loop the loop that the future belongs to
   * @return the future
   * @throws IllegalStateException if the loop is closed, or runs on another thread
   */
  public static <T extends @Nullable Object> Future<T> from(
      CompletionStage<? extends T> stage, EventLoop loop) {
    loop.checkClosed();
    loop.checkThread();
    return Stages.toFuture(stage, loop);
  }

  /**
   * A stage that ends as this future does. Cancelling it cancels this future; that, unlike this
   * call, may be done on any thread.
   *
   * @return the stage
   */
  public CompletableFuture<T> toCompletableFuture() {
    CompletableFuture<T> stage = Stages.owedBy(loop);
    Stages.chain(this, stage);
    return stage;
  }

  /**
   * The loop that it belongs to; mirrors {@code Future.get_loop}. Any thread.
   *
   * @return the loop
   */
  public final EventLoop loop() {
    return loop;
  }

  /**
   * Whether it has a result or an exception, or was cancelled.
   *
   * @return false while it is pending
   */
  public final boolean done() {
    return state != PENDING;
  }

  /**
   * Whether it was cancelled.
   *
   * @return true if it was
   */
  public final boolean cancelled() {
    return state == CANCELLED;
  }

  final boolean failed() {
    return state == FAILED;
  }

  /** What it failed with, if it did; this is not looking at it. */
  final Throwable failure() {
    assert outcome != null;
    return (Throwable) outcome;
  }

  /**
   * Where it was made, if its loop was in debug mode then; the {@code source_traceback} of asyncio.
   * Any thread.
   *
   * @return the calls, the innermost first; none without debug mode
   */
  public final List<StackTraceElement> madeAt() {
    return loop.origins.stackOf(this);
  }

  /**
   * The result.
   *
   * @return the result
   * @throws InvalidStateException if it is not done
   * @throws CancelledError if it was cancelled. Where it failed, its exception is thrown as it is,
   *     checked or not
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // a result is a T
  public final T result() {
    if (state == RETURNED) {
      return (T) outcome;
    }
    if (state == PENDING) {
      throw new InvalidStateException("Result is not ready.");
    }
    Throwable exception = exception();
    throw Rethrow.asIs(exception);
  }

  /**
   * The exception that it ended with.
   *
   * @return the exception, or null if it has a result
   * @throws InvalidStateException if it is not done
   * @throws CancelledError if it was cancelled
   */
  public final @Nullable Throwable exception() {
    return switch (state) {
      case RETURNED -> null;
      case FAILED -> {
        markRetrieved();
        yield (Throwable) outcome;
      }
      case CANCELLED -> throw cancelledError();
      default -> throw new InvalidStateException("Exception is not set.");
    };
  }

  /**
   * Sets the result.
   *
   * @param result the result
   * @throws InvalidStateException if it is done already
   */
  public void setResult(T result) {
    loop.checkThread();
    checkPending();
    complete(result);
  }

  /**
   * Sets the exception.
   *
   * @param exception what awaiting it throws, as it is
   * @throws InvalidStateException if it is done already
   */
  public void setException(Throwable exception) {
    loop.checkThread();
    checkPending();
    fail(Objects.requireNonNull(exception, "exception"));
  }

  /**
   * Cancels it, without a message.
   *
   * @return false if it was done already
   */
  public final boolean cancel() {
    return cancel(null);
  }

  /**
   * Cancels it: what waits for it gets a {@link CancelledError}.
   *
   * @param message the error's message, or null for none
   * @return false if it was done already
   */
  public boolean cancel(@Nullable String message) {
    loop.checkThread();
    markRetrieved();
    if (state != PENDING) {
      return false;
    }
    end(CANCELLED, message);
    return true;
  }

  /**
   * Has the loop call back when it is done, in a copy of the current context.
   *
   * @param callback called with this future; at once scheduled if it is done
   */
  public final void addDoneCallback(Consumer<? super Future<T>> callback) {
    addDoneCallback(callback, Context.copyContext());
  }

  /**
   * Has the loop call back when it is done.
   *
   * @param callback called with this future; at once scheduled if it is done
   * @param context the context that the callback runs in, itself and not a copy
   */
  public final void addDoneCallback(Consumer<? super Future<T>> callback, Context context) {
    loop.checkThread();
    addWaiter(new DoneCallback<>(this, callback, context, null));
  }

  /**
   * Removes a callback that was not scheduled yet.
   *
   * @param callback the callback, found by {@code equals}
   * @return how many were removed: it may have been added more than once
   */
  public final int removeDoneCallback(Consumer<? super Future<T>> callback) {
    loop.checkThread();
    if (callbacks instanceof List<?> several) {
      Object[] before = several.toArray(); // an equals of the user's may do anything
      List<Object> kept = new ArrayList<>(before.length);
      for (Object one : before) {
        if (!isCallback(one, callback)) {
          kept.add(one);
        }
      }
      if (state == PENDING) {
        callbacks = kept;
      }
      return before.length - kept.size();
    }
    if (isCallback(callbacks, callback)) {
      callbacks = null;
      return 1;
    }
    return 0;
  }

  // ----- for the package

  /** Adds what runs when the future is done. */
  final void addWaiter(Ready waiter) {
    if (state != PENDING) {
      loop.schedule(waiter);
    } else {
      add(waiter);
    }
  }

  /** Adds what gathers this future, which is not done. */
  final void addWaiter(GatheringFuture<T, ?> gathering) {
    add(gathering);
  }

  private void add(Object waiter) {
    if (callbacks == null) {
      callbacks = waiter;
    } else {
      several().add(waiter);
    }
  }

  /** Adds a callback of our own, which does not care for its context. */
  final void addInternalCallback(Consumer<? super Future<T>> callback) {
    addInternalCallback(callback, null);
  }

  /** The same, on behalf of a future that ends when this one does: an edge of the call graph. */
  final void addInternalCallback(Consumer<? super Future<T>> callback, @Nullable Future<?> waiter) {
    addWaiter(new DoneCallback<>(this, callback, loop.context, waiter));
  }

  /** The tasks and futures that wait for this one, in the order in which they came. */
  final List<Future<?>> awaitedBy() {
    List<Future<?>> waiters = new ArrayList<>();
    for (Object one : callbacks instanceof List<?> several ? several : Arrays.asList(callbacks)) {
      Future<?> waiter =
          switch (one) {
            case Fiber fiber -> fiber.task;
            case DoneCallback<?> callback -> callback.waiter;
            case GatheringFuture<?, ?> gathering -> gathering;
            case null, default -> null;
          };
      if (waiter != null && !waiters.contains(waiter)) {
        waiters.add(waiter);
      }
    }
    loop.toldToWait.addTo(this, waiters);
    return waiters;
  }

  /** Whether the other one gathers this future, which is not done. */
  @SuppressWarnings("ReferenceEquality") // a future is equal to itself alone
  final boolean isGatheredBy(GatheringFuture<T, ?> gathering) {
    return callbacks == gathering
        || (callbacks instanceof List<?> several && several.contains(gathering));
  }

  /** Ends it as the exception says. */
  final void endWith(Throwable exception) {
    if (exception instanceof CancelledError error) {
      endCancelled(error);
    } else {
      fail(exception);
    }
  }

  final void complete(T result) {
    end(RETURNED, result);
  }

  final void fail(Throwable exception) {
    end(FAILED, exception);
    watch = NeverRetrieved.watch(this, exception);
  }

  /** Ends it as cancelled by the error that a task's body threw. */
  final void endCancelled(CancelledError error) {
    end(CANCELLED, error);
  }

  final void endCancelled(@Nullable String message) {
    end(CANCELLED, message);
  }

  /** The error to throw for a cancelled future: the one that ended it once, then new ones. */
  final CancelledError cancelledError() {
    if (outcome instanceof CancelledError original) {
      outcome = null;
      return original;
    }
    return loop.cancelledError((String) outcome);
  }

  /** The message of the cancellation that it was last asked for and did not follow. */
  @Nullable String refusedMessage() {
    return null;
  }

  /** The message that it was cancelled with; null for a task that ended by a CancelledError. */
  final @Nullable String cancelMessage() {
    return outcome instanceof String message ? message : null;
  }

  /** Notes that somebody has seen the exception, if there is one. */
  final void markRetrieved() {
    if (watch != null) {
      watch.retrieved();
      watch = null;
    }
  }

  private void end(byte newState, @Nullable Object newOutcome) {
    state = newState;
    outcome = newOutcome;
    Object waiting = callbacks;
    if (waiting == null) {
      return;
    }
    callbacks = null;
    if (waiting instanceof List<?> several) {
      several.forEach(this::wake);
    } else {
      wake(waiting);
    }
  }

  @SuppressWarnings("unchecked") // only what gathers this future is among its waiters
  private void wake(Object waiter) {
    loop.schedule(
        waiter instanceof Ready ready ? ready : ((GatheringFuture<T, ?>) waiter).callbackOf(this));
  }

  private void checkPending() {
    if (state != PENDING) {
      throw new InvalidStateException("the future is done already: " + this);
    }
  }

  @SuppressWarnings("unchecked") // only this method makes the list
  private List<Object> several() {
    if (callbacks instanceof List<?> list) {
      return (List<Object>) list;
    }
    List<Object> list = new ArrayList<>(4);
    if (callbacks != null) {
      list.add(callbacks);
    }
    callbacks = list;
    return list;
  }

  private static boolean isCallback(@Nullable Object waiter, Consumer<?> callback) {
    return waiter instanceof DoneCallback<?> one && one.callback.equals(callback);
  }

  /** Its state in words, for {@code toString}. */
  final String stateText() {
    return switch (state) {
      case RETURNED -> "finished result=" + outcomeText();
      case FAILED -> "finished exception=" + outcomeText();
      case CANCELLED -> "cancelled";
      default -> "pending";
    };
  }

  /** A result may hold the future itself. */
  private String outcomeText() {
    if (writing) {
      return "...";
    }
    writing = true;
    try {
      return text(outcome);
    } finally {
      writing = false;
    }
  }

  /** An object's own text, or its class where that fails: a report must not. */
  static String text(@Nullable Object object) {
    try {
      return String.valueOf(object);
    } catch (RuntimeException e) {
      return (object == null ? "null" : object.getClass().getName()) + " (its toString failed)";
    }
  }

  @Override
  public String toString() {
    return "<Future " + stateText() + ">";
  }
}

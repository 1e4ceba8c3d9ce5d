package asyncio.net;

import asyncio.Asyncio;
import asyncio.CancelledError;
import asyncio.Coroutine;
import asyncio.Event;
import asyncio.EventLoop;
import asyncio.Future;
import asyncio.Task;
import asyncio.TaskOptions;
import asyncio.TimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Attempts that start one after the other, until one succeeds; mirrors {@code
 * asyncio.staggered.staggered_race}. It is how RFC 8305 (Happy Eyeballs) connects.
 *
 * <p>An attempt starts as soon as the one before it has failed, or when the delay is over. The
 * first to succeed wins: the others are cancelled, and the race is over when all of them have
 * ended.
 */
/*
 * Each attempt is a task that first waits for its turn and then, before its own attempt, makes the
 * task of the next one. So there always is one that waits, until one wins or all have started; the
 * last finds no attempt left. Whatever cancels the tasks that are there therefore keeps any attempt
 * from starting.
 *
 * An attempt that is cancelled can still return a value, if it catches the cancellation. Nobody
 * gets to see it, and it may be an open socket: hence the discarder.
 */
final class StaggeredRace<T> {

  /** Even if the loop's tasks are eager ones: a task is entered before it begins. */
  private static final TaskOptions LATER = TaskOptions.DEFAULT.withEagerStart(false);

  private final List<Supplier<Coroutine<T>>> attempts;
  private final @Nullable Duration delay;
  private final Consumer<? super T> discarder;
  private final EventLoop loop = Asyncio.runningLoop();
  private final Task<?> caller = Objects.requireNonNull(Asyncio.currentTask(), "currentTask");

  private final Set<Task<?>> running = new LinkedHashSet<>();
  private final List<@Nullable Throwable> exceptions = new ArrayList<>();
  private @Nullable T winner;
  private int winnerIndex = -1;

  /** A task that ended by an error that is no failure of its attempt. */
  private @Nullable Task<?> broken;

  private @Nullable Future<@Nullable Void> allEnded;

  private StaggeredRace(
      List<Supplier<Coroutine<T>>> attempts,
      @Nullable Duration delay,
      Consumer<? super T> discarder) {
    this.attempts = attempts;
    this.delay = delay;
    this.discarder = discarder;
  }

  /**
   * How a race ended.
   *
   * @param winner the value of the attempt that won, or null if none did
   * @param index which attempt won, or -1 if none did
   * @param exceptions one element for each attempt that was started, in their order: what it failed
   *     with, a {@link CancelledError} if it was cancelled, or null if it returned a value
   */
  record Result<T>(@Nullable T winner, int index, List<@Nullable Throwable> exceptions) {}

  /**
   * A race.
   *
   * @param attempts each makes the coroutine of an attempt, when its turn has come
   * @param delay how long an attempt runs alone, or null to start the next only when it has failed
   * @param discarder gets the values of attempts that succeeded and yet did not win, on the loop's
   *     thread; the winner's too if the race is cancelled
   * @return a coroutine that gives the result, also if all attempts failed. Cancelling it cancels
   *     the attempts, and waits for them. An {@link Error} of an attempt does the same, and is
   *     thrown
   */
  static <T> Coroutine<Result<T>> run(
      List<Supplier<Coroutine<T>>> attempts,
      @Nullable Duration delay,
      Consumer<? super T> discarder) {
    return Asyncio.async(() -> new StaggeredRace<>(attempts, delay, discarder).run());
  }

  private Result<T> run() {
    start(0, null);
    CancelledError cancellation = waitForAll();
    if (winner != null && (broken != null || cancellation != null)) {
      discarder.accept(winner);
    }
    if (broken != null) {
      var _ = broken.result(); // throws what broke it
    }
    if (cancellation != null) {
      throw cancellation;
    }
    return new Result<>(winner, winnerIndex, Collections.unmodifiableList(exceptions));
  }

  /** Waits until no task is left; gives the caller's own cancellation, if there was one. */
  private @Nullable CancelledError waitForAll() {
    CancelledError cancellation = null;
    while (!running.isEmpty()) {
      Future<@Nullable Void> ended = loop.createFuture();
      allEnded = ended;
      try {
        Asyncio.await(ended);
      } catch (CancelledError e) {
        cancellation = e;
        cancelAll(e.getMessage());
      }
    }
    return cancellation;
  }

  private void start(int index, @Nullable Event previousFailed) {
    Task<@Nullable Void> task =
        Asyncio.createTask(Asyncio.async(() -> inTurn(index, previousFailed)), LATER);
    running.add(task);
    Asyncio.futureAddToAwaitedBy(task, caller);
    task.addDoneCallback(done -> onEnd(task));
  }

  private void onEnd(Task<?> task) {
    running.remove(task);
    Asyncio.futureDiscardFromAwaitedBy(task, caller);
    if (!task.cancelled() && task.exception() != null && broken == null) {
      broken = task;
      cancelAll(null);
    }
    if (running.isEmpty() && allEnded != null && !allEnded.done()) {
      allEnded.setResult(null);
    }
  }

  /** The body of each task. */
  private void inTurn(int index, @Nullable Event previousFailed) {
    if (previousFailed != null) {
      try {
        Asyncio.await(Asyncio.waitFor(previousFailed.whenSet(), delay));
      } catch (TimeoutException e) {
        // the one before has been alone for long enough
      }
    }
    if (index == attempts.size()) {
      return;
    }
    Event failed = new Event();
    start(index + 1, failed);
    exceptions.add(null);
    try {
      succeeded(index, Asyncio.await(attempts.get(index).get()));
    } catch (Exception | CancelledError e) { // it is in the result: the attempt ends, not the race
      exceptions.set(index, e);
      failed.set();
    }
  }

  private void succeeded(int index, T value) {
    if (winnerIndex >= 0) {
      discarder.accept(value);
      return;
    }
    winner = value;
    winnerIndex = index;
    cancelAll(null);
  }

  /** But for the task that runs now: it is about to end. */
  private void cancelAll(@Nullable String message) {
    for (Task<?> task : running) {
      if (task != Asyncio.currentTask()) {
        task.cancel(message);
      }
    }
  }
}

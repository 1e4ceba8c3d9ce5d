package asyncio;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A block of a coroutine that does not end before the tasks started in it; mirrors {@code
 * asyncio.TaskGroup}. Made and run by {@link Asyncio#taskGroup(TaskGroup.VoidBlock) taskGroup}, and
 * used once.
 *
 * <p>When the block or one of the tasks fails, the others are cancelled, and when all have ended
 * the block throws an {@link ExceptionGroup} of the failures. A task that is cancelled by itself is
 * no failure.
 */
/*
 * created --enter--> active --exit--> exiting --no task left--> finished
 *
 * Aborting is beside these: once it is set, all tasks have been cancelled and no new one may start.
 * A failure is noticed by the task's callback, one iteration after the task has ended, which aborts
 * the group and cancels the parent, so that the block ends too. That request is ours: exit takes it
 * back with uncancel(), and what is still requested then came from outside and goes on its way.
 */
public final class TaskGroup {

  private final boolean supervisor;
  private final Set<Task<?>> tasks = new LinkedHashSet<>();
  private final List<Throwable> errors = new ArrayList<>();

  private @Nullable Task<?> parent;
  private @Nullable Future<@Nullable Void> allDone;
  private @Nullable KeyboardInterrupt interrupt;
  private @Nullable ShieldScope scope;
  private int cancellingBefore;
  private boolean exiting;
  private boolean aborting;
  private boolean parentCancelRequested;
  private boolean cancelOnEnter;

  /** A group that ends all its tasks when one fails. */
  public TaskGroup() {
    this(false);
  }

  private TaskGroup(boolean supervisor) {
    this.supervisor = supervisor;
  }

  /**
   * A group in which a task's failure leaves the others alone. It waits for all of them, and throws
   * their failures at the end; a failure of the block itself still cancels them. Not in asyncio.
   *
   * @return a group to be run once
   */
  public static TaskGroup supervisor() {
    return new TaskGroup(true);
  }

  /**
   * Runs the block, then waits for the tasks. Called in a coroutine, and only once.
   *
   * @param <T> what the block returns
   * @param block what to run
   * @return what the block returns; null if {@link #cancel} ended it before it did
   * @throws ExceptionGroup if the block or a task failed
   * @throws CancelledError if the calling task was cancelled, and nothing failed
   * @throws IllegalStateException outside of a task, or if it was entered before
   */
  public <T extends @Nullable Object> T run(Body<T> block) {
    enter();
    return within(block);
  }

  /**
   * As {@link #run(Body)}, for a block that ends by awaiting what it returns.
   *
   * @param <T> what awaiting that gives
   * @param block what to run
   * @return what the awaitable gives
   */
  public <T extends @Nullable Object> T run(AwaitableBody<T> block) {
    return run(() -> Asyncio.awaitLast(block));
  }

  /**
   * As {@link #run(Body)}, for a block that returns nothing.
   *
   * @param block what to run
   */
  public void run(VoidBody block) {
    run(Coroutine.returning(block));
  }

  /**
   * Starts a task in the group.
   *
   * @param <T> what the coroutine returns
   * @param coroutine what to run; it is closed if it cannot be started
   * @return the task
   * @throws IllegalStateException if the group has not been entered, is being ended, or has ended
   */
  public <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine) {
    return createTask(coroutine, TaskOptions.DEFAULT);
  }

  /**
   * Starts a task in the group.
   *
   * @param <T> what the coroutine returns
   * @param coroutine what to run; it is closed if it cannot be started
   * @param options the task's name and context, and whether it starts at once
   * @return the task
   * @throws IllegalStateException if the group has not been entered, is being ended, or has ended
   */
  public <T extends @Nullable Object> Task<T> createTask(
      Coroutine<T> coroutine, TaskOptions options) {
    Task<?> owner = parent;
    if (owner == null || aborting || (exiting && tasks.isEmpty())) {
      coroutine.close();
      throw new IllegalStateException(
          this
              + (owner == null
                  ? " has not been entered"
                  : exiting && tasks.isEmpty() ? " is finished" : " is shutting down"));
    }
    Task<T> task = owner.loop.createTask(coroutine, options);
    tasks.add(task);
    task.addInternalCallback(_ -> taskDone(task), owner);
    if (aborting && !task.done()) {
      task.cancel(); // it started at once and has cancelled the group
    }
    return task;
  }

  /**
   * As {@link #createTask(Coroutine)}.
   *
   * @param <T> what the body returns
   * @param body what to run
   * @return the task
   */
  public <T extends @Nullable Object> Task<T> createTask(Body<T> body) {
    return createTask(Asyncio.async(body));
  }

  /**
   * As {@link #createTask(Coroutine)}.
   *
   * @param <T> what awaiting the returned awaitable gives
   * @param body what to run, which ends by awaiting what it returns
   * @return the task
   */
  public <T extends @Nullable Object> Task<T> createTask(AwaitableBody<T> body) {
    return createTask(Asyncio.async(body));
  }

  /**
   * As {@link #createTask(Coroutine)}.
   *
   * @param body what to run
   * @return the task
   */
  public Task<@Nullable Void> createTask(VoidBody body) {
    return createTask(Asyncio.async(body));
  }

  /**
   * Starts a task that has to get ready first, and waits until it says that it is. Not in asyncio;
   * trio's {@code nursery.start}.
   *
   * @param <T> what it tells when it is ready, such as the port that it listens on
   * @param body what to run; it sets the future when it is ready, and goes on
   * @return a coroutine that gives what the body told. It throws what the body throws before that
   *     (the group does not fail then), and {@link IllegalStateException} if the body ends without
   *     a word. Cancelling it while it waits cancels the task
   */
  public <T extends @Nullable Object> Coroutine<T> start(Starting<T> body) {
    return new Coroutine<>(() -> {
      Future<T> ready = RunningLoops.current().createFuture();
      Task<@Nullable Void> task = createTask(() -> runStarting(body, ready));
      task.addInternalCallback(ended -> {
        if (!ready.done()) {
          ready.cancel(); // cancelled before its first step
        }
      });
      try {
        return Asyncio.await(Asyncio.shield(ready)); // the task may be about to set it
      } catch (CancelledError e) {
        task.cancel();
        throw e;
      }
    });
  }

  private static <T extends @Nullable Object> void runStarting(Starting<T> body, Future<T> ready)
      throws Exception {
    try {
      body.run(ready);
    } catch (CoroutineExit e) {
      throw e; // the loop has been closed: there is nobody to tell
    } catch (Throwable e) {
      if (ready.done()) {
        throw e;
      }
      ready.endWith(e);
      return;
    }
    if (!ready.done()) {
      ready.fail(new IllegalStateException("the task ended without saying that it was ready"));
    }
  }

  /**
   * Ends the group early: cancels its tasks and what is left of the block, and lets {@link #run}
   * return without an exception. Before the group is entered, the block is cancelled where it first
   * waits; after its end, and a second time, nothing happens. Mirrors {@code TaskGroup.cancel} of
   * Python 3.15.
   */
  public void cancel() {
    Task<?> owner = parent;
    if (owner == null) {
      cancelOnEnter = true;
      return;
    }
    owner.loop.checkThread();
    if (exiting && tasks.isEmpty()) {
      return;
    }
    if (!aborting) {
      abort();
    }
    cancelParent(owner);
  }

  /**
   * The tasks that have not ended.
   *
   * @return in the order in which they were started; a copy
   */
  public Set<Task<?>> tasks() {
    return new LinkedHashSet<>(tasks);
  }

  // ----- entering and leaving

  private void enter() {
    if (parent != null) {
      throw new IllegalStateException(this + " has already been entered");
    }
    Task<?> current = RunningLoops.current().current;
    if (current == null) {
      throw new IllegalStateException("a task group must be used inside a task");
    }
    parent = current;
    scope = current.shieldScope();
    cancellingBefore = current.cancelling();
    if (cancelOnEnter) {
      cancel();
    }
  }

  @SuppressWarnings("NullAway") // see run(Body): a block that was cut short has no result
  private <T extends @Nullable Object> T within(Body<T> block) {
    T result;
    try {
      result = block.call();
    } catch (CoroutineExit e) {
      throw e; // the loop has been closed: nothing can be waited for
    } catch (Throwable e) {
      exit(e);
      return null;
    }
    exit(null);
    return result;
  }

  /** Waits for the tasks, and throws what the group ends with, if it is not to end normally. */
  private void exit(@Nullable Throwable thrown) {
    Task<?> owner = parent;
    assert owner != null;
    exiting = true;
    if (thrown instanceof KeyboardInterrupt e && interrupt == null) {
      interrupt = e;
    }
    CancelledError cancellation = thrown instanceof CancelledError e ? e : null;
    if (thrown != null && !aborting) {
      abort();
    }
    CancelledError late = null;
    while (!tasks.isEmpty()) {
      Future<@Nullable Void> end = owner.loop.createFuture();
      allDone = end;
      try {
        Asyncio.await(end);
      } catch (IllegalStateException e) { // the stack cannot be left, so nothing can be waited for
        abort();
        throw e;
      } catch (CancelledError e) {
        if (aborting) {
          late = e;
        } else {
          cancellation = e;
          abort();
        }
      }
      allDone = null;
    }
    if (interrupt != null) {
      reportErrors(interrupt);
      throw interrupt;
    }
    if (parentCancelRequested) {
      if (owner.uncancel() == 0) {
        cancellation = null;
      } else if (cancellation == null) {
        cancellation = late; // from outside, while we were ending
      }
    }
    if (cancellation != null && errors.isEmpty()) {
      throw cancellation;
    }
    if (thrown != null && !(thrown instanceof CancelledError)) {
      errors.add(thrown);
    }
    if (!errors.isEmpty()) {
      if (owner.cancelling() > 0) { // so that it is delivered after all, at the next await
        boolean cameMeanwhile = owner.cancelling() > cancellingBefore; // through our shield, if any
        owner.uncancel();
        owner.cancel(null, cameMeanwhile ? scope : null);
      }
      throw new ExceptionGroup("unhandled errors in a TaskGroup", errors);
    }
  }

  private void taskDone(Task<?> task) {
    tasks.remove(task);
    if (tasks.isEmpty() && allDone != null && !allDone.done()) {
      allDone.complete(null);
    }
    Throwable exception = task.cancelled() ? null : task.exception();
    if (exception == null) {
      return;
    }
    errors.add(exception);
    if (exception instanceof KeyboardInterrupt e && interrupt == null) {
      interrupt = e;
    }
    Task<?> owner = parent;
    assert owner != null;
    if (owner.done()) {
      owner.loop.callExceptionHandler(
          ExceptionContext.of(task + " has failed, but its parent has ended already", exception)
              .with("task", task)
              .with("task_group", this));
    } else if (!supervisor && !aborting && !parentCancelRequested) {
      abort();
      cancelParent(owner);
    }
  }

  private void abort() {
    aborting = true;
    for (Task<?> task : List.copyOf(tasks)) {
      if (!task.done()) {
        task.cancel();
      }
    }
  }

  private void cancelParent(Task<?> owner) {
    if (!parentCancelRequested) {
      parentCancelRequested = true;
      owner.cancel(null, scope);
    }
  }

  /** Ctrl-C goes first; what else went wrong is not to be lost. */
  private void reportErrors(KeyboardInterrupt first) {
    for (Throwable error : errors) {
      if (error != first && parent != null) {
        parent.loop.callExceptionHandler(
            ExceptionContext.of("an error in a task group that was interrupted", error)
                .with("task_group", this));
      }
    }
  }

  @Override
  public String toString() {
    return "<TaskGroup"
        + (tasks.isEmpty() ? "" : " tasks=" + tasks.size())
        + (errors.isEmpty() ? "" : " errors=" + errors.size())
        + (aborting ? " cancelling" : parent != null ? " entered" : "")
        + ">";
  }

  /** A block that starts tasks in its group. */
  @FunctionalInterface
  public interface VoidBlock {

    /**
     * Runs the block.
     *
     * @param group the group
     * @throws Exception whatever the block throws
     */
    void run(TaskGroup group) throws Exception;
  }

  /**
   * A block that starts tasks in its group, and returns something. It is a special case of the
   * other so that the compiler, where a lambda may be either, takes it for this.
   *
   * @param <T> what it returns
   */
  @FunctionalInterface
  public interface Block<T extends @Nullable Object> extends VoidBlock {

    /**
     * Runs the block.
     *
     * @param group the group
     * @return the block's result
     * @throws Exception whatever the block throws
     */
    T call(TaskGroup group) throws Exception;

    @Override
    default void run(TaskGroup group) throws Exception {
      call(group);
    }
  }

  /**
   * What {@link #start} runs.
   *
   * @param <T> what it tells when it is ready
   */
  @FunctionalInterface
  public interface Starting<T extends @Nullable Object> {

    /**
     * Runs the task.
     *
     * @param ready to be set when it is ready
     * @throws Exception whatever the task throws
     */
    void run(Future<T> ready) throws Exception;
  }
}

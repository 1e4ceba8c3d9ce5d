package asyncio;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine that runs by itself, concurrently with the others of its loop; mirrors {@code
 * asyncio.Task}. Made by {@link Asyncio#createTask(Coroutine) createTask}. The loop holds it until
 * it ends.
 *
 * @param <T> what the coroutine returns
 */
/*
 * A task that is not done is in one of three states:
 *
 *   waiting     waiter is a future that is not done, and holds the fiber among its callbacks
 *   scheduled   the fiber stands in the ready queue; waiter is null or a future that is done
 *   running     it is loop.current
 *
 * cancel() cancels the future that the task waits for; what that does to the task comes by the
 * future. If there is none, or it is done, cancel() sets mustCancel, and the CancelledError is
 * thrown when the task goes on: so a result that came just before is lost, as in CPython.
 *
 * A task runs on its own fiber, and while it asks a generator for a value, on the generator's: active
 * is the one that a step resumes. Going from one to the other passes through step(), since only the
 * loop's thread can resume a fiber; nothing else runs in between.
 */
public final class Task<T extends @Nullable Object> extends Future<T> {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** How often a coroutine whose loop is closed may await again before it is left as it is. */
  private static final int EXITS = 100;

  /** Tasks that start at once in one another take the loop's stack: from here on they wait. */
  private static final int EAGER_DEPTH = 1000;

  // immutable state
  private final Coroutine<T> coroutine;
  private final Context context;
  private final Fiber fiber;

  // mutable state
  private Fiber active;
  private boolean switched;
  private @Nullable String name;
  private int number;
  private @Nullable Future<?> waiter;
  private boolean mustCancel;
  private @Nullable CancelRequests requests;

  /** The innermost time-out that it runs under: its own, or at first that of who made it. */
  @Nullable Timeout timeout;

  private boolean abandoned;
  private byte exits;

  /** CPython leaves such a task marked as being awaited: nobody else can await it until it ends. */
  private boolean awaitedItself;

  // its place in the loop's list of tasks
  @Nullable Task<?> older;
  @Nullable Task<?> newer;

  private Task(
      EventLoop loop, Coroutine<T> coroutine, @Nullable String name, @Nullable Context context) {
    super(loop);
    this.coroutine = coroutine;
    coroutine.task = this;
    this.context = context != null ? context : Context.copyContext();
    this.name = name;
    Task<?> maker = loop.current;
    this.timeout = maker == null ? null : Timeout.running(maker.timeout);
    if (name == null) {
      number = NUMBERS.incrementAndGet();
    }
    this.fiber = loop.fibers.create(this, null);
    this.active = fiber;
  }

  /**
   * Makes a task without the loop's task factory, for use in one; mirrors the constructor of {@code
   * asyncio.Task}. Its first step comes with the loop's next iteration, or at once if the options
   * say so.
   *
   * @param <T> what the coroutine returns
   * @param loop the loop
   * @param coroutine what to run
   * @param options the task's name and context, and whether it starts at once
   * @return the task
   * @throws IllegalStateException if the loop is closed, or runs on another thread
   */
  public static <T extends @Nullable Object> Task<T> create(
      EventLoop loop, Coroutine<T> coroutine, TaskOptions options) {
    loop.checkClosed();
    loop.checkThread();
    Task<T> task = new Task<>(loop, coroutine, options.name(), options.context());
    loop.tasks.add(task);
    if (Boolean.TRUE.equals(options.eagerStart()) && loop.isRunning()) {
      task.startNow();
    } else {
      loop.schedule(task.fiber);
    }
    return task;
  }

  /**
   * The name given to it, or {@code Task-1}, {@code Task-2} …
   *
   * @return the name
   */
  public String name() {
    if (name == null) {
      name = "Task-" + number;
    }
    return name;
  }

  /**
   * Renames it.
   *
   * @param name the new name
   */
  public void setName(String name) {
    this.name = name;
    Thread thread = fiber.thread();
    if (thread != null) {
      thread.setName(name);
    }
  }

  /**
   * What it runs; mirrors {@code Task.get_coro}.
   *
   * @return the coroutine
   */
  public Coroutine<T> coroutine() {
    return coroutine;
  }

  /**
   * What it runs in; mirrors {@code Task.get_context}.
   *
   * @return the context
   */
  public Context context() {
    return context;
  }

  /**
   * Not for tasks: a task's result is what its coroutine returns.
   *
   * @param result not used
   * @throws UnsupportedOperationException always
   */
  @Override
  public void setResult(T result) {
    throw new UnsupportedOperationException("Task does not support setResult");
  }

  /**
   * Not for tasks: a task fails with what its coroutine throws.
   *
   * @param exception not used
   * @throws UnsupportedOperationException always
   */
  @Override
  public void setException(Throwable exception) {
    throw new UnsupportedOperationException("Task does not support setException");
  }

  /**
   * Asks the task to end: a {@link CancelledError} is thrown where it waits. The coroutine may
   * clean up first, and may refuse by catching the error. A task that has not started yet never
   * will.
   *
   * @param message the error's message, or null for none
   * @return false if it was done already
   */
  @Override
  public boolean cancel(@Nullable String message) {
    return cancel(message, null);
  }

  /** The same, by something that was entered in a shield scope of this task, or in none. */
  boolean cancel(@Nullable String message, @Nullable ShieldScope from) {
    loop.checkThread();
    markRetrieved();
    if (done()) {
      return false;
    }
    ShieldScope scope = shieldScope();
    if (scope != from && scope != null) {
      ShieldScope.hold(scope, from, message);
      return true;
    }
    CancelRequests asked = requests();
    asked.count++;
    if (waiter != null && waiter.cancel(message)) {
      return true; // waiter stays: it may be a task that refuses, and is to be cancelled again
    }
    mustCancel = true;
    asked.undelivered = 0;
    asked.message = message;
    return true;
  }

  /**
   * The number of calls of {@link #cancel()}, less those of {@link #uncancel}. What a shielded
   * block holds back does not count before it arrives.
   *
   * @return the number, 0 or more
   */
  public int cancelling() {
    return requests == null ? 0 : requests.count;
  }

  /**
   * Takes back one cancellation request, as who has called {@link #cancel()} and has handled the
   * error does. The last one takes back as well a cancellation that was not delivered yet.
   *
   * @return the number of requests that remain
   */
  public int uncancel() {
    CancelRequests asked = requests;
    if (asked == null) {
      return 0;
    }
    if (asked.count == 0) {
      ShieldScope.takeBack(asked.scope);
    } else if (--asked.count == 0 || (asked.undelivered > 0 && --asked.undelivered == 0)) {
      mustCancel = false;
    }
    return asked.count;
  }

  /** Keeps a cancellation that was asked for from being delivered; false if there is none. */
  boolean holdCancellation() {
    boolean asked = mustCancel;
    mustCancel = false;
    return asked;
  }

  /** What was held back arrives: that from before the block, and the requests made meanwhile. */
  void cancelAtNextAwait(boolean before, int held, @Nullable String message) {
    CancelRequests asked = requests();
    if (held > 0) {
      asked.message = message;
    }
    asked.count += held;
    mustCancel = asked.count > 0;
    asked.undelivered = before ? 0 : held;
  }

  @Nullable ShieldScope shieldScope() {
    return requests == null ? null : requests.scope;
  }

  void setShieldScope(@Nullable ShieldScope scope) {
    requests().scope = scope;
  }

  private CancelRequests requests() {
    if (requests == null) {
      requests = new CancelRequests();
    }
    return requests;
  }

  /**
   * The calls that it is in; mirrors {@code Task.get_stack}. Only the user's code, not that of the
   * loop. On the loop's thread, or while the task does not run.
   *
   * @return the innermost call first: of a task that has failed those of its exception, and none of
   *     one that has not begun or has ended otherwise
   */
  public List<StackTraceElement> stack() {
    if (done()) {
      return failed() ? UserFrames.of(failure().getStackTrace()) : List.of();
    }
    Thread thread = active.thread();
    return thread == null ? List.of() : UserFrames.of(thread.getStackTrace());
  }

  /**
   * A part of {@link #stack()}.
   *
   * @param limit how many calls: the innermost ones, or if it is negative the outermost
   * @return the innermost call first
   */
  public List<StackTraceElement> stack(int limit) {
    return limited(stack(), limit);
  }

  static <E> List<E> limited(List<E> stack, int limit) {
    int size = stack.size();
    return limit >= 0
        ? stack.subList(0, Math.min(limit, size))
        : stack.subList(Math.max(0, size + limit), size);
  }

  /**
   * Prints {@link #stack()}; mirrors {@code Task.print_stack}.
   *
   * @param out where to
   */
  public void printStack(PrintStream out) {
    printStack(out, CallGraphs.ALL);
  }

  /**
   * Prints {@link #stack(int)}.
   *
   * @param out where to
   * @param limit how many calls: the innermost ones, or if it is negative the outermost
   */
  public void printStack(PrintStream out, int limit) {
    List<StackTraceElement> frames = stack(limit);
    if (frames.isEmpty()) {
      out.println("No stack for " + this);
      return;
    }
    out.println((failed() ? "Traceback for " : "Stack for ") + this + ":");
    frames.forEach(frame -> out.println("  at " + frame));
    if (failed()) {
      out.println(failure());
    }
  }

  @Override
  @Nullable String refusedMessage() {
    return requests == null ? null : requests.message;
  }

  // ----- on the loop's thread

  /** Runs the coroutine until it waits again, or ends. */
  void step() {
    if (done()) {
      return; // woken for an await that could not suspend
    }
    waiter = null;
    if (mustCancel && !fiber.started()) {
      mustCancel = false;
      endWithoutStart(loop.cancelledError(refusedMessage()));
      return;
    }
    loop.current = this;
    try {
      resume();
    } finally {
      loop.current = null;
    }
    throwEscaped();
  }

  /** A Ctrl-C that the coroutine has let through ends the loop, too. */
  private void throwEscaped() {
    if (failed() && failure() instanceof KeyboardInterrupt interrupt) {
      throw interrupt;
    }
  }

  /** Ends a task whose loop is being closed: unwinds its coroutine, if that has started. */
  void abandon() {
    coroutine.close();
    if (!fiber.started()) {
      return;
    }
    abandoned = true;
    resume();
    if (loop.tasks.contains(this)) {
      EventLoop.LOGGER.log(
          System.Logger.Level.WARNING, this + " awaits again after its loop was closed");
    }
  }

  private void resume() {
    do {
      switched = false;
      active.resume();
      Task<?> child = loop.starting;
      if (child != null) {
        loop.starting = null;
        try {
          child.stepInBetween();
        } catch (KeyboardInterrupt e) {
          // it goes on from startNow
        }
      }
    } while (switched);
  }

  /** Takes the first step at once, in the middle of what runs now. */
  private void startNow() {
    if (loop.eagerDepth >= EAGER_DEPTH) {
      loop.schedule(fiber);
      return;
    }
    Task<?> running = loop.current;
    if (running == null) {
      stepInBetween(); // a callback runs, on the loop's thread
      return;
    }
    loop.starting = this;
    running.goOnWith(running.active);
    boolean left = false;
    try {
      left = running.leave(running.active);
    } finally {
      if (!left) {
        loop.schedule(fiber); // the stack that we are on cannot be left: it starts as usual
      }
    }
    throwEscaped();
  }

  private void stepInBetween() {
    Task<?> running = loop.current;
    Context context = loop.context;
    loop.eagerDepth++;
    try {
      step();
    } finally {
      loop.eagerDepth--;
      loop.current = running;
      loop.context = context;
    }
  }

  private void endWithoutStart(CancelledError error) {
    coroutine.close();
    loop.tasks.remove(this);
    endCancelled(error);
  }

  // ----- on the fiber

  /** The whole life of the fiber's thread. */
  void runBody() {
    loop.context = context;
    try {
      T result = coroutine.run();
      if (mustCancel) {
        mustCancel = false;
        endCancelled(refusedMessage());
      } else {
        complete(result);
      }
    } catch (CancelledError e) {
      endCancelled(e);
    } catch (CoroutineExit e) {
      // the loop is closed: there is nobody to tell
    } catch (Throwable e) {
      fail(e);
    } finally {
      loop.tasks.remove(this);
    }
  }

  /** Waits for a future, and gives its result or throws what it failed with. */
  <V extends @Nullable Object> V await(Future<V> future) {
    if (future.done()) {
      return future.result();
    }
    if (future instanceof Task<?> task && task.awaitedItself) {
      throw new IllegalStateException("a task that awaits itself cannot be awaited: " + task);
    }
    if (future == this) {
      awaitedItself = true;
      throw misuse(new IllegalStateException("a task cannot await itself: " + this));
    }
    if (future.loop != loop) {
      throw misuse(
          new IllegalStateException(this + " got " + future + ", which is of a different loop"));
    }
    future.addWaiter(active);
    waiter = future;
    if (mustCancel) {
      try {
        mustCancel = !future.cancel(refusedMessage());
      } catch (StackOverflowError e) { // it waits for itself, in a circle
        loop.callExceptionHandler(
            ExceptionContext.of("a task that waits for itself was cancelled", e)
                .with("task", this));
      }
    }
    suspend();
    while (!future.done()) { // woken for an await that could not suspend
      waiter = future;
      suspend();
    }
    if (mustCancel) {
      mustCancel = false;
      // a gathering future fails with a CancelledError, and is not cancelled
      Throwable thrown = future.cancelled() ? future.cancelledError() : future.exception();
      throw thrown instanceof CancelledError error ? error : loop.cancelledError(refusedMessage());
    }
    return future.result();
  }

  /** Lets everything that is ready run once; what {@code sleep(0)} does. */
  void yieldNow() {
    if (abandoned || !loop.iterateInPlace()) {
      loop.schedule(active);
      suspend();
    }
    if (mustCancel) {
      mustCancel = false;
      throw loop.cancelledError(refusedMessage());
    }
  }

  /** An error in what is awaited reaches the coroutine one iteration later, as in CPython. */
  private IllegalStateException misuse(IllegalStateException error) {
    yieldNow();
    return error;
  }

  /** The fiber that runs this task now. */
  Fiber active() {
    return active;
  }

  /** Leaves the running fiber for another, until that one comes back or the task is cancelled. */
  void switchTo(Fiber other) {
    Fiber left = active;
    goOnWith(other);
    suspend(left);
  }

  /** The running fiber, which is about to suspend or to end, is followed by another. */
  void goOnWith(Fiber other) {
    other.task = this;
    active = other;
    switched = true;
  }

  private void suspend() {
    suspend(active);
  }

  private void suspend(Fiber running) {
    if (abandoned && exits++ < EXITS) {
      throw new CoroutineExit(); // it cleans up, and there is nothing to wait for any more
    }
    if (!leave(running)) {
      throw stuck();
    }
    if (abandoned) {
      throw new CoroutineExit();
    }
  }

  /** Gives control to the loop until the next step; false if the stack cannot be left. */
  private boolean leave(Fiber running) {
    Context mine = loop.context; // not always the task's: it may be in the middle of a Context.run
    boolean left = false;
    try {
      left = running.suspend();
    } finally {
      if (!left) {
        goOnWith(running);
        switched = false;
        loop.starting = null;
      }
    }
    loop.context = mine;
    return left;
  }

  static IllegalStateException stuck() {
    return new IllegalStateException(
        "await cannot wait here: a native method or a static initializer is on the stack");
  }

  /** The name for the fiber's thread: none is made up where the user gave none. */
  String threadName() {
    return name == null ? "" : name;
  }

  @Override
  public String toString() {
    return "<Task name='"
        + name()
        + "' "
        + (!done() && cancelling() > 0 ? "cancelling" : stateText())
        + (!done() && waiter instanceof Task<?> task ? " wait_for='" + task.name() + "'" : "")
        + ">";
  }
}

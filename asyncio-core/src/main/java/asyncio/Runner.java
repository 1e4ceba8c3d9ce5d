package asyncio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs coroutines one after the other on one loop, and cleans up at the end; mirrors {@code
 * asyncio.Runner}. {@link Asyncio#run(Awaitable) run} is a runner for one coroutine.
 *
 * <p>Ctrl-C, while {@link #run} runs on the program's main thread, cancels the coroutine, and
 * {@code run} throws {@link KeyboardInterrupt} when that has ended; a second Ctrl-C ends the
 * program at once. An interrupt of the thread that waits in {@code run} cancels the coroutine too.
 */
public final class Runner implements AutoCloseable {

  private enum State {
    CREATED,
    INITIALIZED,
    CLOSED
  }

  private static final Duration EXECUTOR_TIMEOUT = Duration.ofMinutes(5);

  private final @Nullable Boolean debug;
  private final Supplier<EventLoop> loopFactory;

  private State state = State.CREATED;
  private @Nullable EventLoop loop;
  private @Nullable Context context;

  /** A runner with a loop of {@link EventLoop#create()}. Nothing is made before it is needed. */
  public Runner() {
    this(null, EventLoop::create);
  }

  /**
   * A runner whose loop is in debug mode, or is not.
   *
   * @param debug whether it is
   */
  public Runner(boolean debug) {
    this(debug, EventLoop::create);
  }

  /**
   * A runner with a loop of its own kind.
   *
   * @param debug whether the loop is in debug mode, or null to leave that as the loop has it
   * @param loopFactory makes the loop, which the runner will close
   */
  public Runner(@Nullable Boolean debug, Supplier<EventLoop> loopFactory) {
    this.debug = debug;
    this.loopFactory = loopFactory;
  }

  /**
   * The loop; mirrors {@code Runner.get_loop}.
   *
   * @return the loop, made now if it was not yet
   * @throws IllegalStateException if the runner is closed
   */
  public EventLoop loop() {
    if (state == State.CLOSED) {
      throw new IllegalStateException("the runner is closed");
    }
    EventLoop known = loop;
    if (known == null) {
      known = loopFactory.get();
      loop = known;
      if (debug != null) {
        known.setDebug(debug);
      }
      context = Context.copyContext();
      state = State.INITIALIZED;
    }
    return known;
  }

  /**
   * Runs the awaitable to its end, in the context that the runner keeps from one run to the next.
   *
   * @param <T> the result's type
   * @param main what to run
   * @return its result
   * @throws KeyboardInterrupt if Ctrl-C ended it
   * @throws IllegalStateException if the runner is closed, or this thread runs a loop. Where the
   *     awaitable failed, its exception is thrown as it is, checked or not
   */
  public <T extends @Nullable Object> T run(Awaitable<T> main) {
    return run(main, null);
  }

  /**
   * Runs the awaitable to its end, in the context given.
   *
   * @param <T> the result's type
   * @param main what to run
   * @param context the context of its task, or null for the one that the runner keeps
   * @return its result
   * @throws KeyboardInterrupt if Ctrl-C ended it
   * @throws IllegalStateException if the runner is closed, or this thread runs a loop. Where the
   *     awaitable failed, its exception is thrown as it is, checked or not
   */
  public <T extends @Nullable Object> T run(Awaitable<T> main, @Nullable Context context) {
    if (RunningLoops.currentOrNull() != null) {
      throw new IllegalStateException("run() cannot be called from a running event loop");
    }
    EventLoop on = loop();
    Coroutine<T> coroutine =
        main instanceof Coroutine<T> given ? given : Asyncio.async(() -> Asyncio.await(main));
    Task<T> task =
        on.createTask(
            coroutine, TaskOptions.DEFAULT.withContext(context != null ? context : this.context));
    CtrlC ctrlC = CtrlC.listen(() -> on.post(task::cancel));
    on.setInterruptHandler(task::cancel);
    try {
      return on.runUntilComplete(task);
    } catch (CancelledError e) {
      if (ctrlC.wasPressed() && task.uncancel() == 0) {
        throw new KeyboardInterrupt();
      }
      throw e;
    } finally {
      on.setInterruptHandler(null);
      ctrlC.close();
    }
  }

  /**
   * Ends what is left: cancels the tasks that have not ended and waits for them, closes the
   * generators that have not, shuts the executor down (waiting for five minutes at most), and
   * closes the loop. Closing it again has no effect.
   */
  @Override
  public void close() {
    EventLoop ending = loop;
    if (state != State.INITIALIZED || ending == null) {
      return;
    }
    try {
      cancelAll(ending);
      ending.runUntilComplete(ending.shutdownAsyncgens());
      ending.runUntilComplete(ending.shutdownDefaultExecutor(EXECUTOR_TIMEOUT));
    } finally {
      ending.close();
      loop = null;
      state = State.CLOSED;
    }
  }

  private static void cancelAll(EventLoop loop) {
    List<Task<?>> left = new ArrayList<>(loop.tasks.copy());
    if (left.isEmpty()) {
      return;
    }
    for (Task<?> task : left) {
      task.cancel();
    }
    loop.runUntilComplete(GatheringFuture.<@Nullable Object>ofOutcomes(loop, left));
    for (Task<?> task : left) {
      Throwable exception = task.cancelled() ? null : task.exception();
      if (exception != null) {
        loop.callExceptionHandler(
            ExceptionContext.of("unhandled exception during run() shutdown", exception)
                .with("task", task));
      }
    }
  }
}

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

  private final @Nullable Boolean debug;
  private final Supplier<EventLoop> loopFactory;

  private State state = State.CREATED;
  private @Nullable EventLoop loop;
  private @Nullable Context context;
  private @Nullable Duration shutdownGrace;
  private List<Signals> cancelSignals = List.of();

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
   * Limits the time that {@link #close} takes; not in asyncio, whose {@code Runner} waits for a
   * task that does not end for ever. What has not ended by then is logged, with where it stands and
   * who waits for it, and dropped. A task that blocks the loop's thread cannot be dropped.
   *
   * @param grace how long tasks, generators and the executor's threads have to end, all in all, or
   *     null for as long as in asyncio, which is how it is at first
   * @throws IllegalArgumentException if it is negative
   */
  public void setShutdownGrace(@Nullable Duration grace) {
    if (grace != null && grace.isNegative()) {
      throw new IllegalArgumentException("a grace period cannot be negative: " + grace);
    }
    shutdownGrace = grace;
  }

  /**
   * Has further signals do what Ctrl-C does while {@link #run} runs, such as {@code TERM}, by which
   * service managers end a program: the first cancels the coroutine, so that it cleans up and
   * {@link #close} comes after it; a second one ends the program at once. What comes out of {@code
   * run} is the {@link CancelledError}, with the signal's name as its message. Any thread may be
   * the one that calls {@code run}. Not in asyncio.
   *
   * @param signals names, such as {@code TERM} or {@code SIGTERM}; they replace those given before
   * @throws IllegalArgumentException if there is no such signal here
   * @throws IllegalStateException if a signal cannot be caught
   */
  public void setCancelSignals(String... signals) {
    List<Signals> known = new ArrayList<>();
    for (String name : signals) {
      Signals signal = Signals.of(name);
      signal.listenByDefault(() -> {}).close(); // that it can be caught
      known.add(signal);
    }
    cancelSignals = known;
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
    List<CtrlC> likeCtrlC = new ArrayList<>();
    on.setInterruptHandler(task::cancel);
    try {
      for (Signals signal : cancelSignals) {
        String name = "SIG" + signal.name();
        likeCtrlC.add(CtrlC.listenTo(signal, () -> on.post(() -> task.cancel(name))));
      }
      return on.runUntilComplete(task);
    } catch (CancelledError e) {
      if (ctrlC.wasPressed() && task.uncancel() == 0) {
        throw new KeyboardInterrupt();
      }
      throw e;
    } finally {
      on.setInterruptHandler(null);
      likeCtrlC.forEach(CtrlC::close);
      ctrlC.close();
    }
  }

  /**
   * Ends what is left: cancels the tasks that have not ended and waits for them, closes the
   * generators that have not, shuts the executor down (waiting for five minutes at most), and
   * closes the loop. {@link #setShutdownGrace} limits how long that takes. Closing it again has no
   * effect.
   */
  @Override
  public void close() {
    EventLoop ending = loop;
    if (state != State.INITIALIZED || ending == null) {
      return;
    }
    try {
      new Shutdown(ending, shutdownGrace).run();
    } finally {
      ending.close();
      loop = null;
      state = State.CLOSED;
    }
  }
}

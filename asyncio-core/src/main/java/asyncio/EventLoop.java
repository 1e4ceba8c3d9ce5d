package asyncio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The event loop: runs callbacks and the steps of tasks, one at a time, on one thread; mirrors
 * {@code asyncio.BaseEventLoop}.
 *
 * <p>Most programs never touch it: {@link Asyncio#run(Awaitable) run} makes one, runs it and closes
 * it. Its methods belong to the thread that runs it, but for {@link #callSoonThreadsafe}, {@link
 * #time} and the two that ask whether it runs and is closed; a call from another thread is an
 * {@link IllegalStateException}. While it is not running, any one thread may use it.
 */
/*
 * One iteration, exactly CPython's: work out how long to wait; wait for I/O; take over what other
 * threads handed in; move the timers that are due to the end of the ready queue; run as many items
 * as the queue holds at that moment. What they schedule waits for the next iteration.
 *
 * runner is the thread that runs at this moment on behalf of the loop: its own, or that of the fiber
 * that it has resumed. It answers "am I on the loop?" and "which loop runs me?" with one comparison:
 * a thread never finds itself in the runner of a loop that does not run it, even if it reads the
 * field without synchronization.
 */
public final class EventLoop implements AutoCloseable {

  static final System.Logger LOGGER = System.getLogger("asyncio");

  /** How many cancellations of one iteration have their stack traces. */
  private static final int MOST_TRACES = 100;

  // immutable state
  final FiberKind fibers = FiberKind.chosen();
  private final IoDriver driver;
  private final LoopExecutor executor = new LoopExecutor(this);
  final LoopSignals signals = new LoopSignals(this);

  // what is scheduled
  private final ReadyQueue ready = new ReadyQueue();
  final TimerQueue timers = new TimerQueue();
  private final Inbox inbox = new Inbox();

  /** How many items of this iteration have not begun. */
  private int left;

  /** How many more cancellations of this iteration have their stack traces. */
  private int tracesLeft;

  private int timersSet;

  // who runs
  volatile @Nullable Thread thread;
  @Nullable Thread runner;
  @Nullable Task<?> current;
  Context context = new Context();
  private volatile boolean sleeping;
  private boolean stopping;
  boolean interruptSeen;
  private boolean wasInterrupted;
  private volatile boolean closed;

  // what must not get lost
  final TaskList tasks = new TaskList();
  final NeverAwaited neverAwaited = new NeverAwaited(this);
  final Set<NeverRetrieved> neverRetrieved = new LinkedHashSet<>();
  final Set<Yielder<?>> generators = new LinkedHashSet<>();
  private boolean generatorsShutDown;
  final Set<CompletableFuture<?>> owed = ConcurrentHashMap.newKeySet();
  final AwaitedBy toldToWait = new AwaitedBy();
  final Origins origins = new Origins();
  int outsideWork;

  /** The task that is to take its first step in the middle of the current one's. */
  @Nullable Task<?> starting;

  /** How many tasks are in the middle of starting another one at once. */
  int eagerDepth;

  final OpenLoops.Unclosed unclosed = new OpenLoops.Unclosed();

  // settings
  private boolean debug = Boolean.getBoolean("asyncio.debug");
  private long slowCallbackNanos = 100_000_000;
  private long watchdogNanos = Nanos.ofProperty("asyncio.watchdog");
  private @Nullable ExceptionHandler exceptionHandler;
  private @Nullable TaskFactory taskFactory;
  private @Nullable Runnable interruptHandler;
  private final @Nullable Reordering reordering;
  private @Nullable Watchdog watchdog;

  private EventLoop(IoDriver driver) {
    this.driver = driver;
    Schedule schedule = driver.schedule();
    reordering = schedule == null ? null : new Reordering(ready, schedule);
  }

  /**
   * Makes a loop; mirrors {@code asyncio.new_event_loop}. It must be closed. It does network I/O if
   * {@code asyncio-net} is there.
   *
   * @return a loop that is not running
   * @throws IllegalStateException if {@code -Dasyncio.fiber=direct} asks for what is not open
   */
  public static EventLoop create() {
    return create(FoundDriver.create());
  }

  /**
   * Makes a loop that waits in its own way, or by a clock of its own.
   *
   * @param driver how it waits; closed with the loop
   * @return a loop that is not running
   */
  public static EventLoop create(IoDriver driver) {
    EventLoop loop = new EventLoop(driver);
    OpenLoops.add(loop);
    return loop;
  }

  /**
   * How it waits. Any thread.
   *
   * @return the driver that it was made with
   */
  public IoDriver driver() {
    return driver;
  }

  /**
   * The loops of this program that have not been closed. Any thread.
   *
   * @return a snapshot
   */
  public static Set<EventLoop> openLoops() {
    return OpenLoops.all();
  }

  /**
   * Where the loop was made. Any thread.
   *
   * @return the calls, the innermost first
   */
  public List<StackTraceElement> madeAt() {
    return UserFrames.of(unclosed.madeAt.getStackTrace());
  }

  // ----- scheduling

  /**
   * Runs the callback in the next iteration, after what is scheduled already, in a copy of the
   * current context.
   *
   * @param callback what to run
   * @return a handle to cancel it by
   * @throws IllegalStateException if the loop is closed, or runs on another thread
   */
  public Handle callSoon(Runnable callback) {
    return callSoon(callback, Context.copyContext());
  }

  /**
   * Runs the callback in the next iteration, after what is scheduled already.
   *
   * @param callback what to run
   * @param context the context to run it in, itself and not a copy
   * @return a handle to cancel it by
   * @throws IllegalStateException if the loop is closed, or runs on another thread
   */
  public Handle callSoon(Runnable callback, Context context) {
    checkClosed();
    checkThread();
    Handle handle = new Handle(this, callback, context);
    schedule(handle);
    return handle;
  }

  /**
   * As {@link #callSoon(Runnable)}, from any thread; wakes the loop up.
   *
   * @param callback what to run on the loop's thread
   * @return a handle to cancel it by, from any thread
   * @throws IllegalStateException if the loop is closed
   */
  public Handle callSoonThreadsafe(Runnable callback) {
    return callSoonThreadsafe(callback, Context.copyContext());
  }

  /**
   * As {@link #callSoon(Runnable, Context)}, from any thread; wakes the loop up.
   *
   * @param callback what to run on the loop's thread
   * @param context the context to run it in, itself and not a copy
   * @return a handle to cancel it by, from any thread
   * @throws IllegalStateException if the loop is closed
   */
  public Handle callSoonThreadsafe(Runnable callback, Context context) {
    checkClosed();
    Handle handle = new Handle(this, callback, context);
    if (!offer(handle)) {
      checkClosed();
    }
    return handle;
  }

  /** Has the loop run what another thread has for it; nothing, if it is closed. */
  void post(Runnable callback) {
    offer(new Handle(this, callback, new Context()));
  }

  /** Adds to what runs next. What other threads have handed in before now goes first. */
  void schedule(Ready item) {
    takeOver();
    ready.add(item);
  }

  private boolean offer(Handle handle) {
    if (Thread.currentThread() == runner) {
      schedule(handle);
      return true;
    }
    if (!inbox.offer(handle)) {
      return false;
    }
    if (sleeping) {
      driver.wakeup();
    }
    return true;
  }

  /**
   * Runs the callback after a delay, in a copy of the current context. Callbacks that are due at
   * the same time run in the order in which they were set.
   *
   * @param seconds the delay; 0 or less means the next iteration
   * @param callback what to run
   * @return a handle to cancel it by
   * @throws IllegalStateException if the loop is closed, or runs on another thread
   */
  public TimerHandle callLater(double seconds, Runnable callback) {
    return callLater(seconds, callback, Context.copyContext());
  }

  /**
   * As {@link #callLater(double, Runnable)}.
   *
   * @param seconds the delay; 0 or less means the next iteration
   * @param callback what to run
   * @param context the context to run it in, itself and not a copy
   * @return a handle to cancel it by
   * @throws IllegalStateException if the loop is closed, or runs on another thread
   */
  public TimerHandle callLater(double seconds, Runnable callback, Context context) {
    return callAtNanos(Nanos.later(nanoTime(), Nanos.of(seconds)), callback, context);
  }

  /**
   * As {@link #callLater(double, Runnable)}.
   *
   * @param delay the delay
   * @param callback what to run
   * @return a handle to cancel it by
   */
  public TimerHandle callLater(Duration delay, Runnable callback) {
    return callAtNanos(Nanos.later(nanoTime(), Nanos.of(delay)), callback, Context.copyContext());
  }

  /**
   * Runs the callback at a time, in a copy of the current context.
   *
   * @param when seconds on the clock of {@link #time}
   * @param callback what to run
   * @return a handle to cancel it by
   * @throws IllegalStateException if the loop is closed, or runs on another thread
   */
  public TimerHandle callAt(double when, Runnable callback) {
    return callAt(when, callback, Context.copyContext());
  }

  /**
   * As {@link #callAt(double, Runnable)}.
   *
   * @param when seconds on the clock of {@link #time}
   * @param callback what to run
   * @param context the context to run it in, itself and not a copy
   * @return a handle to cancel it by
   * @throws IllegalStateException if the loop is closed, or runs on another thread
   */
  public TimerHandle callAt(double when, Runnable callback, Context context) {
    return callAtNanos(Nanos.of(when), callback, context);
  }

  /** Sets a timer of our own, which does not care for its context. */
  TimerHandle callAtNanos(long when, Runnable callback) {
    return callAtNanos(when, callback, context);
  }

  private TimerHandle callAtNanos(long when, Runnable callback, Context context) {
    checkClosed();
    checkThread();
    TimerHandle timer = new TimerHandle(this, callback, context, when, timersSet++);
    timers.add(timer);
    return timer;
  }

  /**
   * The loop's clock. Any thread.
   *
   * @return seconds since some fixed moment; never less than before
   */
  public double time() {
    return Nanos.toSeconds(nanoTime());
  }

  long nanoTime() {
    return driver.nanoTime();
  }

  // ----- futures and tasks

  /**
   * Makes a future of this loop. Any thread.
   *
   * @param <T> the result's type
   * @return a pending future
   */
  public <T extends @Nullable Object> Future<T> createFuture() {
    return new Future<>(this);
  }

  /**
   * Makes a task that runs the coroutine, from the next iteration on.
   *
   * @param <T> what the coroutine returns
   * @param coroutine what to run
   * @return the task
   * @throws IllegalStateException if the loop is closed, or runs on another thread
   */
  public <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine) {
    return createTask(coroutine, TaskOptions.DEFAULT);
  }

  /**
   * Makes a task that runs the coroutine, from the next iteration on.
   *
   * @param <T> what the coroutine returns
   * @param coroutine what to run
   * @param options the task's name and context
   * @return the task
   * @throws IllegalStateException if the loop is closed, or runs on another thread
   */
  public <T extends @Nullable Object> Task<T> createTask(
      Coroutine<T> coroutine, TaskOptions options) {
    Objects.requireNonNull(coroutine, "coroutine");
    TaskFactory factory = taskFactory;
    return factory == null
        ? Task.create(this, coroutine, options)
        : factory.create(this, coroutine, options);
  }

  /** The awaitable itself if it is a future, or else a task that runs it. */
  <T extends @Nullable Object> Future<T> ensureFuture(Awaitable<T> awaitable) {
    // no switch over types: the JDK would have to link one whenever a program starts
    if (awaitable instanceof Coroutine<T> coroutine) {
      return taskOf(coroutine);
    }
    Future<T> future = (Future<T>) awaitable;
    if (future.loop != this) {
      throw new IllegalArgumentException(future + " belongs to a different event loop");
    }
    return future;
  }

  /** A coroutine that cannot become a task will never run: the error says enough. */
  private <T extends @Nullable Object> Task<T> taskOf(Coroutine<T> coroutine) {
    try {
      return createTask(coroutine);
    } catch (Throwable e) {
      coroutine.close();
      throw e;
    }
  }

  /**
   * Has the factory make the loop's tasks.
   *
   * @param factory the factory, or null for {@link Task#create}
   */
  public void setTaskFactory(@Nullable TaskFactory factory) {
    taskFactory = factory;
  }

  /**
   * What was set with {@link #setTaskFactory}.
   *
   * @return the factory, or null
   */
  public @Nullable TaskFactory taskFactory() {
    return taskFactory;
  }

  // ----- running

  /**
   * Runs until {@link #stop} is called. Where the thread cannot run the loop (a virtual one with
   * direct fibers, a platform one with portable ones), another thread does, and this one waits.
   *
   * @throws IllegalStateException if it is closed or running already, or if the thread runs another
   *     loop
   */
  public void runForever() {
    checkClosed();
    checkNotRunning();
    LoopThread.run(fibers, this::iterate, () -> post(this::interrupted));
  }

  /**
   * Runs until the awaitable is done.
   *
   * @param <T> the result's type
   * @param awaitable what to wait for; a coroutine becomes a task
   * @return its result
   * @throws IllegalStateException as {@link #runForever} does, or if the loop was stopped before.
   *     Where the awaitable failed, its exception is thrown as it is, checked or not
   */
  public <T extends @Nullable Object> T runUntilComplete(Awaitable<T> awaitable) {
    checkClosed();
    checkNotRunning();
    boolean isNew = awaitable instanceof Coroutine;
    Future<T> future = ensureFuture(awaitable);
    Consumer<Future<T>> stop =
        done -> {
          if (!(done.failed() && done.exception() instanceof KeyboardInterrupt)) {
            stop();
          }
        };
    future.addDoneCallback(stop);
    try {
      runForever();
    } catch (Throwable e) {
      if (isNew) {
        future.markRetrieved(); // the caller has no other way to see it
      }
      throw e;
    } finally {
      future.removeDoneCallback(stop);
    }
    if (!future.done()) {
      throw new IllegalStateException("the event loop was stopped before the future was done");
    }
    return future.result();
  }

  /** Ends {@link #runForever} after the current iteration, or after one if it is not running. */
  public void stop() {
    checkThread();
    stopping = true;
  }

  /**
   * Whether it runs. Any thread.
   *
   * @return true from the start of {@link #runForever} to its end
   */
  public boolean isRunning() {
    return thread != null;
  }

  /**
   * Whether it was closed. Any thread.
   *
   * @return true once it was
   */
  public boolean isClosed() {
    return closed;
  }

  private void iterate() {
    enter();
    try {
      if (watchdog != null) {
        watchdog.rest();
      }
      do {
        runOnce();
      } while (!stopping);
    } finally {
      stopping = false;
      leave();
    }
  }

  private void runOnce() {
    poll(timeToWait());
    if (interruptSeen || Thread.interrupted()) {
      interrupted();
    }
    takeOver();
    if (timers.first() != null) {
      moveDueTimers();
    }
    if (reordering != null) {
      reordering.tasks();
    }
    tracesLeft = MOST_TRACES;
    left = ready.size();
    while (left > 0) {
      left--;
      Watchdog watching = watchdog;
      if (watching == null) {
        ready.remove().dispatch();
      } else {
        watching.runItem(ready.remove());
      }
    }
    if (watchdog != null) {
      watchdog.rest();
    }
  }

  /**
   * Begins the next iteration without leaving the task that has asked for it: that is allowed, and
   * true, if the task would be the first in it and nothing is left to run in this one. So it is for
   * a task that sleeps for no time while nothing else is ready.
   */
  boolean iterateInPlace() {
    if (left > 0
        || ready.size() > 0
        || !inbox.isEmpty()
        || driver.polls()
        || stopping
        || eagerDepth > 0
        || reordering != null
        || watchdog != null
        || interruptSeen
        || (thread != null && thread.isInterrupted())) {
      return false;
    }
    tracesLeft = MOST_TRACES;
    if (timers.first() != null) {
      moveDueTimers();
      left = ready.size();
    }
    return true;
  }

  /** The error to throw where something is cancelled. */
  CancelledError cancelledError(@Nullable String message) {
    if (tracesLeft > 0 || debug || thread == null) {
      tracesLeft--;
      return new CancelledError(message);
    }
    return CancelledError.withoutStackTrace(message);
  }

  /** Takes over what other threads have handed in. */
  private void takeOver() {
    if (inbox.isEmpty()) {
      return;
    }
    if (reordering == null) {
      inbox.drainTo(ready);
    } else {
      reordering.handIn(inbox);
    }
  }

  private void moveDueTimers() {
    int before = ready.size();
    timers.moveDue(nanoTime(), ready);
    if (reordering != null) {
      reordering.timers(before);
    }
  }

  private long timeToWait() {
    if (ready.size() > 0 || stopping || interruptSeen) {
      return 0;
    }
    TimerHandle first = timers.first();
    if (first == null) {
      return IoDriver.FOREVER;
    }
    long when = first.whenNanos;
    if (when == IoDriver.FOREVER) {
      return IoDriver.FOREVER;
    }
    long now = nanoTime();
    return when <= now ? 0 : when - now;
  }

  private void poll(long timeoutNanos) {
    if (timeoutNanos == 0) {
      driver.select(0);
      return;
    }
    sleeping = true; // from here on who adds to the inbox wakes the driver
    try {
      driver.select(inbox.isEmpty() ? timeoutNanos : 0);
    } finally {
      sleeping = false;
    }
  }

  private void interrupted() {
    interruptSeen = false;
    wasInterrupted = true;
    if (interruptHandler != null) {
      interruptHandler.run();
    }
  }

  private void enter() {
    Thread me = Thread.currentThread();
    thread = me;
    runner = me;
    interruptSeen = Thread.interrupted(); // running a fiber would clear the status
    RunningLoops.add(this);
    watch();
  }

  private void leave() {
    RunningLoops.remove(this);
    unwatch();
    current = null;
    runner = null;
    thread = null;
    if (wasInterrupted || interruptSeen) {
      wasInterrupted = false;
      interruptSeen = false;
      Thread.currentThread().interrupt();
    }
  }

  /** What an interrupt of the waiting loop's thread does; the status is set again at the end. */
  void setInterruptHandler(@Nullable Runnable handler) {
    interruptHandler = handler;
  }

  /**
   * Closes it: drops what is scheduled, unwinds the coroutines that were never ended, and lets go
   * of the executor without waiting for it. Closing it again has no effect.
   *
   * @throws IllegalStateException if it is running
   */
  @Override
  public void close() {
    if (isRunning()) {
      throw new IllegalStateException("cannot close a running event loop");
    }
    if (closed) {
      return;
    }
    closed = true;
    OpenLoops.remove(this);
    inbox.close();
    ready.clear();
    timers.clear();
    executor.close();
    signals.close();
    if (!tasks.isEmpty() || !generators.isEmpty()) {
      LoopThread.run(fibers, this::abandonAll, () -> {});
      ready.clear();
    }
    List.copyOf(neverRetrieved).forEach(NeverRetrieved::report);
    neverAwaited.loopClosed();
    Stages.loopClosed(this);
    driver.close();
  }

  private void abandonAll() {
    enter();
    try {
      for (Task<?> task : tasks.copy()) {
        callExceptionHandler(
            ExceptionContext.of("Task was destroyed but it is pending!", null).with("task", task));
        current = task;
        task.abandon();
      }
      current = null;
      List.copyOf(generators).forEach(Yielder::abandon);
    } finally {
      leave();
    }
  }

  /**
   * Closes the asynchronous generators that were begun and have not ended; mirrors {@code
   * loop.shutdown_asyncgens}.
   *
   * @return a coroutine that waits until they are closed; errors go to the exception handler
   */
  public Coroutine<@Nullable Void> shutdownAsyncgens() {
    return Asyncio.async(() -> {
      generatorsShutDown = true;
      List<Coroutine<@Nullable Void>> closes = new ArrayList<>();
      for (Yielder<?> generator : generators) {
        closes.add(Asyncio.async(generator::closeAtShutdown));
      }
      for (Outcome<?> outcome : Asyncio.await(Asyncio.gatherOutcomes(closes))) {
        if (outcome instanceof Outcome.Failure<?> failure) {
          callExceptionHandler(
              ExceptionContext.of(
                  "an error occurred during closing of an asynchronous generator",
                  failure.exception()));
        }
      }
    });
  }

  void addGenerator(Yielder<?> generator) {
    if (generatorsShutDown) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "an asynchronous generator was begun after shutdownAsyncgens(): nobody will close it");
    }
    generators.add(generator);
  }

  // ----- executor

  /**
   * Runs the function on another thread; the result arrives on the loop.
   *
   * @param <T> what it returns
   * @param executor where to run it, or null for the default: a virtual thread of its own, or with
   *     portable fibers a platform thread
   * @param function what to run
   * @return a future. Cancelling it does not stop a function that has begun
   * @throws IllegalStateException if the loop is closed, or its default executor shut down
   */
  public <T extends @Nullable Object> Future<T> runInExecutor(
      @Nullable Executor executor, Body<T> function) {
    checkClosed();
    checkThread();
    return this.executor.run(executor, Objects.requireNonNull(function, "function"));
  }

  /**
   * Replaces the default executor. It is shut down with the loop.
   *
   * @param executor the new one
   */
  public void setDefaultExecutor(ExecutorService executor) {
    this.executor.setDefault(Objects.requireNonNull(executor, "executor"));
  }

  /**
   * Shuts the default executor down and waits until its threads have ended, however long that
   * takes.
   *
   * @return a coroutine that waits
   */
  public Coroutine<@Nullable Void> shutdownDefaultExecutor() {
    return shutdownDefaultExecutor(null);
  }

  /**
   * Shuts the default executor down and waits until its threads have ended.
   *
   * @param timeout how long to wait, or null for no limit; a warning is logged when it is over
   * @return a coroutine that waits
   */
  public Coroutine<@Nullable Void> shutdownDefaultExecutor(@Nullable Duration timeout) {
    return executor.shutdown(timeout);
  }

  /**
   * Whether another thread owes this loop a result: a call in an executor, or a stage that is
   * awaited. Without it, a loop with nothing ready and no timer can wait for ever.
   *
   * @return true if there is such work
   */
  public boolean hasOutsideWork() {
    return outsideWork > 0;
  }

  // ----- signals

  /**
   * Has the loop run the callback in its next iteration whenever the signal comes, in a copy of the
   * current context; mirrors {@code loop.add_signal_handler}. It takes the place of the loop's
   * handler before it, and of what the signal does otherwise: with {@code INT}, Ctrl-C does not
   * cancel what {@link Runner#run} runs. Closing the loop removes it.
   *
   * @param signal the name, such as {@code TERM} or {@code SIGTERM}
   * @param callback what to run
   * @throws IllegalArgumentException if there is no such signal here
   * @throws IllegalStateException if the signal cannot be caught, or the JVM keeps it for itself;
   *     if the loop is closed, or runs on another thread
   */
  public void addSignalHandler(String signal, Runnable callback) {
    signals.setHandler(signal, callback);
  }

  /**
   * Removes the handler that {@link #addSignalHandler} has set: the signal does again what it did
   * before; mirrors {@code loop.remove_signal_handler}.
   *
   * @param signal the name, such as {@code TERM} or {@code SIGTERM}
   * @return false if there was none
   * @throws IllegalArgumentException if there is no such signal here
   * @throws IllegalStateException if the loop runs on another thread
   */
  public boolean removeSignalHandler(String signal) {
    return signals.removeHandler(signal);
  }

  // ----- errors

  /**
   * Has the handler called for exceptions that nobody can be told of by throwing them.
   *
   * @param handler the handler, or null for {@link #defaultExceptionHandler}
   */
  public void setExceptionHandler(@Nullable ExceptionHandler handler) {
    exceptionHandler = handler;
  }

  /**
   * What was set with {@link #setExceptionHandler}.
   *
   * @return the handler, or null
   */
  public @Nullable ExceptionHandler exceptionHandler() {
    return exceptionHandler;
  }

  /**
   * Logs the error.
   *
   * @param context what happened
   */
  public void defaultExceptionHandler(ExceptionContext context) {
    ErrorReports.log(this, context);
  }

  /**
   * Calls the exception handler, and the default one if that fails.
   *
   * @param context what happened; the handler runs in the context of its {@code task}, {@code
   *     future} or {@code handle}, if it has one
   */
  public void callExceptionHandler(ExceptionContext context) {
    callExceptionHandler(context, null);
  }

  void callExceptionHandler(ExceptionContext context, @Nullable Context in) {
    ErrorReports.report(this, exceptionHandler, context, in);
  }

  // ----- debug mode

  /**
   * Whether debug mode is on: by {@code -Dasyncio.debug=true} or {@link #setDebug}.
   *
   * @return true if it is
   */
  public boolean debug() {
    return debug;
  }

  /**
   * Switches debug mode on or off. It tells where coroutines were made that nobody awaited, where
   * the tasks and callbacks were made that fail with nobody to tell, and what blocks the loop.
   *
   * @param enabled true for on
   */
  public void setDebug(boolean enabled) {
    checkThread();
    debug = enabled;
    rewatch();
  }

  /**
   * How long a callback, or a step of a task, may take before debug mode reports it; 100 ms at
   * first. Mirrors {@code loop.slow_callback_duration}.
   *
   * @param duration the time, more than nothing
   */
  public void setSlowCallbackDuration(Duration duration) {
    checkThread();
    slowCallbackNanos = Math.max(1, Nanos.of(duration));
    rewatch();
  }

  /**
   * What was set with {@link #setSlowCallbackDuration}.
   *
   * @return the time
   */
  public Duration slowCallbackDuration() {
    return Duration.ofNanos(slowCallbackNanos);
  }

  /**
   * Has a thread watch the loop, in production too, and log the task and the stack of what keeps it
   * from going on, while it does. {@code -Dasyncio.watchdog=SECONDS} sets it for all loops; debug
   * mode watches anyway, by {@link #setSlowCallbackDuration}. Not in asyncio.
   *
   * @param limit how long a callback, or a step of a task, may take; null for no watching
   */
  public void setWatchdog(@Nullable Duration limit) {
    checkThread();
    watchdogNanos = limit == null ? 0 : Math.max(1, Nanos.of(limit));
    rewatch();
  }

  private void rewatch() {
    if (thread != null) {
      watch();
    }
  }

  private void watch() {
    long limit = debug ? slowCallbackNanos : watchdogNanos;
    if (limit <= 0) {
      unwatch();
    } else if (watchdog == null) {
      watchdog = Watchdog.start(this, limit, debug);
    } else {
      watchdog.set(limit, debug);
    }
  }

  private void unwatch() {
    if (watchdog != null) {
      watchdog.stop();
      watchdog = null;
    }
  }

  // ----- misuse

  void checkClosed() {
    if (closed) {
      throw new IllegalStateException("the event loop is closed");
    }
  }

  /** That the caller runs on the loop, or the loop does not run. */
  void checkThread() {
    if (Thread.currentThread() != runner && thread != null) {
      throw new IllegalStateException(
          "the event loop runs on another thread: use callSoonThreadsafe or"
              + " runCoroutineThreadsafe (called from "
              + Thread.currentThread()
              + ")");
    }
  }

  private void checkNotRunning() {
    if (isRunning()) {
      throw new IllegalStateException("this event loop is already running");
    }
    if (RunningLoops.currentOrNull() != null) {
      throw new IllegalStateException(
          "cannot run an event loop while another one is running on this thread");
    }
  }

  @Override
  public String toString() {
    return "<EventLoop running=" + isRunning() + " closed=" + closed + " debug=" + debug + ">";
  }
}

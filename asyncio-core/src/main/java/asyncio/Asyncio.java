package asyncio;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * asyncio's functions, made for {@code import static asyncio.Asyncio.*}.
 *
 * <p>Where a function takes an awaitable, it takes a lambda as well: the body of a coroutine that
 * is made for it. The body may return a value, nothing, or an awaitable that is awaited in turn.
 *
 * <p>Times are in seconds, as in asyncio, or a {@link Duration}.
 */
@SuppressWarnings("varargs") // variable arguments are read, never stored or written
public final class Asyncio {

  private Asyncio() {}

  // ----- running a program

  /**
   * Runs the awaitable as the main task of a program, on a new loop, and cleans up; mirrors {@code
   * asyncio.run}. See {@link Runner} for what Ctrl-C does.
   *
   * @param <T> the result's type
   * @param main what to run
   * @return its result
   * @throws IllegalStateException if this thread runs a loop already. Where the awaitable failed,
   *     its exception is thrown as it is, checked or not
   */
  public static <T extends @Nullable Object> T run(Awaitable<T> main) {
    try (Runner runner = new Runner()) {
      return runner.run(main);
    }
  }

  /**
   * As {@link #run(Awaitable)}, in debug mode or not.
   *
   * @param <T> the result's type
   * @param main what to run
   * @param debug whether the loop is in debug mode
   * @return its result
   */
  public static <T extends @Nullable Object> T run(Awaitable<T> main, boolean debug) {
    try (Runner runner = new Runner(debug)) {
      return runner.run(main);
    }
  }

  /**
   * As {@link #run(Awaitable)}.
   *
   * @param <T> the result's type
   * @param main the body of the main task
   * @return its result
   */
  public static <T extends @Nullable Object> T run(Body<T> main) {
    return run(async(main));
  }

  /**
   * As {@link #run(Awaitable)}.
   *
   * @param <T> the result's type
   * @param main the body of the main task, which ends by awaiting what it returns
   * @return its result
   */
  public static <T extends @Nullable Object> T run(AwaitableBody<T> main) {
    return run(async(main));
  }

  /**
   * As {@link #run(Awaitable)}.
   *
   * @param main the body of the main task
   */
  public static void run(VoidBody main) {
    run(async(main));
  }

  /**
   * Runs the awaitable as the program's main task on a loop of its own kind; mirrors {@code
   * asyncio.run(main, debug=…, loop_factory=…)}.
   *
   * @param <T> the result's type
   * @param main what to run
   * @param debug whether the loop is in debug mode, or null to leave that as the loop has it
   * @param loopFactory makes the loop, which is closed at the end
   * @return its result
   * @throws IllegalStateException if this thread runs a loop already. Where the awaitable failed,
   *     its exception is thrown as it is, checked or not
   */
  public static <T extends @Nullable Object> T run(
      Awaitable<T> main, @Nullable Boolean debug, Supplier<EventLoop> loopFactory) {
    try (Runner runner = new Runner(debug, loopFactory)) {
      return runner.run(main);
    }
  }

  // ----- coroutines

  /**
   * Makes a coroutine: what {@code async def} makes in Python. Nothing runs yet.
   *
   * @param <T> what the body returns
   * @param body what runs when the coroutine is awaited, or given to a task
   * @return the coroutine
   */
  public static <T extends @Nullable Object> Coroutine<T> async(Body<T> body) {
    return new Coroutine<>(body);
  }

  /**
   * As {@link #async(Body)}.
   *
   * @param <T> what awaiting the returned awaitable gives
   * @param body what runs, and ends by awaiting what it returns
   * @return the coroutine
   */
  public static <T extends @Nullable Object> Coroutine<T> async(AwaitableBody<T> body) {
    return new Coroutine<>(() -> awaitLast(body));
  }

  /**
   * As {@link #async(Body)}.
   *
   * @param body what runs
   * @return the coroutine
   */
  public static Coroutine<@Nullable Void> async(VoidBody body) {
    return new Coroutine<>(Coroutine.returning(body));
  }

  /**
   * Waits for the awaitable, and gives its result; Python's {@code await}. Other tasks run
   * meanwhile if it is not done yet. A coroutine's body runs right here, on the caller's stack.
   *
   * @param <T> the result's type
   * @param awaitable what to wait for
   * @return its result
   * @throws CancelledError if the calling task, or what it waits for, was cancelled
   * @throws IllegalStateException outside of a coroutine, if a coroutine was awaited before, or if
   *     a future belongs to another loop. Where the awaitable failed, its exception is thrown as it
   *     is, checked or not
   */
  public static <T extends @Nullable Object> T await(Awaitable<T> awaitable) {
    Task<?> task = awaitingTask();
    if (awaitable instanceof Future<T> future) {
      return task.await(future);
    }
    try {
      return ((Coroutine<T>) Objects.requireNonNull(awaitable, "awaitable")).run();
    } catch (Exception e) {
      throw Rethrow.asIs(e);
    }
  }

  /**
   * Runs the body and awaits what it returns. To the compiler a body that ends in {@code return
   * null} is of this kind too: that gives null.
   */
  @SuppressWarnings("NullAway") // as above
  static <T extends @Nullable Object> T awaitLast(AwaitableBody<T> body) throws Exception {
    Awaitable<T> last = body.call();
    return last == null ? null : await(last);
  }

  /**
   * As {@link #await(Awaitable)}, and tells the compiler of a checked exception that can come.
   *
   * @param <T> the result's type
   * @param <X> the exception's type
   * @param awaitable what to wait for
   * @param declared the exception's class; others are thrown all the same
   * @return its result
   * @throws X if the awaitable failed with it
   */
  @SuppressWarnings("unused") // declared is there for its type
  public static <T extends @Nullable Object, X extends Exception> T await(
      Awaitable<T> awaitable, Class<X> declared) throws X {
    return await(awaitable);
  }

  /**
   * Waits for anything asynchronous of the JDK or a library, as {@link #await(Awaitable)} does. If
   * the calling task is cancelled, so is the stage.
   *
   * @param <T> the result's type
   * @param stage what to wait for
   * @return its result. Where it failed, the cause is thrown, without a {@link
   *     java.util.concurrent.CompletionException} around it
   */
  public static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    return awaitingTask().await(Future.from(stage));
  }

  static Task<?> awaitingTask() {
    EventLoop loop = RunningLoops.currentOrNull();
    Task<?> task = loop == null ? null : loop.current;
    if (task == null) {
      throw new IllegalStateException(
          loop == null
              ? "await outside of a coroutine: no event loop runs this thread. Start with run(…)"
              : "await outside of a coroutine: a callback of the loop cannot wait. Start a task"
                  + " with createTask(…)");
    }
    return task;
  }

  /**
   * Waits for a time.
   *
   * @param seconds how long; 0 or less lets everything that is ready run once
   * @return a coroutine that waits
   * @throws IllegalArgumentException if it is not a number
   */
  public static Coroutine<@Nullable Void> sleep(double seconds) {
    return Sleep.nanos(Nanos.of(seconds), null);
  }

  /**
   * Waits for a time.
   *
   * @param time how long; nothing or less lets everything that is ready run once
   * @return a coroutine that waits
   */
  public static Coroutine<@Nullable Void> sleep(Duration time) {
    return Sleep.nanos(Nanos.of(time), null);
  }

  /**
   * Waits for a time, and then gives a value.
   *
   * @param <T> the value's type
   * @param seconds how long; 0 or less lets everything that is ready run once
   * @param result the value
   * @return a coroutine that waits
   * @throws IllegalArgumentException if the time is not a number
   */
  public static <T extends @Nullable Object> Coroutine<T> sleep(double seconds, T result) {
    return Sleep.nanos(Nanos.of(seconds), result);
  }

  /**
   * Waits for a time, and then gives a value.
   *
   * @param <T> the value's type
   * @param time how long; nothing or less lets everything that is ready run once
   * @param result the value
   * @return a coroutine that waits
   */
  public static <T extends @Nullable Object> Coroutine<T> sleep(Duration time, T result) {
    return Sleep.nanos(Nanos.of(time), result);
  }

  /**
   * Makes an asynchronous generator: what an {@code async def} with {@code yield} makes in Python.
   * Nothing runs until a value is asked for.
   *
   * @param <T> the values' type
   * @param body yields the values with {@link Yielder#yield}, and may await
   * @return the generator, to be gone through in a for-each loop in a coroutine
   */
  public static <T> AsyncGenerator<T> asyncGenerator(AsyncGenerator.Body<T> body) {
    return new AsyncGenerator<>(body);
  }

  // ----- tasks

  /**
   * Starts a task that runs the coroutine concurrently; mirrors {@code asyncio.create_task}. Its
   * first step comes when the caller waits.
   *
   * @param <T> what the coroutine returns
   * @param coroutine what to run
   * @return the task
   * @throws IllegalStateException if no loop runs this thread
   */
  public static <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine) {
    return RunningLoops.current().createTask(coroutine);
  }

  /**
   * As {@link #createTask(Coroutine)}, with a name or a context.
   *
   * @param <T> what the coroutine returns
   * @param coroutine what to run
   * @param options the name and the context
   * @return the task
   */
  public static <T extends @Nullable Object> Task<T> createTask(
      Coroutine<T> coroutine, TaskOptions options) {
    return RunningLoops.current().createTask(coroutine, options);
  }

  /**
   * As {@link #createTask(Coroutine)}.
   *
   * @param <T> what the body returns
   * @param body the task's body
   * @return the task
   */
  public static <T extends @Nullable Object> Task<T> createTask(Body<T> body) {
    return createTask(async(body));
  }

  /**
   * As {@link #createTask(Coroutine)}.
   *
   * @param <T> what awaiting the returned awaitable gives
   * @param body the task's body, which ends by awaiting what it returns
   * @return the task
   */
  public static <T extends @Nullable Object> Task<T> createTask(AwaitableBody<T> body) {
    return createTask(async(body));
  }

  /**
   * As {@link #createTask(Coroutine)}.
   *
   * @param body the task's body
   * @return the task
   */
  public static Task<@Nullable Void> createTask(VoidBody body) {
    return createTask(async(body));
  }

  /**
   * The awaitable itself if it is a future, or else a task that runs it; mirrors {@code
   * asyncio.ensure_future}.
   *
   * @param <T> the result's type
   * @param awaitable a coroutine, future or task
   * @return a future
   * @throws IllegalStateException if no loop runs this thread
   * @throws IllegalArgumentException if the future belongs to another loop
   */
  public static <T extends @Nullable Object> Future<T> ensureFuture(Awaitable<T> awaitable) {
    return ensureFuture(awaitable, RunningLoops.current());
  }

  /**
   * As {@link #ensureFuture(Awaitable)}, for a loop that need not run yet.
   *
   * @param <T> the result's type
   * @param awaitable a coroutine or a future
   * @param loop the loop of the task or future
   * @return the future itself, or a task that runs the coroutine
   * @throws IllegalArgumentException if it is a future of another loop
   * @throws IllegalStateException if the loop is closed, or runs on another thread
   */
  public static <T extends @Nullable Object> Future<T> ensureFuture(
      Awaitable<T> awaitable, EventLoop loop) {
    return loop.ensureFuture(awaitable);
  }

  /**
   * The task that runs now; mirrors {@code asyncio.current_task}.
   *
   * @return the task, or null in a callback of the loop
   * @throws IllegalStateException if no loop runs this thread
   */
  public static @Nullable Task<?> currentTask() {
    return RunningLoops.current().current;
  }

  /**
   * The tasks of the running loop that are not done; mirrors {@code asyncio.all_tasks}.
   *
   * @return a copy, in the order in which they were made
   * @throws IllegalStateException if no loop runs this thread
   */
  public static Set<Task<?>> allTasks() {
    return RunningLoops.current().tasks.copy();
  }

  /**
   * The loop that runs this thread; mirrors {@code asyncio.get_running_loop}.
   *
   * @return the loop
   * @throws IllegalStateException if there is none
   */
  public static EventLoop runningLoop() {
    return RunningLoops.current();
  }

  /**
   * Runs a block whose tasks end with it; mirrors {@code async with asyncio.TaskGroup()}. Called in
   * a coroutine, and itself no coroutine: when it returns, the block and its tasks have ended.
   *
   * @param block starts tasks by its argument
   * @throws ExceptionGroup if the block or a task failed; the others were cancelled for it
   * @throws CancelledError if the calling task was cancelled, and nothing failed
   * @throws IllegalStateException outside of a task
   */
  public static void taskGroup(TaskGroup.VoidBlock block) {
    TaskGroup group = new TaskGroup();
    group.run(() -> block.run(group));
  }

  /**
   * As {@link #taskGroup(TaskGroup.VoidBlock)}, for a block that returns something.
   *
   * @param <T> what the block returns
   * @param block starts tasks by its argument
   * @return what the block returns, when its tasks have ended; null if {@link TaskGroup#cancel}
   *     ended it before it did
   */
  public static <T extends @Nullable Object> T taskGroup(TaskGroup.Block<T> block) {
    TaskGroup group = new TaskGroup();
    Body<T> body = () -> block.call(group);
    return group.run(body);
  }

  /**
   * A task factory whose tasks start at once; mirrors {@code asyncio.eager_task_factory}. To be
   * given to {@link EventLoop#setTaskFactory} as {@code Asyncio::eagerTaskFactory}.
   *
   * @param <T> what the coroutine returns
   * @param loop the loop
   * @param coroutine what the task runs
   * @param options the task's options; it starts at once unless they say that it does not
   * @return the task, which may be done already
   */
  public static <T extends @Nullable Object> Task<T> eagerTaskFactory(
      EventLoop loop, Coroutine<T> coroutine, TaskOptions options) {
    return Task.create(
        loop, coroutine, options.eagerStart() == null ? options.withEagerStart(true) : options);
  }

  /**
   * A task factory that has another one make its tasks, and start them at once; mirrors {@code
   * asyncio.create_eager_task_factory}.
   *
   * @param constructor makes the tasks, by options that say {@code eagerStart}
   * @return the factory
   */
  public static TaskFactory createEagerTaskFactory(TaskFactory constructor) {
    return new TaskFactory() {
      @Override
      public <T extends @Nullable Object> Task<T> create(
          EventLoop loop, Coroutine<T> coroutine, TaskOptions options) {
        return constructor.create(
            loop, coroutine, options.eagerStart() == null ? options.withEagerStart(true) : options);
      }
    };
  }

  /**
   * The task that runs now on a loop; any thread, but what another thread learns may be past.
   *
   * @param loop the loop
   * @return the task, or null if none does
   */
  public static @Nullable Task<?> currentTask(EventLoop loop) {
    return loop.current;
  }

  /**
   * The tasks of a loop that have not ended. On the loop's thread, or while the loop does not run.
   *
   * @param loop the loop
   * @return the tasks, in the order in which they were made; a copy
   * @throws IllegalStateException if the loop runs on another thread
   */
  public static Set<Task<?>> allTasks(EventLoop loop) {
    loop.checkThread();
    return loop.tasks.copy();
  }

  // ----- several at once

  /**
   * No awaitable: done at once, with an empty list.
   *
   * @param <T> any type
   * @return a future that is done
   */
  public static <T extends @Nullable Object> Future<List<T>> gather() {
    return gather(List.of());
  }

  /**
   * Runs the awaitables concurrently; mirrors {@code asyncio.gather}. They have been started when
   * this returns. The first that fails fails the result, and the others run on; cancelling the
   * result cancels them all.
   *
   * @param <T> the results' type
   * @param awaitables coroutines, which become tasks, and futures
   * @return a future of the list of results, in the order of the arguments
   * @throws IllegalStateException if no loop runs this thread
   */
  @SafeVarargs
  public static <T extends @Nullable Object> Future<List<T>> gather(
      Awaitable<? extends T>... awaitables) {
    return gather(Stream.of(awaitables).toList());
  }

  /**
   * As {@link #gather(Awaitable...)}.
   *
   * @param <T> the results' type
   * @param bodies the bodies of coroutines
   * @return a future of the list of results, in the order of the arguments
   */
  @SafeVarargs
  public static <T extends @Nullable Object> Future<List<T>> gather(Body<? extends T>... bodies) {
    return gather(Stream.of(bodies).map(Asyncio::async).toList());
  }

  /**
   * As {@link #gather(Awaitable...)}.
   *
   * @param <T> the results' type
   * @param bodies the bodies of coroutines, which end by awaiting what they return
   * @return a future of the list of results, in the order of the arguments
   */
  @SafeVarargs
  public static <T extends @Nullable Object> Future<List<T>> gather(
      AwaitableBody<? extends T>... bodies) {
    return gather(Stream.of(bodies).map(Asyncio::async).toList());
  }

  /**
   * As {@link #gather(Awaitable...)}.
   *
   * @param bodies the bodies of coroutines
   * @return a future of a list of nulls
   */
  public static Future<List<@Nullable Void>> gather(VoidBody... bodies) {
    return gather(Stream.of(bodies).map(Asyncio::async).toList());
  }

  /**
   * As {@link #gather(Awaitable...)}.
   *
   * @param <T> the results' type
   * @param awaitables coroutines, which become tasks, and futures
   * @return a future of the list of results, in the order of the collection
   */
  public static <T extends @Nullable Object> Future<List<T>> gather(
      Collection<? extends Awaitable<? extends T>> awaitables) {
    return GatheringFuture.ofResults(RunningLoops.current(), new ArrayList<>(awaitables));
  }

  /**
   * Runs the awaitables concurrently and waits for all of them, however they end; mirrors {@code
   * asyncio.gather(…, return_exceptions=True)}.
   *
   * @param <T> the results' type
   * @param awaitables coroutines, which become tasks, and futures
   * @return a future of the list of outcomes, in the order of the arguments
   * @throws IllegalStateException if no loop runs this thread
   */
  @SafeVarargs
  public static <T extends @Nullable Object> Future<List<Outcome<T>>> gatherOutcomes(
      Awaitable<? extends T>... awaitables) {
    return gatherOutcomes(Stream.of(awaitables).toList());
  }

  /**
   * As {@link #gatherOutcomes(Awaitable...)}.
   *
   * @param <T> the results' type
   * @param bodies the bodies of coroutines
   * @return a future of the list of outcomes, in the order of the arguments
   */
  @SafeVarargs
  public static <T extends @Nullable Object> Future<List<Outcome<T>>> gatherOutcomes(
      Body<? extends T>... bodies) {
    return gatherOutcomes(Stream.of(bodies).map(Asyncio::async).toList());
  }

  /**
   * As {@link #gatherOutcomes(Awaitable...)}.
   *
   * @param <T> the results' type
   * @param bodies the bodies of coroutines, which end by awaiting what they return
   * @return a future of the list of outcomes, in the order of the arguments
   */
  @SafeVarargs
  public static <T extends @Nullable Object> Future<List<Outcome<T>>> gatherOutcomes(
      AwaitableBody<? extends T>... bodies) {
    return gatherOutcomes(Stream.of(bodies).map(Asyncio::async).toList());
  }

  /**
   * As {@link #gatherOutcomes(Awaitable...)}.
   *
   * @param bodies the bodies of coroutines
   * @return a future of the list of outcomes, in the order of the arguments
   */
  public static Future<List<Outcome<@Nullable Void>>> gatherOutcomes(VoidBody... bodies) {
    return gatherOutcomes(Stream.of(bodies).map(Asyncio::async).toList());
  }

  /**
   * As {@link #gatherOutcomes(Awaitable...)}.
   *
   * @param <T> the results' type
   * @param awaitables coroutines, which become tasks, and futures
   * @return a future of the list of outcomes, in the order of the collection
   */
  public static <T extends @Nullable Object> Future<List<Outcome<T>>> gatherOutcomes(
      Collection<? extends Awaitable<? extends T>> awaitables) {
    return GatheringFuture.ofOutcomes(RunningLoops.current(), new ArrayList<>(awaitables));
  }

  /**
   * Waits until all futures are done; mirrors {@code asyncio.wait}. It cancels nothing and throws
   * nothing that a future failed with.
   *
   * @param <F> the futures' type
   * @param futures tasks or futures, at least one
   * @return a coroutine that waits, and tells which are done
   * @throws IllegalArgumentException if there are none
   */
  public static <F extends Future<? extends @Nullable Object>> Coroutine<Waited<F>> waitAll(
      Collection<? extends F> futures) {
    return waitAll(futures, null);
  }

  /**
   * As {@link #waitAll(Collection)}, for a limited time.
   *
   * @param <F> the futures' type
   * @param futures tasks or futures, at least one
   * @param timeout how long at most, or null for no limit; that it is over is no error
   * @return a coroutine that waits, and tells which are done
   */
  public static <F extends Future<? extends @Nullable Object>> Coroutine<Waited<F>> waitAll(
      Collection<? extends F> futures, @Nullable Duration timeout) {
    return Waits.wait(futures, Nanos.ofLimit(timeout), Waits.Until.ALL_COMPLETED);
  }

  /**
   * Waits until one of the futures is done; mirrors {@code asyncio.wait(…,
   * return_when=FIRST_COMPLETED)}.
   *
   * @param <F> the futures' type
   * @param futures tasks or futures, at least one
   * @return a coroutine that waits, and tells which are done
   * @throws IllegalArgumentException if there are none
   */
  public static <F extends Future<? extends @Nullable Object>> Coroutine<Waited<F>> waitAny(
      Collection<? extends F> futures) {
    return waitAny(futures, null);
  }

  /**
   * As {@link #waitAny(Collection)}, for a limited time.
   *
   * @param <F> the futures' type
   * @param futures tasks or futures, at least one
   * @param timeout how long at most, or null for no limit; that it is over is no error
   * @return a coroutine that waits, and tells which are done
   */
  public static <F extends Future<? extends @Nullable Object>> Coroutine<Waited<F>> waitAny(
      Collection<? extends F> futures, @Nullable Duration timeout) {
    return Waits.wait(futures, Nanos.ofLimit(timeout), Waits.Until.FIRST_COMPLETED);
  }

  /**
   * Waits until one of the futures has failed, or all are done; mirrors {@code asyncio.wait(…,
   * return_when=FIRST_EXCEPTION)}. Being cancelled is not failing.
   *
   * @param <F> the futures' type
   * @param futures tasks or futures, at least one
   * @return a coroutine that waits, and tells which are done
   * @throws IllegalArgumentException if there are none
   */
  public static <F extends Future<? extends @Nullable Object>>
      Coroutine<Waited<F>> waitFirstException(Collection<? extends F> futures) {
    return waitFirstException(futures, null);
  }

  /**
   * As {@link #waitFirstException(Collection)}, for a limited time.
   *
   * @param <F> the futures' type
   * @param futures tasks or futures, at least one
   * @param timeout how long at most, or null for no limit; that it is over is no error
   * @return a coroutine that waits, and tells which are done
   */
  public static <F extends Future<? extends @Nullable Object>>
      Coroutine<Waited<F>> waitFirstException(
          Collection<? extends F> futures, @Nullable Duration timeout) {
    return Waits.wait(futures, Nanos.ofLimit(timeout), Waits.Until.FIRST_EXCEPTION);
  }

  /**
   * Runs the awaitables concurrently, to be taken in the order in which they end; mirrors {@code
   * asyncio.as_completed}.
   *
   * @param <T> the results' type
   * @param awaitables coroutines, which become tasks, and futures
   * @return what to iterate over
   * @throws IllegalStateException if no loop runs this thread
   */
  public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
      Collection<? extends Awaitable<T>> awaitables) {
    return asCompleted(awaitables, null);
  }

  /**
   * As {@link #asCompleted(Collection)}, for a limited time: what has not ended by then is not
   * cancelled, and waiting for it throws a {@link TimeoutException}.
   *
   * @param <T> the results' type
   * @param awaitables coroutines, which become tasks, and futures
   * @param timeout how long at most for all of them, or null for no limit
   * @return what to iterate over
   */
  public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
      Collection<? extends Awaitable<T>> awaitables, @Nullable Duration timeout) {
    return new AsCompleted<>(awaitables, Nanos.ofLimit(timeout));
  }

  /**
   * Runs a function for each item, a limited number of items at a time; a {@link #gather} for many.
   * Items are taken as there is room for them, so there may be any number, and a generator may make
   * them. Each runs in a task of its own. Not in asyncio.
   *
   * <p>The first failure, of the function or of what gives the items, cancels what still runs, and
   * is thrown as it is when that has ended: a {@code catch} that fits a loop over the items fits
   * this. What else failed by then is suppressed in it. So does cancelling one of the tasks.
   *
   * @param <T> the items' type
   * @param <R> the results' type
   * @param items what to go through, once, in the coroutine
   * @param function gives the result for an item; it may await
   * @param limit how many run at most at a time
   * @return a coroutine that gives the list of results, in the order of the items. Cancelling it
   *     cancels what runs, and waits for that
   * @throws IllegalArgumentException if the limit is less than 1
   */
  public static <T extends @Nullable Object, R extends @Nullable Object> Coroutine<List<R>> map(
      Iterable<? extends T> items, Mapping<? super T, ? extends R> function, int limit) {
    return BoundedMap.toList(items, function, limit);
  }

  /**
   * As {@link #map}, to be gone through while it runs: in the order of the items.
   *
   * <p>Nothing runs until the first result is asked for. From then on, up to {@code limit} items
   * are taken ahead: an item counts until its result has been taken, so that who is slow in taking
   * slows down what runs.
   *
   * <p>When something fails, what still runs is cancelled. The failure comes out of the for-each
   * loop, as it is, after the results before it that were there.
   *
   * @param <T> the items' type
   * @param <R> the results' type
   * @param items what to go through, once, in a task of its own
   * @param function gives the result for an item; it may await
   * @param limit how many items are taken at most ahead of the results
   * @return the results. A loop that may end early closes it: that cancels what runs, and waits for
   *     it
   * @throws IllegalArgumentException if the limit is less than 1
   */
  public static <T extends @Nullable Object, R> AsyncGenerator<R> mapOrdered(
      Iterable<? extends T> items, Mapping<? super T, ? extends R> function, int limit) {
    return BoundedMap.toGenerator(items, function, limit, true);
  }

  /**
   * As {@link #mapOrdered}, in the order in which the results come.
   *
   * @param <T> the items' type
   * @param <R> the results' type
   * @param items what to go through, once, in a task of its own
   * @param function gives the result for an item; it may await
   * @param limit how many items are taken at most ahead of the results
   * @return the results. A loop that may end early closes it: that cancels what runs, and waits for
   *     it
   * @throws IllegalArgumentException if the limit is less than 1
   */
  public static <T extends @Nullable Object, R> AsyncGenerator<R> mapUnordered(
      Iterable<? extends T> items, Mapping<? super T, ? extends R> function, int limit) {
    return BoundedMap.toGenerator(items, function, limit, false);
  }

  // ----- time-outs

  /**
   * Waits for the awaitable, for a limited time; mirrors {@code asyncio.wait_for}. When the time is
   * over the awaitable is cancelled, and awaited until it has ended.
   *
   * <p>A coroutine runs in the calling task, without one of its own. If the time is nothing or
   * less, it is not begun.
   *
   * @param <T> the result's type
   * @param awaitable what to wait for
   * @param seconds how long at most
   * @return a coroutine that gives the result, or throws {@link TimeoutException}
   */
  public static <T extends @Nullable Object> Coroutine<T> waitFor(
      Awaitable<T> awaitable, double seconds) {
    return WaitFor.nanos(awaitable, Nanos.of(seconds));
  }

  /**
   * As {@link #waitFor(Awaitable, double)}.
   *
   * @param <T> the result's type
   * @param body the body of the coroutine to wait for
   * @param seconds how long at most
   * @return a coroutine that gives the result, or throws {@link TimeoutException}
   */
  public static <T extends @Nullable Object> Coroutine<T> waitFor(Body<T> body, double seconds) {
    return waitFor(async(body), seconds);
  }

  /**
   * As {@link #waitFor(Awaitable, double)}.
   *
   * @param <T> the result's type
   * @param body the body of the coroutine to wait for, which ends by awaiting what it returns
   * @param seconds how long at most
   * @return a coroutine that gives the result, or throws {@link TimeoutException}
   */
  public static <T extends @Nullable Object> Coroutine<T> waitFor(
      AwaitableBody<T> body, double seconds) {
    return waitFor(async(body), seconds);
  }

  /**
   * As {@link #waitFor(Awaitable, double)}.
   *
   * @param body the body of the coroutine to wait for
   * @param seconds how long at most
   * @return a coroutine that waits, or throws {@link TimeoutException}
   */
  public static Coroutine<@Nullable Void> waitFor(VoidBody body, double seconds) {
    return waitFor(async(body), seconds);
  }

  /**
   * As {@link #waitFor(Awaitable, double)}.
   *
   * @param <T> the result's type
   * @param awaitable what to wait for
   * @param timeout how long at most, or null for no limit
   * @return a coroutine that gives the result, or throws {@link TimeoutException}
   */
  public static <T extends @Nullable Object> Coroutine<T> waitFor(
      Awaitable<T> awaitable, @Nullable Duration timeout) {
    return WaitFor.nanos(awaitable, Nanos.ofLimit(timeout));
  }

  /**
   * As {@link #waitFor(Awaitable, double)}.
   *
   * @param <T> the result's type
   * @param body the body of the coroutine to wait for
   * @param timeout how long at most, or null for no limit
   * @return a coroutine that gives the result, or throws {@link TimeoutException}
   */
  public static <T extends @Nullable Object> Coroutine<T> waitFor(
      Body<T> body, @Nullable Duration timeout) {
    return waitFor(async(body), timeout);
  }

  /**
   * As {@link #waitFor(Awaitable, double)}.
   *
   * @param <T> the result's type
   * @param body the body of the coroutine to wait for, which ends by awaiting what it returns
   * @param timeout how long at most, or null for no limit
   * @return a coroutine that gives the result, or throws {@link TimeoutException}
   */
  public static <T extends @Nullable Object> Coroutine<T> waitFor(
      AwaitableBody<T> body, @Nullable Duration timeout) {
    return waitFor(async(body), timeout);
  }

  /**
   * As {@link #waitFor(Awaitable, double)}.
   *
   * @param body the body of the coroutine to wait for
   * @param timeout how long at most, or null for no limit
   * @return a coroutine that waits, or throws {@link TimeoutException}
   */
  public static Coroutine<@Nullable Void> waitFor(VoidBody body, @Nullable Duration timeout) {
    return waitFor(async(body), timeout);
  }

  /**
   * A limit of time for a block; mirrors {@code asyncio.timeout}. The time counts from this call.
   *
   * @param seconds how long at most
   * @return the time-out, to be given the block with {@link Timeout#run(Body)}
   * @throws IllegalStateException if no loop runs this thread
   */
  public static Timeout timeout(double seconds) {
    return timeoutNanos(Nanos.of(seconds));
  }

  /**
   * As {@link #timeout(double)}.
   *
   * @param time how long at most, or null for no limit
   * @return the time-out, to be given the block with {@link Timeout#run(Body)}
   */
  public static Timeout timeout(@Nullable Duration time) {
    return timeoutNanos(Nanos.ofLimit(time));
  }

  private static Timeout timeoutNanos(long nanos) {
    return new Timeout(Nanos.later(RunningLoops.current().nanoTime(), nanos));
  }

  /**
   * A limit of time for a block, as a moment; mirrors {@code asyncio.timeout_at}.
   *
   * @param when seconds on the clock of {@link EventLoop#time}, or null for no limit
   * @return the time-out, to be given the block with {@link Timeout#run(Body)}
   */
  public static Timeout timeoutAt(@Nullable Double when) {
    return new Timeout(when == null ? IoDriver.FOREVER : Nanos.of(when));
  }

  /**
   * Runs the block for a limited time: {@code async with asyncio.timeout(…)}.
   *
   * @param <T> what the block returns
   * @param seconds how long at most
   * @param block what to run
   * @return what the block returns
   * @throws TimeoutException if the time was over before. What the block throws is thrown as it is
   */
  public static <T extends @Nullable Object> T timeout(double seconds, Body<T> block) {
    return timeout(seconds).run(block);
  }

  /**
   * As {@link #timeout(double, Body)}.
   *
   * @param <T> what awaiting the returned awaitable gives
   * @param seconds how long at most
   * @param block what to run, which ends by awaiting what it returns
   * @return what the awaitable gives
   */
  public static <T extends @Nullable Object> T timeout(double seconds, AwaitableBody<T> block) {
    return timeout(seconds).run(block);
  }

  /**
   * As {@link #timeout(double, Body)}.
   *
   * @param seconds how long at most
   * @param block what to run
   */
  public static void timeout(double seconds, VoidBody block) {
    timeout(seconds).run(block);
  }

  /**
   * As {@link #timeout(double, Body)}, for a block that looks at its time-out, or moves it.
   *
   * @param seconds how long at most
   * @param block what to run
   */
  public static void timeout(double seconds, Timeout.VoidBlock block) {
    Timeout timeout = timeout(seconds);
    timeout.run(() -> block.run(timeout));
  }

  /**
   * As {@link #timeout(double, Body)}, for a block that looks at its time-out, or moves it.
   *
   * @param <T> what the block returns
   * @param seconds how long at most
   * @param block what to run
   * @return what the block returns
   */
  public static <T extends @Nullable Object> T timeout(double seconds, Timeout.Block<T> block) {
    return run(timeout(seconds), block);
  }

  /**
   * As {@link #timeout(double, Body)}.
   *
   * @param <T> what the block returns
   * @param time how long at most, or null for no limit
   * @param block what to run
   * @return what the block returns
   */
  public static <T extends @Nullable Object> T timeout(@Nullable Duration time, Body<T> block) {
    return timeout(time).run(block);
  }

  /**
   * As {@link #timeout(double, Body)}.
   *
   * @param <T> what awaiting the returned awaitable gives
   * @param time how long at most, or null for no limit
   * @param block what to run, which ends by awaiting what it returns
   * @return what the awaitable gives
   */
  public static <T extends @Nullable Object> T timeout(
      @Nullable Duration time, AwaitableBody<T> block) {
    return timeout(time).run(block);
  }

  /**
   * As {@link #timeout(double, Body)}.
   *
   * @param time how long at most, or null for no limit
   * @param block what to run
   */
  public static void timeout(@Nullable Duration time, VoidBody block) {
    timeout(time).run(block);
  }

  /**
   * As {@link #timeout(double, Body)}, for a block that looks at its time-out, or moves it.
   *
   * @param time how long at most, or null for no limit
   * @param block what to run
   */
  public static void timeout(@Nullable Duration time, Timeout.VoidBlock block) {
    Timeout timeout = timeout(time);
    timeout.run(() -> block.run(timeout));
  }

  /**
   * As {@link #timeout(double, Body)}, for a block that looks at its time-out, or moves it.
   *
   * @param <T> what the block returns
   * @param time how long at most, or null for no limit
   * @param block what to run
   * @return what the block returns
   */
  public static <T extends @Nullable Object> T timeout(
      @Nullable Duration time, Timeout.Block<T> block) {
    return run(timeout(time), block);
  }

  private static <T extends @Nullable Object> T run(Timeout timeout, Timeout.Block<T> block) {
    Body<T> body = () -> block.call(timeout);
    return timeout.run(body);
  }

  /**
   * Runs the block for a limited time, and goes on behind it when the time is over: no exception
   * tells of it. Not in asyncio; trio's {@code move_on_after}.
   *
   * @param seconds how long at most
   * @param block what to run
   * @return whether the block ended before the time was over. What it throws is thrown as it is
   */
  public static boolean moveOnAfter(double seconds, VoidBody block) {
    return timeout(seconds).moveOn(block);
  }

  /**
   * As {@link #moveOnAfter(double, VoidBody)}.
   *
   * @param time how long at most, or null for no limit
   * @param block what to run
   * @return whether the block ended before the time was over
   */
  public static boolean moveOnAfter(@Nullable Duration time, VoidBody block) {
    return timeout(time).moveOn(block);
  }

  /**
   * The earliest deadline that the current task runs under: of the time-outs around it, and of
   * those that were around where it was made, as long as they run. Not in asyncio; trio's {@code
   * current_effective_deadline}.
   *
   * @return seconds on the clock of {@link EventLoop#time}, or null for none
   * @throws IllegalStateException outside of a task
   */
  public static @Nullable Double currentDeadline() {
    long deadline = Timeout.deadlineOf(awaitingTask());
    return deadline == IoDriver.FOREVER ? null : Nanos.toSeconds(deadline);
  }

  /**
   * Runs a block in which the task is not cancelled from outside: a cancellation is held back, and
   * arrives where the task awaits next after the block. Time-outs and task groups inside of the
   * block work as ever. Unlike {@link #shield(Awaitable) shield}, nothing is left to run on its
   * own. Not in asyncio.
   *
   * @param <T> what the block returns
   * @param block what to run
   * @return what the block returns. What it throws is thrown as it is
   * @throws IllegalStateException outside of a task
   */
  public static <T extends @Nullable Object> T shielded(Body<T> block) {
    return ShieldScope.run(block);
  }

  /**
   * As {@link #shielded(Body)}, for a block that ends by awaiting what it returns.
   *
   * @param <T> what awaiting that gives
   * @param block what to run
   * @return what the awaitable gives
   */
  public static <T extends @Nullable Object> T shielded(AwaitableBody<T> block) {
    return ShieldScope.run(() -> awaitLast(block));
  }

  /**
   * As {@link #shielded(Body)}, for a block that returns nothing.
   *
   * @param block what to run
   */
  public static void shielded(VoidBody block) {
    ShieldScope.run(Coroutine.returning(block));
  }

  /**
   * Waits for the awaitable without passing a cancellation on to it; mirrors {@code
   * asyncio.shield}.
   *
   * @param <T> the result's type
   * @param awaitable what to wait for; it has been started when this returns
   * @return a future that ends as the awaitable does, and can be cancelled without it
   * @throws IllegalStateException if no loop runs this thread
   */
  public static <T extends @Nullable Object> Future<T> shield(Awaitable<T> awaitable) {
    return Shield.of(awaitable);
  }

  /**
   * As {@link #shield(Awaitable)}.
   *
   * @param <T> the result's type
   * @param body the body of the coroutine to wait for
   * @return a future that ends as the coroutine does, and can be cancelled without it
   */
  public static <T extends @Nullable Object> Future<T> shield(Body<T> body) {
    return shield(async(body));
  }

  /**
   * As {@link #shield(Awaitable)}.
   *
   * @param <T> the result's type
   * @param body the body of the coroutine to wait for, which ends by awaiting what it returns
   * @return a future that ends as the coroutine does, and can be cancelled without it
   */
  public static <T extends @Nullable Object> Future<T> shield(AwaitableBody<T> body) {
    return shield(async(body));
  }

  /**
   * As {@link #shield(Awaitable)}.
   *
   * @param body the body of the coroutine to wait for
   * @return a future that ends as the coroutine does, and can be cancelled without it
   */
  public static Future<@Nullable Void> shield(VoidBody body) {
    return shield(async(body));
  }

  /**
   * Cancels a future or task, and waits until it has really ended. Awaiting a task that one has
   * cancelled throws a {@link CancelledError} that may be the task's or one's own; this tells them
   * apart: the only one that it throws is one's own. Not in asyncio.
   *
   * <p>If the caller is cancelled while it waits, the future goes on ending by itself. One that is
   * done already is not waited for.
   *
   * @param future what to cancel
   * @return a coroutine that gives true if the future was cancelled, and false if it has a result:
   *     it refused, or was done before. If it failed, its exception is thrown as it is, checked or
   *     not. It throws {@link IllegalStateException} if the future is the calling task, or of
   *     another loop
   */
  public static Coroutine<Boolean> cancelAndWait(Future<? extends @Nullable Object> future) {
    return CancelAndWait.of(future);
  }

  // ----- threads

  /**
   * Runs a function that blocks or computes on another thread, in a copy of the current context;
   * mirrors {@code asyncio.to_thread}. The loop goes on meanwhile.
   *
   * @param <T> what it returns
   * @param function what to run; it must not await
   * @return a coroutine that gives its result. Cancelling it does not stop the function
   */
  public static <T extends @Nullable Object> Coroutine<T> toThread(Body<T> function) {
    return new Coroutine<>(() -> {
      Context context = Context.copyContext();
      return await(RunningLoops.current().runInExecutor(null, () -> context.run(function)));
    });
  }

  /**
   * As {@link #toThread(Body)}.
   *
   * @param function what to run; it must not await
   * @return a coroutine that waits for its end
   */
  public static Coroutine<@Nullable Void> toThread(VoidBody function) {
    return toThread(Coroutine.returning(function));
  }

  /**
   * As {@link #toThread(Body)}, but cancelling it interrupts the thread, waits until the function
   * has ended, and only then throws the {@link CancelledError}; what the function threw for it is
   * suppressed in that. A function that takes no notice of interrupts is waited for. Not in
   * asyncio.
   *
   * <p>A second cancellation interrupts the thread again. A function that has not begun yet is
   * dropped.
   *
   * @param <T> what it returns
   * @param function what to run; it must not await
   * @return a coroutine that gives its result
   */
  public static <T extends @Nullable Object> Coroutine<T> toThreadInterruptibly(Body<T> function) {
    return InterruptibleCall.inThread(function);
  }

  /**
   * As {@link #toThreadInterruptibly(Body)}.
   *
   * @param function what to run; it must not await
   * @return a coroutine that waits for its end
   */
  public static Coroutine<@Nullable Void> toThreadInterruptibly(VoidBody function) {
    return InterruptibleCall.inThread(Coroutine.returning(function));
  }

  /**
   * Has a loop on another thread run the coroutine; mirrors {@code
   * asyncio.run_coroutine_threadsafe}. Any thread; but waiting for the result on the loop's own
   * thread would wait for ever.
   *
   * @param <T> what the coroutine returns
   * @param coroutine what to run
   * @param loop the loop
   * @return its result. Cancelling it cancels the coroutine. It fails if the loop is closed before
   * @throws IllegalStateException if the loop is closed
   */
  public static <T extends @Nullable Object> CompletableFuture<T> runCoroutineThreadsafe(
      Coroutine<T> coroutine, EventLoop loop) {
    CompletableFuture<T> result = Stages.owedBy(loop);
    try {
      loop.callSoonThreadsafe(() -> {
        if (result.isDone()) {
          coroutine.close();
        } else {
          startFor(result, coroutine, loop);
        }
      });
    } catch (IllegalStateException e) { // the loop is closed, and owes nothing
      result.completeExceptionally(e);
      throw e;
    }
    return result;
  }

  private static <T extends @Nullable Object> void startFor(
      CompletableFuture<T> result, Coroutine<T> coroutine, EventLoop loop) {
    try {
      Stages.chain(loop.createTask(coroutine), result);
    } catch (Throwable e) {
      result.completeExceptionally(e);
      throw e;
    }
  }

  /**
   * As {@link #runCoroutineThreadsafe(Coroutine, EventLoop)}.
   *
   * @param <T> what the body returns
   * @param body the coroutine's body
   * @param loop the loop
   * @return its result. Cancelling it cancels the coroutine
   */
  public static <T extends @Nullable Object> CompletableFuture<T> runCoroutineThreadsafe(
      Body<T> body, EventLoop loop) {
    return runCoroutineThreadsafe(async(body), loop);
  }

  /**
   * As {@link #runCoroutineThreadsafe(Coroutine, EventLoop)}.
   *
   * @param <T> what awaiting the returned awaitable gives
   * @param body the coroutine's body, which ends by awaiting what it returns
   * @param loop the loop
   * @return its result. Cancelling it cancels the coroutine
   */
  public static <T extends @Nullable Object> CompletableFuture<T> runCoroutineThreadsafe(
      AwaitableBody<T> body, EventLoop loop) {
    return runCoroutineThreadsafe(async(body), loop);
  }

  /**
   * As {@link #runCoroutineThreadsafe(Coroutine, EventLoop)}.
   *
   * @param body the coroutine's body
   * @param loop the loop
   * @return completed when it has ended. Cancelling it cancels the coroutine
   */
  public static CompletableFuture<@Nullable Void> runCoroutineThreadsafe(
      VoidBody body, EventLoop loop) {
    return runCoroutineThreadsafe(async(body), loop);
  }

  // ----- who waits for whom

  /**
   * Where a future or task stands, and who waits for it; mirrors {@code
   * asyncio.capture_call_graph}. On the loop's thread, or while the loop does not run.
   *
   * @param future the future or task, or null for the current task
   * @return the graph; null if there is no current task
   * @throws IllegalStateException if the future is null and no loop is running on this thread
   */
  public static @Nullable FutureCallGraph captureCallGraph(@Nullable Future<?> future) {
    return CallGraphs.capture(future, 0, CallGraphs.ALL);
  }

  /**
   * A part of {@link #captureCallGraph(Future)}.
   *
   * @param future the future or task, or null for the current task
   * @param depth how many calls of the current task to leave out, from the innermost on
   * @param limit how many calls of each task to keep: the innermost ones, or if it is negative the
   *     outermost
   * @return the graph; null if there is no current task
   * @throws IllegalStateException if the future is null and no loop is running on this thread
   */
  public static @Nullable FutureCallGraph captureCallGraph(
      @Nullable Future<?> future, int depth, int limit) {
    return CallGraphs.capture(future, depth, limit);
  }

  /**
   * The graph of {@link #captureCallGraph(Future)} as text; mirrors {@code
   * asyncio.format_call_graph}.
   *
   * @param future the future or task, or null for the current task
   * @return lines, each with its end; the empty string if there is no current task
   * @throws IllegalStateException if the future is null and no loop is running on this thread
   */
  public static String formatCallGraph(@Nullable Future<?> future) {
    return CallGraphs.format(captureCallGraph(future));
  }

  /**
   * The graph of {@link #captureCallGraph(Future, int, int)} as text.
   *
   * @param future the future or task, or null for the current task
   * @param depth how many calls of the current task to leave out, from the innermost on
   * @param limit how many calls of each task to keep: the innermost ones, or if it is negative the
   *     outermost
   * @return lines, each with its end; the empty string if there is no current task
   * @throws IllegalStateException if the future is null and no loop is running on this thread
   */
  public static String formatCallGraph(@Nullable Future<?> future, int depth, int limit) {
    return CallGraphs.format(captureCallGraph(future, depth, limit));
  }

  /**
   * Prints the graph of {@link #captureCallGraph(Future)}; mirrors {@code
   * asyncio.print_call_graph}.
   *
   * @param future the future or task, or null for the current task
   * @param out where to
   * @throws IllegalStateException if the future is null and no loop is running on this thread
   */
  public static void printCallGraph(@Nullable Future<?> future, PrintStream out) {
    out.print(formatCallGraph(future));
  }

  /**
   * Prints the graph of {@link #captureCallGraph(Future, int, int)}.
   *
   * @param future the future or task, or null for the current task
   * @param out where to
   * @param depth how many calls of the current task to leave out, from the innermost on
   * @param limit how many calls of each task to keep: the innermost ones, or if it is negative the
   *     outermost
   * @throws IllegalStateException if the future is null and no loop is running on this thread
   */
  public static void printCallGraph(
      @Nullable Future<?> future, PrintStream out, int depth, int limit) {
    out.print(formatCallGraph(future, depth, limit));
  }

  /**
   * Notes that a future waits for another one by means that asyncio cannot see, so that the call
   * graph shows it; mirrors {@code asyncio.future_add_to_awaited_by}. The loop's thread.
   *
   * @param future what is waited for
   * @param waiter who waits
   */
  public static void futureAddToAwaitedBy(Future<?> future, Future<?> waiter) {
    future.loop.checkThread();
    future.loop.toldToWait.add(future, waiter);
  }

  /**
   * Takes back a note of {@link #futureAddToAwaitedBy}; mirrors {@code
   * asyncio.future_discard_from_awaited_by}. The loop's thread.
   *
   * @param future what was waited for
   * @param waiter who waited; nothing happens if it was not noted
   */
  public static void futureDiscardFromAwaitedBy(Future<?> future, Future<?> waiter) {
    future.loop.checkThread();
    future.loop.toldToWait.discard(future, waiter);
  }
}

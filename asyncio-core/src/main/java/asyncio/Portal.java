package asyncio;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The way into a loop for other threads: what they call here runs as a task of the loop, and they
 * wait for its result. Opened and closed in a coroutine. Not in asyncio; the blocking portal of
 * anyio.
 *
 * {@snippet :
 * try (Portal portal = Portal.open()) {
 *   await(toThread(() -> portal.call(() -> queue.put("from a thread"))));
 * }
 * }
 *
 * <p>Closing it waits for the calls that run, and refuses new ones. When the loop is closed under
 * it, what is called fails.
 */
/*
 * What is in calls was accepted and has not ended: it is shared with other threads, and guarded by
 * itself, as closed is. A call leaves it at the end of its body; but if it is cancelled before its
 * first step, there is none, and it leaves when its result says so. Both happen on the loop.
 */
public final class Portal implements AutoCloseable {

  final EventLoop loop;
  private final Event ended = new Event();
  private final Set<Call<?>> calls = new LinkedHashSet<>();
  private boolean closed;

  private Portal(EventLoop loop) {
    this.loop = loop;
  }

  /**
   * Opens a portal into the loop that runs this thread.
   *
   * @return the portal, to be closed in a coroutine
   * @throws IllegalStateException if no loop runs this thread
   */
  public static Portal open() {
    return new Portal(RunningLoops.current());
  }

  /**
   * Runs the body as a task of the loop, and blocks the calling thread until it has ended. Any
   * thread but the loop's own.
   *
   * <p>An interrupt of the calling thread cancels the task, and the thread waits for its end. If it
   * ends with a result all the same, that is returned, and the thread stays interrupted.
   *
   * @param <T> what the body returns
   * @param body what to run
   * @return what it returns
   * @throws InterruptedException if the calling thread was interrupted, and the task was cancelled
   * @throws CancellationException if the task was cancelled otherwise
   * @throws IllegalStateException if the portal or the loop is closed, or on the loop's own thread,
   *     which would wait for itself. Where the body failed, its exception is thrown as it is,
   *     checked or not
   */
  public <T extends @Nullable Object> T call(Body<T> body) throws InterruptedException {
    if (RunningLoops.currentOrNull() == loop) {
      throw new IllegalStateException(
          "a portal called on its own loop's thread would wait for itself: await there instead");
    }
    Call<T> call = new Call<>(body);
    CompletableFuture<T> result = start(call);
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw causeOf(e);
    } catch (InterruptedException e) {
      return cancelled(call, result, e);
    }
  }

  /**
   * As {@link #call(Body)}.
   *
   * @param <T> what awaiting the returned awaitable gives
   * @param body what to run, which ends by awaiting what it returns
   * @return what the awaitable gives
   * @throws InterruptedException if the calling thread was interrupted, and the task was cancelled
   */
  public <T extends @Nullable Object> T call(AwaitableBody<T> body) throws InterruptedException {
    return call(() -> Asyncio.awaitLast(body));
  }

  /**
   * As {@link #call(Body)}.
   *
   * @param body what to run
   * @throws InterruptedException if the calling thread was interrupted, and the task was cancelled
   */
  public void call(VoidBody body) throws InterruptedException {
    call(Coroutine.returning(body));
  }

  /**
   * Runs the body as a task of the loop. Any thread, the loop's own as well.
   *
   * @param <T> what the body returns
   * @param body what to run
   * @return its result. Cancelling it cancels the task. It fails if the loop is closed before
   * @throws IllegalStateException if the portal or the loop is closed
   */
  public <T extends @Nullable Object> CompletableFuture<T> start(Body<T> body) {
    return start(new Call<>(body));
  }

  /**
   * As {@link #start(Body)}.
   *
   * @param <T> what awaiting the returned awaitable gives
   * @param body what to run, which ends by awaiting what it returns
   * @return its result
   */
  public <T extends @Nullable Object> CompletableFuture<T> start(AwaitableBody<T> body) {
    return start(() -> Asyncio.awaitLast(body));
  }

  /**
   * As {@link #start(Body)}.
   *
   * @param body what to run
   * @return completed when it has ended
   */
  public CompletableFuture<@Nullable Void> start(VoidBody body) {
    return start(Coroutine.returning(body));
  }

  /**
   * Refuses new calls, and waits until those that were made before have ended. If the closing
   * coroutine is cancelled meanwhile, so are they, and it waits for their end.
   *
   * @throws IllegalStateException on another thread, or in one of the calls. If there is something
   *     to wait for, outside of a coroutine too
   */
  @Override
  public void close() {
    loop.checkThread();
    List<Call<?>> left;
    synchronized (calls) {
      left = List.copyOf(calls);
      for (Call<?> call : left) {
        if (call.task != null && call.task == loop.current) {
          throw new IllegalStateException("a portal cannot be closed by one of its own calls");
        }
      }
      closed = true;
    }
    if (!left.isEmpty()) {
      waitFor(left);
    }
  }

  private void waitFor(List<Call<?>> left) {
    CancelledError cancelled = null;
    while (!ended.isSet()) {
      try {
        Asyncio.await(ended.whenSet());
      } catch (CancelledError e) {
        cancelled = e;
        left.forEach(Call::cancel);
      }
    }
    if (cancelled != null) {
      throw cancelled;
    }
  }

  // ----- any thread

  private <T extends @Nullable Object> CompletableFuture<T> start(Call<T> call) {
    synchronized (calls) {
      if (closed) {
        throw new IllegalStateException("the portal is closed");
      }
      calls.add(call);
    }
    CompletableFuture<T> result = Asyncio.runCoroutineThreadsafe(call, loop);
    var _ =
        result.whenComplete((value, failure) -> {
          if (failure != null) {
            loop.post(call::endIfNotBegun);
          }
        });
    return result;
  }

  /** How a call ends whose thread was interrupted: as its task does, which is asked to end. */
  private <T extends @Nullable Object> T cancelled(
      Call<T> call, CompletableFuture<T> result, InterruptedException interrupt)
      throws InterruptedException {
    loop.post(call::cancel);
    try {
      T value = result.join();
      Thread.currentThread().interrupt();
      return value;
    } catch (CancellationException e) {
      throw interrupt;
    } catch (CompletionException e) {
      Thread.currentThread().interrupt();
      throw causeOf(e);
    }
  }

  private static RuntimeException causeOf(Exception e) {
    return Rethrow.asIs(e.getCause() == null ? e : e.getCause());
  }

  @Override
  public String toString() {
    synchronized (calls) {
      return "<Portal " + (closed ? "closed" : "open") + " calls=" + calls.size() + ">";
    }
  }

  /** What was called. Its state belongs to the loop. */
  private final class Call<T extends @Nullable Object> implements Body<T> {

    private final Body<T> body;
    private @Nullable Task<?> task;
    private boolean cancelled;

    Call(Body<T> body) {
      this.body = Objects.requireNonNull(body, "body");
    }

    @Override
    public T call() throws Exception {
      if (cancelled) {
        throw new CancelledError();
      }
      task = loop.current;
      try {
        return body.call();
      } finally {
        end();
      }
    }

    void cancel() {
      cancelled = true;
      if (task != null) {
        task.cancel();
      }
    }

    void endIfNotBegun() {
      if (task == null) {
        cancelled = true;
        end();
      }
    }

    private void end() {
      boolean last;
      synchronized (calls) {
        last = calls.remove(this) && closed && calls.isEmpty();
      }
      if (last) {
        ended.set();
      }
    }
  }
}

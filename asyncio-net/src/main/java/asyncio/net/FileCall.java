package asyncio.net;

import asyncio.Asyncio;
import asyncio.Body;
import asyncio.CancelledError;
import asyncio.Future;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An operation on another thread that, once it has begun, runs to its end. */
/*
 * Who waits for it may be cancelled. If it has not begun by then, it never will. If it has, there
 * are two ways to go on: await() leaves it to itself, and whenEnded() tells of its end; awaitEnd()
 * waits on, and is cancelled afterwards.
 */
final class FileCall<T extends @Nullable Object> {

  /** Set by the thread that begins it, or by who is cancelled before that. */
  private final AtomicBoolean taken = new AtomicBoolean();

  private final Future<T> end;

  /** Has it run as soon as there is a thread for it. */
  FileCall(Executor threads, Body<T> work) {
    end = Asyncio.runningLoop().runInExecutor(threads, () -> begin(work));
  }

  private T begin(Body<T> work) throws Exception {
    if (taken.getAndSet(true)) {
      throw new CancelledError();
    }
    return work.call();
  }

  /** Waits for its end. If it is left, its failure goes to the loop's exception handler. */
  T await() {
    try {
      return Asyncio.await(Asyncio.shield(end));
    } catch (CancelledError e) {
      withdraw();
      throw e;
    }
  }

  /** Waits for its end, whatever happens: a cancellation is thrown only then. */
  T awaitEnd(Runnable onCancel) {
    CancelledError cancellation = null;
    while (!end.done()) {
      try {
        Asyncio.await(Asyncio.waitAll(List.of(end)));
      } catch (CancelledError e) {
        cancellation = e;
        withdraw();
        onCancel.run();
      }
    }
    if (cancellation == null) {
      return end.result();
    }
    Throwable failure = end.cancelled() ? null : end.exception();
    if (failure != null) {
      cancellation.addSuppressed(failure);
    }
    throw cancellation;
  }

  private void withdraw() {
    if (!taken.getAndSet(true)) {
      end.cancel();
    }
  }

  boolean ended() {
    return end.done();
  }

  void whenEnded(Runnable callback) {
    end.addDoneCallback(_ -> callback.run());
  }

  /** What it has given; null if that is nothing, for whatever reason. */
  @Nullable T resultOrNull() {
    return end.done() && !end.cancelled() && end.exception() == null ? end.result() : null;
  }

  /** To wait for by {@code waitAll}; not to be awaited, which would cancel it. */
  Future<T> end() {
    return end;
  }
}

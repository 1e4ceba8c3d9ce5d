package asyncio;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function on another thread, which is interrupted when who waits for it is cancelled. */
/*
 * new --begin--> running --end--> ended
 *   \--interrupt--> dropped
 *
 * The states are those of running and over: nobody is interrupted but the thread that is in the
 * function. An interrupt that it did not notice in there is taken back before it goes on to other
 * work.
 */
final class InterruptibleCall<T extends @Nullable Object> {

  private final Body<T> function;
  private @Nullable Thread running;
  private boolean over;
  private boolean interrupted;

  private InterruptibleCall(Body<T> function) {
    this.function = function;
  }

  /** Runs the function on a thread of the loop's default executor, in a copy of the context. */
  static <T extends @Nullable Object> Coroutine<T> inThread(Body<T> function) {
    return new Coroutine<>(() -> new InterruptibleCall<>(function).await());
  }

  private T await() {
    Context context = Context.copyContext();
    Future<T> end =
        RunningLoops.current().runInExecutor(null, () -> context.run(this::callInThread));
    CancelledError cancellation = null;
    while (!end.done()) {
      try {
        Asyncio.await(Asyncio.waitAll(List.of(end)));
      } catch (CancelledError e) {
        cancellation = e;
        if (!interrupt()) {
          end.cancel();
        }
      } catch (CoroutineExit e) {
        interrupt(); // the loop is closed: nobody can wait for the thread any more
        throw e;
      }
    }
    if (cancellation == null) {
      return end.result();
    }
    Throwable failure = end.cancelled() ? null : end.exception();
    if (failure != null) {
      cancellation.addSuppressed(failure); // mostly where it was interrupted
    }
    throw cancellation;
  }

  /** Interrupts the function; false if it has not begun, and so never will. The loop's thread. */
  private synchronized boolean interrupt() {
    if (running != null) {
      interrupted = true;
      running.interrupt();
      return true;
    }
    boolean ended = over;
    over = true;
    return ended;
  }

  // ----- on the other thread

  private T callInThread() throws Exception {
    if (!begin()) {
      throw new CancelledError();
    }
    try {
      return function.call();
    } finally {
      end();
    }
  }

  private synchronized boolean begin() {
    if (over) {
      return false;
    }
    running = Thread.currentThread();
    return true;
  }

  private synchronized void end() {
    running = null;
    over = true;
    if (interrupted) {
      Thread.interrupted(); // ours, and of no more use
    }
  }
}

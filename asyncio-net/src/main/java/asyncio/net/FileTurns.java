package asyncio.net;

import asyncio.Asyncio;
import asyncio.Body;
import asyncio.CancelledError;
import asyncio.Coroutine;
import asyncio.Held;
import asyncio.Lock;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs the operations of one file on other threads, one at a time, in the order of calling. */
/*
 * What belongs to the file is touched by who has the turn: by the operation on the other thread,
 * and on the loop before and after that. If who waits for an operation is cancelled, the turn lasts
 * until the operation ends, so that the next one finds everything as it was left.
 */
final class FileTurns {

  private final Executor threads;
  private final Lock lock = new Lock();

  FileTurns(Executor threads) {
    this.threads = threads;
  }

  /** Whether nobody has the turn or waits for it. */
  boolean idle() {
    Lock.Statistics statistics = lock.statistics();
    return !statistics.locked() && statistics.waiting() == 0;
  }

  /** Waits for a turn, which lasts until it is closed. */
  Coroutine<Held> next() {
    return lock.acquire();
  }

  /** Waits for a turn, and for the operation. */
  <T extends @Nullable Object> T run(Body<T> operation) {
    return run(operation, result -> result);
  }

  /**
   * Waits for a turn, and for the operation.
   *
   * @param afterwards runs on the loop, still in this turn; not if who waits is cancelled
   */
  <T extends @Nullable Object, R extends @Nullable Object> R run(
      Body<T> operation, Function<? super T, ? extends R> afterwards) {
    Held turn = Asyncio.await(next());
    FileCall<T> call = null;
    boolean goesOn = false;
    try {
      call = new FileCall<>(threads, operation);
      return afterwards.apply(call.await());
    } catch (CancelledError e) {
      if (call != null && !call.ended()) {
        goesOn = true;
        call.whenEnded(turn::close);
      }
      throw e;
    } finally {
      if (!goesOn) {
        turn.close();
      }
    }
  }
}

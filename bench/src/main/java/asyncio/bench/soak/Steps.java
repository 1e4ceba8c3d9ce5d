package asyncio.bench.soak;

import static asyncio.Asyncio.*;

import asyncio.CancelledError;
import asyncio.Task;
import java.util.Objects;

/** The small steps that all pieces are made of. */
final class Steps {

  private Steps() {}

  /** Waits: for nothing, for some iterations of the loop, or for a short time. */
  static void pause(Draw draw) {
    switch (draw.between(0, 3)) {
      case 0 -> {
        // not at all
      }
      case 1 -> await(sleep(0));
      case 2 -> {
        for (int left = draw.between(2, 5); left > 0; left--) {
          await(sleep(0));
        }
      }
      default -> await(sleep(draw.time()));
    }
  }

  static void fail(Draw draw) throws Planned {
    await(sleep(draw.time()));
    throw new Planned();
  }

  /** Has the task cancelled after a short time, if it still runs then. */
  static void cancelSoon(Task<?> task, Draw draw) {
    if (draw.oneIn(4)) {
      runningLoop().callSoon(task::cancel);
    } else {
      runningLoop().callLater(draw.time(), task::cancel);
    }
  }

  /** Awaits a task that somebody else cancels, perhaps. */
  static void awaitCancelled(Task<?> task) {
    try {
      await(task);
    } catch (CancelledError e) {
      if (asked()) {
        throw e;
      }
    }
  }

  /** Whether somebody has asked the current task to end. */
  static boolean asked() {
    return Objects.requireNonNull(currentTask()).cancelling() > 0;
  }
}

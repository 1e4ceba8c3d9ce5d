package asyncio;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.WeakHashMap;

/** The loops that have not been closed, and a warning of those that never will be. */
final class OpenLoops {

  private static final Set<EventLoop> ALL = Collections.newSetFromMap(new WeakHashMap<>());

  private OpenLoops() {}

  static void add(EventLoop loop) {
    synchronized (ALL) {
      ALL.add(loop);
    }
    Garbage.whenUnreachable(loop, loop.unclosed::report);
  }

  static void remove(EventLoop loop) {
    synchronized (ALL) {
      ALL.remove(loop);
    }
    loop.unclosed.closed = true;
  }

  static Set<EventLoop> all() {
    synchronized (ALL) {
      return new LinkedHashSet<>(ALL);
    }
  }

  /** What is known of a loop when it has become garbage. */
  static final class Unclosed {

    final Throwable madeAt = new Throwable("the event loop was made here");
    private volatile boolean closed;

    private void report() {
      if (!closed) {
        EventLoop.LOGGER.log(
            System.Logger.Level.WARNING,
            "an event loop was never closed; it was made here:",
            madeAt);
      }
    }
  }
}

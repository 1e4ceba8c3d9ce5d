package asyncio;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The loops that run now, and the answer to the question which of them runs the calling thread. */
/*
 * A thread local would cost a look-up in each await, and a map for each fiber. There are few loops,
 * mostly one, and each knows which thread runs on its behalf at the moment.
 */
final class RunningLoops {

  private static volatile EventLoop[] all = {};

  /** The loop that started last: a hint, verified wherever it is used. */
  private static @Nullable EventLoop latest;

  private RunningLoops() {}

  /** The loop that runs the calling thread. */
  static EventLoop current() {
    EventLoop loop = currentOrNull();
    if (loop == null) {
      throw new IllegalStateException(
          "no running event loop: call this from a coroutine or callback that a loop runs, as"
              + " run(…) does");
    }
    return loop;
  }

  static @Nullable EventLoop currentOrNull() {
    Thread me = Thread.currentThread();
    EventLoop hint = latest;
    if (hint != null && hint.runner == me) {
      return hint;
    }
    for (EventLoop loop : all) {
      if (loop.runner == me) {
        return loop;
      }
    }
    return null;
  }

  static synchronized void add(EventLoop loop) {
    EventLoop[] more = Arrays.copyOf(all, all.length + 1);
    more[all.length] = loop;
    all = more;
    latest = loop;
  }

  static synchronized void remove(EventLoop loop) {
    all = Arrays.stream(all).filter(other -> other != loop).toArray(EventLoop[]::new);
    if (latest == loop) {
      latest = null;
    }
  }
}

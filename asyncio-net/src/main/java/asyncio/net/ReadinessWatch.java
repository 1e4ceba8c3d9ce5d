package asyncio.net;

import asyncio.Context;
import asyncio.Future;
import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;

/** What a loop wants to know of one channel, and for whom. */
/*
 * It goes back and forth between the loop and the thread that selects. The flags are the loop's; the
 * rest never changes.
 */
final class ReadinessWatch {

  final SelectableChannel channel;

  /** The operations, as those of a {@link java.nio.channels.SelectionKey}. */
  final int ops;

  final Target target;
  final Context context = Context.copyContext();

  /** Whether the selecting thread has it. */
  boolean armed;

  /** Whether it is over: what the selecting thread still says of it does not count. */
  boolean over;

  /** For whom it is. */
  sealed interface Target {

    /** Runs again and again. */
    record Callback(Runnable callback) implements Target {}

    /** A coroutine, which waits once. */
    record Waiter(Future<@Nullable Void> future) implements Target {}
  }

  ReadinessWatch(SelectableChannel channel, int ops, Target target) {
    this.channel = channel;
    this.ops = ops;
    this.target = target;
  }
}

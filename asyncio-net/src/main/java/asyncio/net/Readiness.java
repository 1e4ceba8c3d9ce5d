package asyncio.net;

import asyncio.Asyncio;
import asyncio.ExceptionContext;
import asyncio.Future;
import asyncio.net.ReadinessWatch.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells a loop when channels of the JDK can be read from or written to. */
/*
 * Netty's handlers of I/O watch Netty's channels, and the JDK does not give its descriptors away. So
 * a loop that asks for it has one more thread, which selects and has no other part in the loop: what
 * it finds comes in by callSoonThreadsafe, and it is the loop that decides what it still means. All
 * here is the loop's.
 *
 * A watch that was told of is armed again once its callback has run, unless that has removed it. A
 * channel that stays ready is called back in one iteration after the other, as with a file
 * descriptor in asyncio, only that the way by the other thread lies between.
 *
 * A coroutine that waits is one more callback: it takes the place of the one before it, and another
 * one takes its place. Then it does not wait for what will not come: it fails.
 */
final class Readiness implements NettyLoop.Disposed {

  private static final int READING = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
  private static final int WRITING = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

  private final NettyLoop netty;
  private final ReadinessThread thread;
  private final Side readers = new Side("read from", READING);
  private final Side writers = new Side("written to", WRITING);

  private Readiness(NettyLoop netty) throws IOException {
    this.netty = netty;
    thread = new ReadinessThread(netty.loop, Selector.open(), this::ready, this::lost);
    netty.open.add(this);
  }

  /** That of the running loop, whose thread is started if it was not yet. */
  static Readiness ofRunningLoop() throws IOException {
    NettyLoop netty = NetDriver.ofRunningLoop();
    Readiness started = netty.readiness;
    if (started == null) {
      started = new Readiness(netty);
      netty.readiness = started;
    }
    return started;
  }

  Side readers() {
    return readers;
  }

  Side writers() {
    return writers;
  }

  @Override
  public void dispose() {
    try {
      thread.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ----- what the thread says

  private void ready(ReadinessWatch watch) {
    watch.armed = false;
    if (watch.over) {
      return;
    }
    switch (watch.target) {
      case Target.Callback(Runnable callback) -> {
        try {
          callback.run();
        } finally {
          if (!watch.over) {
            arm(watch);
          }
        }
      }
      case Target.Waiter(Future<@Nullable Void> future) -> {
        side(watch).end(watch);
        if (!future.done()) {
          future.setResult(null);
        }
      }
    }
  }

  private void lost(ReadinessWatch watch, Exception why) {
    watch.armed = false;
    if (watch.over) {
      return;
    }
    side(watch).end(watch);
    fail(watch, why);
    if (watch.target instanceof Target.Callback && !(why instanceof ClosedChannelException)) {
      netty.loop.callExceptionHandler(
          ExceptionContext.of("A channel is not watched any more: " + watch.channel, why));
    }
  }

  private Side side(ReadinessWatch watch) {
    return (watch.ops & READING) != 0 ? readers : writers;
  }

  private void arm(ReadinessWatch watch) {
    watch.armed = true;
    thread.arm(watch);
  }

  private static void fail(ReadinessWatch watch, Exception why) {
    if (watch.target instanceof Target.Waiter(Future<@Nullable Void> future) && !future.done()) {
      future.setException(why);
    }
  }

  /** The channels that are watched for one of the two: reading or writing. */
  final class Side {

    private final String what;
    private final int ops;
    private final Map<SelectableChannel, ReadinessWatch> watches = new HashMap<>();

    private Side(String what, int ops) {
      this.what = what;
      this.ops = ops;
    }

    /** Has the callback run whenever the channel is ready, in a copy of the current context. */
    void add(SelectableChannel channel, Runnable callback) {
      watch(channel, new Target.Callback(callback));
    }

    /** Removes the callback, or has the coroutine fail that waits; false if there is none. */
    boolean remove(SelectableChannel channel) {
      ReadinessWatch watch = watches.get(channel);
      if (watch == null) {
        return false;
      }
      end(watch);
      fail(
          watch,
          new IllegalStateException(
              "somebody has removed who waits until this channel can be " + what + ": " + channel));
      return true;
    }

    /** Waits, in a coroutine, until the channel may be ready. */
    void await(SelectableChannel channel) {
      Future<@Nullable Void> ready = netty.loop.createFuture();
      ReadinessWatch watch = watch(channel, new Target.Waiter(ready));
      try {
        Asyncio.await(ready);
      } finally {
        end(watch);
      }
    }

    private ReadinessWatch watch(SelectableChannel channel, Target target) {
      int wanted = channel.validOps() & ops;
      if (wanted == 0) {
        throw new IllegalArgumentException("this channel cannot be " + what + ": " + channel);
      }
      ReadinessWatch before = watches.get(channel);
      if (before != null) {
        end(before);
        fail(
            before,
            new IllegalStateException(
                "somebody else waits now until this channel can be " + what + ": " + channel));
      }
      ReadinessWatch watch = new ReadinessWatch(channel, wanted, target);
      watches.put(channel, watch);
      arm(watch);
      return watch;
    }

    private void end(ReadinessWatch watch) {
      if (watch.over) {
        return;
      }
      watch.over = true;
      watches.remove(watch.channel);
      if (watch.armed) {
        thread.disarm(watch);
      }
    }
  }
}

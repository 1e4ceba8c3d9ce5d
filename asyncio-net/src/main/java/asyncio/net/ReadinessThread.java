package asyncio.net;

import asyncio.EventLoop;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The thread that selects among the channels that a loop watches. */
/*
 * The loop hands watches in by a queue, in the order in which it arms and disarms them. A watch that
 * was armed is told of once, ready or lost, and is then the loop's again: a channel that stays
 * ready is not told of a second time before the loop has dealt with the first and armed the watch
 * anew.
 *
 * A channel is registered only while a watch is armed on it. It is free again, to be closed or made
 * blocking, before the loop hears that it is ready.
 *
 * Nothing wakes a selector up when one of its channels is closed, and the system's socket stays open
 * until it is: so while there is something to watch, the thread looks for closed channels by time.
 */
final class ReadinessThread implements Closeable {

  private static final long LOOK_FOR_CLOSED_MILLIS = 50;

  private final EventLoop loop;
  private final Consumer<ReadinessWatch> ready;
  private final BiConsumer<ReadinessWatch, Exception> lost;
  private final Selector selector;
  private final Queue<Runnable> requests = new ConcurrentLinkedQueue<>();

  /** What is armed, by the keys that are registered. The thread's own. */
  private final Map<SelectionKey, List<ReadinessWatch>> armed = new HashMap<>();

  /** What has ended the thread: whatever is armed from then on is lost. */
  private volatile @Nullable IOException failure;

  private long lookedForClosed = System.nanoTime();

  /**
   * Starts the thread.
   *
   * @param selector the thread's own from now on
   * @param ready called on the loop when a watched channel is ready
   * @param lost called on the loop when it cannot be watched any more
   */
  ReadinessThread(
      EventLoop loop,
      Selector selector,
      Consumer<ReadinessWatch> ready,
      BiConsumer<ReadinessWatch, Exception> lost) {
    this.loop = loop;
    this.ready = ready;
    this.lost = lost;
    this.selector = selector;
    Thread.ofPlatform().daemon().name("asyncio-readiness").start(this::run);
  }

  // ----- for the loop

  void arm(ReadinessWatch watch) {
    request(() -> register(watch));
  }

  void disarm(ReadinessWatch watch) {
    request(() -> deregister(watch));
  }

  private void request(Runnable request) {
    requests.add(request);
    if (failure == null) {
      selector.wakeup();
    } else {
      runRequests(); // the thread has ended, maybe without having seen this one
    }
  }

  /** Lets go of all channels, and ends the thread. */
  @Override
  public void close() throws IOException {
    selector.close();
  }

  // ----- the thread's own

  private void run() {
    try {
      while (true) {
        runRequests();
        selector.select(this::tellReady, armed.isEmpty() ? 0 : LOOK_FOR_CLOSED_MILLIS);
        lookForClosed();
      }
    } catch (ClosedSelectorException e) {
      // the loop was closed
    } catch (IOException e) {
      NettyLoop.LOGGER.log(System.Logger.Level.ERROR, "channels cannot be watched any more", e);
      fail(e);
    }
  }

  private void runRequests() {
    Runnable request;
    while ((request = requests.poll()) != null) {
      request.run();
    }
  }

  private void fail(IOException why) {
    failure = why;
    armed.values().forEach(watches -> watches.forEach(watch -> tellLost(watch, why)));
    try {
      selector.close(); // lets go of the channels
    } catch (IOException e) {
      why.addSuppressed(e);
    }
    runRequests();
  }

  private void register(ReadinessWatch watch) {
    IOException why = failure;
    if (why != null) {
      tellLost(watch, why);
      return;
    }
    try {
      SelectionKey key = watch.channel.keyFor(selector);
      if (key != null && !key.isValid()) {
        selector.selectNow(this::tellReady); // takes keys that were cancelled away
        key = null;
      }
      if (key == null) {
        key = watch.channel.register(selector, watch.ops);
      } else {
        key.interestOpsOr(watch.ops);
      }
      armed.computeIfAbsent(key, _ -> new ArrayList<>(2)).add(watch);
    } catch (ClosedSelectorException e) {
      throw e;
    } catch (ClosedChannelException | CancelledKeyException e) {
      tellLost(watch, new AsynchronousCloseException());
    } catch (IOException | RuntimeException e) { // it blocks, or is of another provider
      tellLost(watch, e);
    }
  }

  private void deregister(ReadinessWatch watch) {
    if (failure != null) {
      return;
    }
    SelectionKey key = watch.channel.keyFor(selector);
    List<ReadinessWatch> watches = key == null ? null : armed.get(key);
    if (key != null && watches != null && watches.remove(watch)) {
      reduce(key, watches);
    }
  }

  private void tellReady(SelectionKey key) {
    List<ReadinessWatch> watches = armed.get(key);
    if (watches == null) {
      return;
    }
    int ops;
    try {
      ops = key.readyOps();
    } catch (CancelledKeyException e) {
      return; // it was closed just now, which is found soon
    }
    List<ReadinessWatch> due = watches.stream().filter(watch -> (watch.ops & ops) != 0).toList();
    watches.removeAll(due);
    reduce(key, watches);
    due.forEach(watch -> tell(watch, () -> ready.accept(watch)));
  }

  private void reduce(SelectionKey key, List<ReadinessWatch> left) {
    if (left.isEmpty()) {
      armed.remove(key);
      key.cancel();
      return;
    }
    int ops = 0;
    for (ReadinessWatch watch : left) {
      ops |= watch.ops;
    }
    try {
      key.interestOps(ops);
    } catch (CancelledKeyException e) {
      // it was closed just now, too
    }
  }

  private void lookForClosed() {
    long now = System.nanoTime();
    if (now - lookedForClosed < LOOK_FOR_CLOSED_MILLIS * 1_000_000) {
      return;
    }
    lookedForClosed = now;
    Iterator<Map.Entry<SelectionKey, List<ReadinessWatch>>> all = armed.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<SelectionKey, List<ReadinessWatch>> one = all.next();
      if (!one.getKey().isValid()) {
        all.remove();
        one.getValue().forEach(watch -> tellLost(watch, new AsynchronousCloseException()));
      }
    }
  }

  private void tellLost(ReadinessWatch watch, Exception why) {
    tell(watch, () -> lost.accept(watch, why));
  }

  private void tell(ReadinessWatch watch, Runnable news) {
    try {
      loop.callSoonThreadsafe(news, watch.context);
    } catch (IllegalStateException e) {
      NettyLoop.LOGGER.log(
          System.Logger.Level.DEBUG, "a channel was ready when its loop was closed");
    }
  }
}

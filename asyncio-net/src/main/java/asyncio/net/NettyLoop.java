package asyncio.net;

import asyncio.Context;
import asyncio.EventLoop;
import asyncio.Handle;
import asyncio.IoDriver;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An asyncio loop as Netty sees it: the event loop of its channels. */
/*
 * Netty's handler of I/O is run from within the loop's own iteration, on its thread. What it finds
 * is not told to protocols then and there: a channel's handler schedules a callback, so that it runs
 * where asyncio runs the handle of a file descriptor that is ready, behind what was scheduled
 * before.
 *
 * Netty takes only the loop's own thread for its event loop's, not those of its coroutines. So what
 * they do to a socket is noted down, and done when the iteration is over: each socket that has
 * something to do is "touched" once and settled once, however much was written to it.
 *
 * A loop that waits polls at once; on a virtual thread it first polls for a while, because there the
 * JDK makes two other threads wake it up. One that is busy polls by time: a system call in each
 * iteration would cost more than most of them do. The shorter they are, the more of them it skips
 * before it looks at the clock: one more each time that it found the time has not come.
 *
 * It is not Netty's ManualIoEventLoop because that belongs to one thread for good: a loop of ours may
 * run on several threads one after the other, and be closed by yet another.
 */
final class NettyLoop extends AbstractScheduledEventExecutor
    implements IoEventLoop, IoHandlerContext {

  static final System.Logger LOGGER = System.getLogger("asyncio");

  private static final long POLL_NANOS = 50_000;
  private static final int MOST_SKIPPED = 32;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** For how long a virtual thread polls before it waits: about what waiting costs it. */
  private static final long SPIN_NANOS = 20_000;

  /** A socket that the loop's thread has something to do to. */
  interface Settled {

    /** Does it. The loop's thread. */
    void settle();
  }

  /** What holds resources of Netty's until the loop is closed. */
  interface Disposed {

    /** Lets go of them. The loop does not run any more. */
    void dispose();
  }

  final EventLoop loop;
  final NettyIo io;
  private final IoHandler handler;

  private final boolean nio;

  private final Interruption interruption = new Interruption(this::wakeup);

  /** The loop's own thread, as of its last iteration. */
  private volatile @Nullable Thread owner;

  // what to do before polling
  private ArrayList<Settled> touched = new ArrayList<>();
  private ArrayList<Settled> settling = new ArrayList<>();

  // when to poll
  private boolean initialized;
  private long polled;
  private int skipped;
  private int skip;

  // how long to wait
  private long deadline;
  private boolean mayBlock = true;
  private boolean spins;
  private volatile boolean awake;

  /** What watches the JDK's channels, once any is watched. */
  @Nullable Readiness readiness;

  final SpareBlocks spareBlocks = new SpareBlocks();

  // closing
  final Set<Disposed> open = new LinkedHashSet<>();
  private @Nullable ArrayDeque<Runnable> last;
  private volatile boolean closed;

  NettyLoop(EventLoop loop, NettyIo io) {
    this.loop = loop;
    this.io = io;
    handler = io.handlerFactory().newHandler(this);
    nio = handler instanceof NioIoHandler;
  }

  // ----- one iteration

  /** Does what was noted down, and polls or waits: the I/O driver's part of an iteration. */
  void select(long timeoutNanos) {
    Thread me = Thread.currentThread();
    if (owner != me) {
      owner = me;
      spins = me.isVirtual();
    }
    if (!touched.isEmpty()) {
      settle();
    }
    if (timeoutNanos > 0) {
      await(timeoutNanos);
    } else if (timeToPoll()) {
      pollNow();
    }
    awake = false;
    runScheduled();
  }

  private void await(long timeoutNanos) {
    if (spins && !awake && pollsForAWhile()) {
      return;
    }
    deadline = deadline(timeoutNanos);
    interruption.enter();
    try {
      poll();
    } finally {
      interruption.leave();
    }
  }

  /** Whether something happens soon. */
  private boolean pollsForAWhile() {
    long end = System.nanoTime() + SPIN_NANOS;
    do {
      if (pollNow() > 0 || awake) {
        return true;
      }
    } while (polled < end);
    return false;
  }

  private void settle() {
    ArrayList<Settled> now = touched;
    touched = settling;
    settling = now;
    for (int i = 0; i < now.size(); i++) {
      now.get(i).settle();
    }
    now.clear();
  }

  /** Whether an iteration that does not wait has something to do here. */
  boolean polls() {
    return !touched.isEmpty() || timeToPoll();
  }

  private boolean timeToPoll() {
    if (skipped < skip) {
      skipped++;
      return false;
    }
    if (System.nanoTime() - polled >= POLL_NANOS) {
      return true;
    }
    skipped = 0;
    skip = Math.min(MOST_SKIPPED, skip + 1);
    return false;
  }

  private int pollNow() {
    mayBlock = false;
    try {
      return poll();
    } finally {
      mayBlock = true;
    }
  }

  private int poll() {
    int events = handler().run(this);
    polled = System.nanoTime();
    skipped = 0;
    skip = 0;
    return events;
  }

  /** To be used on the loop's own thread alone: some handlers bind to the one they begin on. */
  private IoHandler handler() {
    if (!initialized) {
      initialized = true;
      handler.initialize();
    }
    return handler;
  }

  private long deadline(long timeoutNanos) {
    long scheduled = nextScheduledTaskDeadlineNanos();
    if (timeoutNanos == IoDriver.FOREVER) {
      return scheduled;
    }
    long timeout = ticker().nanoTime() + timeoutNanos;
    if (timeout < 0) {
      return scheduled;
    }
    return scheduled == -1 ? timeout : Math.min(scheduled, timeout);
  }

  private void runScheduled() {
    if (nextScheduledTaskDeadlineNanos() == -1) {
      return;
    }
    Runnable task;
    while ((task = pollScheduledTask()) != null) {
      safeExecute(task);
    }
  }

  void wakeup() {
    awake = true;
    handler.wakeup();
  }

  // ----- what Netty's handler asks while it runs

  @Override
  public boolean canBlock() {
    return mayBlock
        && !awake
        && !Thread.currentThread().isInterrupted(); // waiting in NIO would clear that
  }

  @Override
  public long deadlineNanos() {
    return deadline;
  }

  @Override
  public long delayNanos(long now) {
    if (deadline == -1) {
      return IoDriver.FOREVER;
    }
    long delay = Math.max(0, deadline - (now - ticker().initialNanoTime()));
    // NIO's handler rounds to the nearest millisecond, and would not wait at all
    return nio ? Math.ceilDiv(delay, NANOS_PER_MILLI) * NANOS_PER_MILLI : delay;
  }

  // ----- for channels

  /** Has the socket settled before the loop polls next. The loop's thread, or a coroutine's. */
  void touch(Settled socket) {
    touched.add(socket);
  }

  /** Frees the addresses of sockets that are closed: NIO does when its selector looks next. */
  void freeAddresses() {
    if (nio) {
      pollNow();
    }
  }

  /** Schedules a callback of a protocol; the loop does not wait before it has run. */
  Handle callSoon(Runnable callback, Context context) {
    awake = true;
    return loop.callSoon(callback, context);
  }

  @Override
  public void execute(Runnable command) {
    ArrayDeque<Runnable> closing = last;
    if (closing != null) {
      closing.add(command);
      return;
    }
    if (closed) {
      throw new RejectedExecutionException("the event loop is closed");
    }
    awake = true;
    loop.callSoonThreadsafe(command);
  }

  @Override
  public boolean inEventLoop(Thread thread) {
    return thread == owner;
  }

  @Override
  public boolean isExecutorThread(Thread thread) {
    return thread == owner;
  }

  @Override
  public Future<IoRegistration> register(IoHandle handle) {
    Promise<IoRegistration> promise = newPromise();
    if (inEventLoop()) {
      register(handle, promise);
    } else {
      execute(() -> register(handle, promise));
    }
    return promise;
  }

  private void register(IoHandle handle, Promise<IoRegistration> promise) {
    try {
      promise.setSuccess(handler().register(handle));
    } catch (Exception e) {
      promise.setFailure(e);
    }
  }

  @Override
  @Deprecated
  public ChannelFuture register(Channel channel) {
    return register(new DefaultChannelPromise(channel, this));
  }

  @Override
  @Deprecated
  public ChannelFuture register(ChannelPromise promise) {
    promise.channel().unsafe().register(this, promise);
    return promise;
  }

  @Override
  @Deprecated
  public ChannelFuture register(Channel channel, ChannelPromise promise) {
    channel.unsafe().register(this, promise);
    return promise;
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> handleType) {
    return handler.isCompatible(handleType);
  }

  @Override
  public boolean isIoType(Class<? extends IoHandler> handlerType) {
    return handler.getClass() == handlerType;
  }

  @Override
  public IoEventLoop next() {
    return this;
  }

  @Override
  public @Nullable IoEventLoopGroup parent() {
    return null;
  }

  // ----- closing

  /** Closes all sockets and frees everything. The asyncio loop does not run any more. */
  @Override
  public void close() {
    owner = Thread.currentThread();
    var tasks = new ArrayDeque<Runnable>();
    last = tasks;
    List.copyOf(open).forEach(Disposed::dispose);
    touched.clear();
    cancelScheduledTasks();
    runAll(tasks);
    handler.prepareToDestroy();
    runAll(tasks);
    last = null;
    closed = true;
    handler.destroy();
  }

  private static void runAll(ArrayDeque<Runnable> tasks) {
    Runnable task;
    while ((task = tasks.poll()) != null) {
      safeExecute(task);
    }
  }

  @Override
  public boolean isShuttingDown() {
    return closed;
  }

  @Override
  public boolean isShutdown() {
    return closed;
  }

  @Override
  public boolean isTerminated() {
    return closed;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return closed;
  }

  @Override
  public Future<?> terminationFuture() {
    throw notNettys();
  }

  @Override
  public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
    throw notNettys();
  }

  @Override
  @Deprecated
  public void shutdown() {
    throw notNettys();
  }

  private static UnsupportedOperationException notNettys() {
    return new UnsupportedOperationException("it is closed with the asyncio loop that it is of");
  }
}

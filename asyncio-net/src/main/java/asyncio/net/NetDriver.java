package asyncio.net;

import asyncio.Asyncio;
import asyncio.EventLoop;
import asyncio.IoDriver;
import org.jspecify.annotations.Nullable;

/**
 * The driver of loops that do network I/O. {@link java.util.ServiceLoader} finds it: a program has
 * no need to.
 *
 * <p>Until the first I/O it parks the loop's thread, as a loop without it does.
 */
public final class NetDriver implements IoDriver {

  private final IoDriver parking = IoDriver.parking();
  private volatile @Nullable NettyLoop netty;

  /** The loop's own thread, before the first I/O. */
  private @Nullable Thread parked;

  /** For {@link java.util.ServiceLoader}. */
  public NetDriver() {}

  /**
   * Netty's side of the running loop, started if it is not yet.
   *
   * @throws IllegalStateException if no loop runs this thread, or if it has another driver
   */
  static NettyLoop ofRunningLoop() {
    return of(Asyncio.runningLoop());
  }

  /** Netty's side of the loop, started if it is not yet. */
  static NettyLoop of(EventLoop loop) {
    if (!(loop.driver() instanceof NetDriver driver)) {
      throw new IllegalStateException(
          "this event loop does no network I/O: its driver is " + loop.driver());
    }
    NettyLoop started = driver.netty;
    if (started == null) {
      started = new NettyLoop(loop, NettyIo.chosen(driver.parked));
      driver.netty = started;
    }
    return started;
  }

  @Override
  public void select(long timeoutNanos) {
    NettyLoop started = netty;
    if (started == null) {
      parked = Thread.currentThread();
      parking.select(timeoutNanos);
    } else {
      started.select(timeoutNanos);
    }
  }

  @Override
  public void wakeup() {
    NettyLoop started = netty;
    if (started == null) {
      parking.wakeup();
    } else {
      started.wakeup();
    }
  }

  @Override
  public boolean polls() {
    NettyLoop started = netty;
    return started != null && started.polls();
  }

  @Override
  public void close() {
    NettyLoop started = netty;
    if (started != null) {
      started.close();
    }
  }

  @Override
  public long nanoTime() {
    return parking.nanoTime();
  }
}

package asyncio;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs functions on other threads for one loop, and owns the loop's default executor. */
final class LoopExecutor {

  private final EventLoop loop;
  private @Nullable ExecutorService byDefault;
  private boolean shutdown;

  LoopExecutor(EventLoop loop) {
    this.loop = loop;
  }

  <T extends @Nullable Object> Future<T> run(@Nullable Executor executor, Body<T> function) {
    Executor where = executor != null ? executor : byDefault();
    Future<T> future = loop.createFuture();
    where.execute(() -> call(function, future));
    loop.outsideWork++;
    return future;
  }

  void setDefault(ExecutorService executor) {
    byDefault = executor;
  }

  Coroutine<@Nullable Void> shutdown(@Nullable Duration timeout) {
    return Asyncio.async(() -> {
      shutdown = true;
      ExecutorService executor = byDefault;
      if (executor == null) {
        return;
      }
      Future<@Nullable Void> ended = loop.createFuture();
      Thread.ofVirtual().name("asyncio-shutdown").start(() -> waitForEnd(executor, ended));
      loop.outsideWork++;
      try {
        Asyncio.timeout(timeout, () -> Asyncio.await(ended));
      } catch (TimeoutException e) {
        EventLoop.LOGGER.log(
            System.Logger.Level.WARNING,
            "the executor did not finish its threads within {0}",
            timeout);
      }
    });
  }

  /** Lets go of the threads without waiting for them. */
  void close() {
    shutdown = true;
    if (byDefault != null) {
      byDefault.shutdown();
      byDefault = null;
    }
  }

  private ExecutorService byDefault() {
    if (shutdown) {
      throw new IllegalStateException("the loop's executor has been shut down");
    }
    ExecutorService executor = byDefault;
    if (executor == null) {
      executor = loop.fibers.newExecutor();
      byDefault = executor;
    }
    return executor;
  }

  /** On the executor's thread. If the loop is closed meanwhile, nobody is left to be told. */
  private <T extends @Nullable Object> void call(Body<T> function, Future<T> future) {
    Runnable tell;
    if (future.cancelled()) { // a racy read: at worst the function runs for nothing
      tell = () -> {};
    } else {
      try {
        T result = function.call();
        tell = () -> future.complete(result);
      } catch (Throwable e) {
        tell = () -> future.fail(e);
      }
    }
    tell(future, tell);
  }

  private void waitForEnd(ExecutorService executor, Future<@Nullable Void> ended) {
    executor.shutdown();
    Runnable tell;
    try {
      executor.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
      tell = () -> ended.complete(null);
    } catch (InterruptedException e) {
      tell = () -> ended.fail(e);
    }
    tell(ended, tell);
  }

  private void tell(Future<?> future, Runnable completion) {
    loop.post(() -> {
      loop.outsideWork--;
      if (!future.done()) {
        completion.run();
      }
    });
  }
}

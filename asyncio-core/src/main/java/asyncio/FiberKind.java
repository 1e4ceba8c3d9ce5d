package asyncio;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The two kinds of fiber, and what differs with them; chosen by {@code -Dasyncio.fiber}. */
enum FiberKind {

  /** {@link DirectFiber}: the loop runs on a platform thread. */
  DIRECT {
    @Override
    Fiber create(Task<?> task, @Nullable Yielder<?> generator) {
      return new DirectFiber(task, generator);
    }

    @Override
    boolean canHost(Thread thread) {
      return !thread.isVirtual();
    }

    @Override
    Thread newLoopThread(Runnable body) {
      return Thread.ofPlatform().name("asyncio-loop").unstarted(body);
    }

    @Override
    ExecutorService newExecutor() {
      return Executors.newThreadPerTaskExecutor(
          Thread.ofVirtual().name("asyncio-thread-", 0).factory());
    }
  },

  /** {@link PortableFiber}: the loop runs on a virtual thread. */
  PORTABLE {
    @Override
    Fiber create(Task<?> task, @Nullable Yielder<?> generator) {
      return new PortableFiber(task, generator);
    }

    @Override
    boolean canHost(Thread thread) {
      return thread.isVirtual();
    }

    @Override
    Thread newLoopThread(Runnable body) {
      return Thread.ofVirtual().name("asyncio-loop").unstarted(body);
    }

    // Platform threads: virtual ones that compute would take the processors away from the loop,
    // which here is a virtual thread like them.
    @Override
    ExecutorService newExecutor() {
      return Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("asyncio-thread-", 0).factory());
    }
  };

  static final String OPEN_FLAG = "--add-opens java.base/java.lang=ALL-UNNAMED";

  private static final AtomicBoolean HINTED = new AtomicBoolean();

  /** The fiber of a task, or of a generator that the task asks. */
  abstract Fiber create(Task<?> task, @Nullable Yielder<?> generator);

  /** Whether a loop with fibers of this kind can run on the thread. */
  abstract boolean canHost(Thread thread);

  /** A thread for a loop that its caller's thread cannot host. */
  abstract Thread newLoopThread(Runnable body);

  /** Where {@code toThread} runs, unless the user sets another executor. */
  abstract ExecutorService newExecutor();

  /** The kind that {@code -Dasyncio.fiber=direct|portable|auto} asks for; auto if it is not set. */
  static FiberKind chosen() {
    String asked = System.getProperty("asyncio.fiber", "auto");
    return switch (asked) {
      case "direct" -> {
        if (!DirectFiber.available()) {
          throw new IllegalStateException(
              "-Dasyncio.fiber=direct needs the flag " + OPEN_FLAG + " (or =asyncio.core)");
        }
        yield DIRECT;
      }
      case "portable" -> PORTABLE;
      case "auto" -> {
        if (DirectFiber.available()) {
          yield DIRECT;
        }
        if (HINTED.compareAndSet(false, true)) {
          EventLoop.LOGGER.log(
              System.Logger.Level.INFO,
              "coroutines run on portable fibers; {0} makes them several times faster",
              OPEN_FLAG);
        }
        yield PORTABLE;
      }
      default ->
          throw new IllegalArgumentException(
              "-Dasyncio.fiber must be direct, portable or auto, not '" + asked + "'");
    };
  }
}

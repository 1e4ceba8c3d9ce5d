package asyncio.net;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** The threads of pipes that nothing else can wait for: one each, which the program's end ends. */
final class PipeThreads {

  private PipeThreads() {}

  static void start(Runnable work) {
    var _ =
        Thread.ofPlatform()
            .daemon()
            .name("asyncio-pipe")
            .inheritInheritableThreadLocals(false)
            .start(work);
  }

  /** Runs what may block for long, such as opening a pipe whose other end nobody has opened. */
  static <T> CompletableFuture<T> call(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    start(() -> {
      try {
        result.complete(work.call());
      } catch (Throwable e) {
        result.completeExceptionally(e);
      }
    });
    return result;
  }

  /** Has the loop's own thread told; nothing, if the loop is closed. */
  static void tell(PipeTransport transport, Runnable news) {
    try {
      transport.netty.loop.callSoonThreadsafe(news, transport.context);
    } catch (IllegalStateException e) {
      NettyLoop.LOGGER.log(System.Logger.Level.DEBUG, "a pipe was used when its loop was closed");
    }
  }

  /** Nobody interrupts these threads. */
  static <T> T take(BlockingQueue<T> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException("a pipe's thread was interrupted", e);
    }
  }

  static void close(Closeable stream) {
    try {
      stream.close();
    } catch (IOException e) {
      NettyLoop.LOGGER.log(System.Logger.Level.DEBUG, "a pipe was closed with an error", e);
    }
  }
}

package asyncio;

import org.jspecify.annotations.Nullable;

/** Runs a loop on a thread that can host its fibers: the calling one, or else one of its own. */
final class LoopThread {

  private LoopThread() {}

  /** Interrupts of the calling thread, while it waits for another, are told to onInterrupt. */
  static void run(FiberKind fibers, Runnable body, Runnable onInterrupt) {
    if (fibers.canHost(Thread.currentThread())) {
      body.run();
      return;
    }
    var hosted =
        new Runnable() {
          @Nullable Throwable thrown;

          @Override
          public void run() {
            try {
              body.run();
            } catch (Throwable e) {
              thrown = e;
            }
          }
        };
    Thread host = fibers.newLoopThread(hosted);
    host.start();
    join(host, onInterrupt);
    if (hosted.thrown != null) {
      throw Rethrow.asIs(hosted.thrown);
    }
  }

  private static void join(Thread host, Runnable onInterrupt) {
    boolean interrupted = false;
    while (true) {
      try {
        host.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        onInterrupt.run();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

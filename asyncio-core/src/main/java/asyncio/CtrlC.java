package asyncio;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Listens for Ctrl-C, or another signal that asks the program to end, while a loop runs: the first
 * one is told, the second ends the program as it does by default, the third does so without waiting
 * for anything.
 *
 * <p>It does not act where another handler is set, of the loop or of the program.
 */
final class CtrlC implements AutoCloseable {

  private final Runnable onFirst;
  private final AtomicInteger presses = new AtomicInteger();
  private Signals.Listening listening = () -> {};

  private CtrlC(Runnable onFirst) {
    this.onFirst = onFirst;
  }

  /**
   * Listens for Ctrl-C until closed, if the calling thread is the main one; does nothing if not, or
   * if the JVM was told to leave signals alone.
   */
  static CtrlC listen(Runnable onFirst) {
    CtrlC ctrlC = new CtrlC(onFirst);
    if (isMainThread(Thread.currentThread())) {
      try {
        ctrlC.listenTo(Signals.of("INT"));
      } catch (IllegalStateException e) {
        // Ctrl-C is not ours
      }
    }
    return ctrlC;
  }

  /**
   * Listens for the signal until closed.
   *
   * @throws IllegalStateException if it cannot be caught
   */
  static CtrlC listenTo(Signals signal, Runnable onFirst) {
    CtrlC like = new CtrlC(onFirst);
    like.listenTo(signal);
    return like;
  }

  private static boolean isMainThread(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return thread.getName().equals("main") && group != null && group.getName().equals("main");
  }

  private void listenTo(Signals signal) {
    int exitStatus = signal.exitStatus();
    listening = signal.listenByDefault(() -> pressed(exitStatus));
  }

  boolean wasPressed() {
    return presses.get() > 0;
  }

  @Override
  public void close() {
    listening.close();
  }

  private void pressed(int exitStatus) {
    switch (presses.incrementAndGet()) {
      case 1 -> onFirst.run();
      // each comes on a thread of its own: exit does not return, yet a third can come
      case 2 -> Runtime.getRuntime().exit(exitStatus);
      default -> Runtime.getRuntime().halt(exitStatus);
    }
  }
}

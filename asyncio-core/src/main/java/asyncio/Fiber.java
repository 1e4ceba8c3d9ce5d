package asyncio;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that runs one coroutine, and runs only between a {@link #resume} of the loop and the
 * {@link #suspend} that answers it. As an item of the ready queue it is the next step of its task.
 *
 * <p>A task has a fiber of its own; a generator has one too, which belongs to the task that asks it
 * for a value for as long as that waits.
 */
abstract sealed class Fiber extends Ready implements Runnable permits DirectFiber, PortableFiber {

  Task<?> task;
  private final @Nullable Yielder<?> generator;

  /** The fiber of a task, or of a generator that the task asks. */
  Fiber(Task<?> task, @Nullable Yielder<?> generator) {
    this.task = task;
    this.generator = generator;
  }

  @Override
  final void dispatch() {
    task.step();
  }

  /** The whole life of its thread. */
  @Override
  public final void run() {
    if (generator == null) {
      task.runBody();
    } else {
      generator.runBody();
    }
  }

  /**
   * Runs the coroutine until it suspends or ends: starts it the first time. The loop's thread.
   * While the coroutine blocks in a call of the JDK, this waits for it.
   */
  abstract void resume();

  /**
   * Gives control back to the loop until the next {@link #resume}. The fiber's own thread. False,
   * at once, if the thread cannot leave the stack that it is on.
   */
  abstract boolean suspend();

  /** The thread, or null before the first {@link #resume} and after the end. */
  abstract @Nullable Thread thread();

  @Override
  public final String toString() {
    return task.toString();
  }

  final boolean started() {
    return thread() != null;
  }

  /** Parks the loop's thread, which waits for the coroutine. */
  final void parkLoop() {
    LockSupport.park(this);
    task.loop.interruptSeen |= Thread.interrupted();
  }
}

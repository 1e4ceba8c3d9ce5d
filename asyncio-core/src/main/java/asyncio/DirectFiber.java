package asyncio;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fiber whose virtual thread is scheduled by itself: its continuation runs on the loop's thread,
 * as a plain call. Needs {@code java.lang} of {@code java.base} to be open to this module.
 */
/*
 * A virtual thread hands its continuation to its scheduler whenever it may go on: when it is
 * started, yields, is unparked, or got the lock it blocked on. Here the scheduler is the fiber, and
 * all it does is to note that the continuation is runnable; only resume() runs it, on the loop's
 * thread.
 *
 * The continuation returns to resume() in three cases:
 *   suspended   the coroutine awaits: back to the loop
 *   ended       the thread has terminated: back to the loop
 *   neither     the coroutine blocks in a call of the JDK (a lock, a sleep, a socket). Nothing else
 *               may run between two awaits, so resume() waits until it is runnable and runs it on.
 *
 * To suspend is to yield: the thread stays runnable, and its scheduler leaves it alone. So neither
 * interrupts nor unparks by others wake it, there is nothing to undo before it can go on, and a
 * yield that cannot leave (a native frame or a static initializer stands below it on the stack)
 * comes back at once, where a park would block the loop's thread for ever.
 *
 * Who takes a suspended thread's stack trace stops it for that moment, and has its scheduler called
 * once more when done. So a run of the continuation may do nothing, and runnable may be set without
 * reason; resume() tries again, and waits, until the coroutine has really suspended or ended.
 *
 * Virtual threads that user code starts inside a coroutine inherit the scheduler. They come with
 * another continuation than the first one, which start() brings, and go to the JDK's scheduler.
 */
final class DirectFiber extends Fiber implements Executor {

  private static final @Nullable MethodHandle NEW_VIRTUAL_THREAD;
  private static final @Nullable Executor DEFAULT_SCHEDULER;
  private static final VarHandle RUNNABLE;

  static {
    MethodHandle newVirtualThread = null;
    Executor defaultScheduler = null;
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      Class<?> type = Class.forName("java.lang.VirtualThread");
      Constructor<?> constructor =
          type.getDeclaredConstructor(Executor.class, String.class, int.class, Runnable.class);
      constructor.setAccessible(true);
      Method scheduler = type.getDeclaredMethod("defaultScheduler");
      scheduler.setAccessible(true);
      defaultScheduler = (Executor) scheduler.invoke(null);
      newVirtualThread =
          lookup
              .unreflectConstructor(constructor)
              .asType(
                  MethodType.methodType(
                      Thread.class, Executor.class, String.class, int.class, Runnable.class));
    } catch (ReflectiveOperationException | InaccessibleObjectException | ClassCastException e) {
      newVirtualThread = null; // not open, or a JDK where it is another: the portable fiber serves
    }
    NEW_VIRTUAL_THREAD = newVirtualThread;
    DEFAULT_SCHEDULER = defaultScheduler;
    try {
      RUNNABLE = lookup.findVarHandle(DirectFiber.class, "runnable", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private @Nullable Thread thread;
  private @Nullable Runnable continuation;

  /** Whether the continuation may be run; set by any thread, read with acquire. */
  @SuppressWarnings("unused") // through RUNNABLE
  private boolean runnable;

  /** Whether the coroutine gave control back by itself. */
  private boolean suspended;

  DirectFiber(Task<?> task, @Nullable Yielder<?> generator) {
    super(task, generator);
  }

  static boolean available() {
    return NEW_VIRTUAL_THREAD != null;
  }

  @Override
  @Nullable Thread thread() {
    return thread;
  }

  @Override
  void resume() {
    suspended = false;
    Thread mine = thread;
    if (mine == null) {
      mine = start();
    }
    EventLoop loop = task.loop;
    loop.runner = mine;
    Runnable run = continuation;
    assert run != null;
    do {
      if (!isRunnable()) {
        waitUntilRunnable();
      }
      RUNNABLE.setRelease(this, false);
      run.run();
    } while (!suspended && mine.isAlive());
    loop.runner = loop.thread;
    if (!suspended) {
      thread = null;
      continuation = DirectFiber::ended;
    }
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // no hint to a scheduler: it is the scheduler's call
  boolean suspend() {
    keepInterruptOfLoop();
    boolean left;
    suspended = true;
    try {
      Thread.yield(); // may throw a StackOverflowError: setting a deep stack aside takes stack
    } finally {
      left = !suspended;
      suspended = false;
    }
    return left;
  }

  /** Leaving the loop's thread clears its interrupt status, which may be that thread's own. */
  private void keepInterruptOfLoop() {
    EventLoop loop = task.loop;
    Thread loopThread = loop.thread;
    if (loopThread != null
        && loopThread.isInterrupted()
        && !Thread.currentThread().isInterrupted()) {
      loop.interruptSeen = true;
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // it is that very object that comes back
  public void execute(Runnable command) {
    if (continuation == null) {
      continuation = command;
    }
    if (command == continuation) {
      RUNNABLE.setRelease(this, true);
      Thread loopThread = task.loop.thread;
      if (Thread.currentThread() != loopThread) {
        LockSupport.unpark(loopThread);
      }
    } else {
      assert DEFAULT_SCHEDULER != null;
      DEFAULT_SCHEDULER.execute(command);
    }
  }

  /** In the place of the continuation that has ended: others than ours may still be brought. */
  private static void ended() {}

  private Thread start() {
    MethodHandle constructor = NEW_VIRTUAL_THREAD;
    assert constructor != null;
    Thread made;
    try {
      made =
          (Thread) constructor.invokeExact((Executor) this, task.threadName(), 0, (Runnable) this);
    } catch (Throwable e) {
      throw Rethrow.asIs(e);
    }
    thread = made;
    made.start();
    return made;
  }

  private boolean isRunnable() {
    return (boolean) RUNNABLE.getAcquire(this);
  }

  private void waitUntilRunnable() {
    while (!isRunnable()) {
      parkLoop();
    }
  }
}

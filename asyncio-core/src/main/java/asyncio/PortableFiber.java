package asyncio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fiber made of public API alone: a virtual thread of the JDK's scheduler that takes turns with
 * the loop's thread. That is a virtual thread too: handing over between two of them is many times
 * faster than between one of them and a platform thread.
 */
/*
 * turn says who may run. The loop gives the turn to the coroutine; the coroutine offers it back, and
 * the loop takes the offer. Each side unparks the other and parks until it has the turn; a park that
 * returns for any other reason parks again.
 *
 * An offer can be withdrawn before it is taken: setting a deep stack aside takes stack, so a park may
 * end in a StackOverflowError, and the coroutine has to go on with that.
 */
final class PortableFiber extends Fiber {

  private static final int COROUTINE = 0;
  private static final int OFFERED = 1;
  private static final int LOOP = 2;

  private static final VarHandle TURN;

  static {
    try {
      TURN = MethodHandles.lookup().findVarHandle(PortableFiber.class, "turn", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private @Nullable Thread thread;
  private volatile int turn = LOOP;
  private boolean ended; // published by turn

  PortableFiber(Task<?> task, @Nullable Yielder<?> generator) {
    super(task, generator);
  }

  @Override
  @Nullable Thread thread() {
    return thread;
  }

  @Override
  void resume() {
    EventLoop loop = task.loop;
    Thread mine = thread;
    if (mine == null) {
      mine = Thread.ofVirtual().name(task.threadName()).unstarted(this::runToEnd);
      thread = mine;
      loop.runner = mine;
      turn = COROUTINE;
      mine.start();
    } else {
      loop.runner = mine; // before its turn: it may be awake already
      turn = COROUTINE;
      LockSupport.unpark(mine);
    }
    while (!TURN.compareAndSet(this, OFFERED, LOOP)) {
      parkLoop();
    }
    loop.runner = loop.thread;
    if (ended) {
      thread = null;
    }
  }

  @Override
  boolean suspend() {
    reach(64);
    boolean interrupted = false;
    turn = OFFERED;
    try {
      LockSupport.unpark(task.loop.thread);
      while (turn != COROUTINE) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    } catch (StackOverflowError e) {
      boolean withdrawn = TURN.compareAndSet(this, OFFERED, COROUTINE);
      while (!withdrawn && turn != COROUTINE) {
        Thread.onSpinWait();
      }
      throw e;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  /**
   * Goes as deep as what follows will: a stack that overflows does so here, where nothing has been
   * changed, and not in the middle of the JDK's unpark, which would lose the loop's wake-up.
   */
  private static int reach(int frames) {
    return frames == 0 ? 0 : 1 + reach(frames - 1);
  }

  private void runToEnd() {
    try {
      run();
    } finally {
      ended = true;
      turn = OFFERED;
      LockSupport.unpark(task.loop.thread);
    }
  }
}

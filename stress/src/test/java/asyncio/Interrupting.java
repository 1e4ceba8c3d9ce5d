package asyncio;

import java.util.concurrent.ThreadLocalRandom;

/**
 * A round whose loop side interrupts the other one at about the time when it lets it go. However
 * that ends, the thread is told of the interrupt once: by an exception, or by its status.
 */
abstract class Interrupting extends InLoop {

  private volatile Thread caller;
  private volatile boolean sent;
  private int told;

  /** The other thread's side, which waits for the loop. */
  abstract void blocks() throws Exception;

  /** The loop's side: ends the wait. */
  abstract void letGo();

  @Override
  final void body() {
    while (caller == null) {
      Asyncio.await(Asyncio.sleep(0));
    }
    aWhile();
    if (ThreadLocalRandom.current().nextBoolean()) {
      interrupt();
      aWhile();
      letGo();
    } else {
      letGo();
      aWhile();
      interrupt();
    }
  }

  private void interrupt() {
    caller.interrupt();
    sent = true;
  }

  /** Long enough, at times, for a thread to notice. */
  private static void aWhile() {
    for (int tick = 1 << ThreadLocalRandom.current().nextInt(8); tick > 0; tick--) {
      Asyncio.await(Asyncio.sleep(0));
    }
  }

  @Override
  final void thread() throws Exception {
    caller = Thread.currentThread();
    try {
      blocks();
    } catch (InterruptedException e) {
      told++;
    } finally {
      while (!sent) {
        Thread.onSpinWait();
      }
      if (Thread.interrupted()) { // which also leaves none to the thread's next round
        told++;
      }
    }
  }

  @Override
  public void check() {
    Race.check(told > 0, "an interrupt is lost");
    Race.check(told == 1, "an interrupt is told of twice");
    super.check();
  }
}

package asyncio;

import java.util.concurrent.ThreadLocalRandom;

/** A round whose loop side is a coroutine, which can wait until the other side has ended. */
abstract class InLoop implements Race.Round {

  final EventLoop loop = EventLoop.create();
  private volatile boolean otherSideEnded;
  private volatile boolean givenUp;
  private int tasksLeft;
  private boolean workLeft;

  /** The loop's side. */
  abstract void body() throws Exception;

  /** The other thread's side. */
  abstract void thread() throws Exception;

  @Override
  public final void loopSide() {
    loop.setExceptionHandler((where, context) -> {}); // what is left shows in the check
    try (loop) {
      loop.runUntilComplete(
          Asyncio.async(() -> {
            body();
            while (!otherSideEnded && !givenUp) {
              Asyncio.await(Asyncio.sleep(0));
            }
            for (int tick = 0; tick < 5; tick++) {
              Asyncio.await(Asyncio.sleep(0));
            }
            tasksLeft = Asyncio.allTasks().size() - 1;
            workLeft = loop.hasOutsideWork();
          }));
    }
  }

  @Override
  public final void otherSide() throws Exception {
    try {
      thread();
    } finally {
      otherSideEnded = true;
    }
  }

  @Override
  public void check() {
    Race.check(tasksLeft == 0, "a task is left");
    Race.check(!workLeft, "work is still owed");
  }

  @Override
  public void release() {
    givenUp = true;
  }

  /** Waits until no other thread owes the loop anything. */
  final void untilNothingIsOwed() {
    while (loop.hasOutsideWork() && !givenUp) {
      Asyncio.await(Asyncio.sleep(0));
    }
  }

  /** Lets the loop run for some iterations: now more, now fewer. */
  static void someTicks() {
    for (int tick = ThreadLocalRandom.current().nextInt(4); tick > 0; tick--) {
      Asyncio.await(Asyncio.sleep(0));
    }
  }
}

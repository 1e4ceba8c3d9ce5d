package asyncio.bench.soak;

import static asyncio.Asyncio.*;

import asyncio.BoundedSemaphore;
import asyncio.Condition;
import asyncio.Held;
import asyncio.Lock;
import asyncio.Semaphore;
import asyncio.Task;
import asyncio.TaskGroup;
import asyncio.TimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Locks, permits and conditions, between tasks of which some are cancelled. */
final class LockPieces {

  private LockPieces() {}

  /** Starts it, and perhaps has it cancelled soon. */
  private static void member(TaskGroup group, Draw draw, asyncio.VoidBody body) {
    Task<?> task = group.createTask(body);
    if (draw.oneIn(3)) {
      Steps.cancelSoon(task, draw);
    }
  }

  static void lock(World world, Draw draw) {
    Lock lock = new Lock();
    int[] inside = new int[1];
    world.atEnd(() ->
        world.check(
            lock.statistics().equals(new Lock.Statistics(false, 0)), "at the end: " + lock));
    taskGroup(tg -> {
      for (Draw its : draw.children(6)) {
        member(
            tg,
            draw,
            () -> {
              for (int left = its.between(1, 3); left > 0; left--) {
                try (Held _ = its.oneIn(4) ? acquireFor(lock, its) : await(lock.acquire())) {
                  inside[0]++;
                  try {
                    world.check(inside[0] == 1 && lock.locked(), "two hold a lock");
                    Steps.pause(its);
                  } finally {
                    inside[0]--;
                  }
                } catch (TimeoutException e) {
                  // the next time
                }
              }
            });
      }
    });
    world.check(!lock.locked(), "the lock is not free: " + lock);
  }

  private static Held acquireFor(Lock lock, Draw draw) {
    return await(waitFor(lock.acquire(), draw.time()));
  }

  static void semaphore(World world, Draw draw) {
    int permits = draw.between(1, 3);
    Semaphore semaphore = draw.oneIn(2) ? new Semaphore(permits) : new BoundedSemaphore(permits);
    int[] inside = new int[1];
    world.atEnd(() ->
        world.check(
            semaphore.statistics().equals(new Semaphore.Statistics(permits, 0)),
            "at the end: " + semaphore + " instead of " + permits));
    taskGroup(tg -> {
      for (Draw its : draw.children(6)) {
        member(
            tg,
            draw,
            () -> {
              for (int left = its.between(1, 3); left > 0; left--) {
                try (Held _ =
                    its.oneIn(4) ? acquireFor(semaphore, its) : await(semaphore.acquire())) {
                  inside[0]++;
                  try {
                    world.check(inside[0] <= permits, "more hold a permit than there are");
                    Steps.pause(its);
                  } finally {
                    inside[0]--;
                  }
                } catch (TimeoutException e) {
                  // the next time
                }
              }
            });
      }
    });
    world.check(
        semaphore.statistics().value() == permits,
        "a permit is missing, or too many: " + semaphore);
  }

  private static Held acquireFor(Semaphore semaphore, Draw draw) {
    return await(waitFor(semaphore.acquire(), draw.time()));
  }

  /** As much is put as is wanted, with one notification each: if one is lost, this hangs. */
  static void condition(World world, Draw draw) {
    Condition changed = new Condition();
    Deque<Integer> basket = new ArrayDeque<>();
    int[] count = new int[2]; // put, taken
    world.atEnd(() -> {
      world.check(!changed.locked(), "at the end: " + changed);
      world.check(changed.statistics().waiting() == 0, "at the end: " + changed);
      world.check(count[0] == count[1] + basket.size(), "an item was lost or doubled");
    });
    taskGroup(tg -> {
      int wanted = 0;
      for (Draw its : draw.children(4)) {
        int share = its.between(1, 4);
        wanted += share;
        member(
            tg,
            draw,
            () -> {
              for (int left = share; left > 0; left--) {
                try (Held _ = await(changed.acquire())) {
                  await(changed.waitFor(() -> !basket.isEmpty()));
                  basket.remove();
                  count[1]++;
                }
                Steps.pause(its);
              }
            });
      }
      int all = wanted;
      Draw its = draw.child();
      tg.createTask(() -> {
        for (int left = all; left > 0; left--) {
          Steps.pause(its);
          try (Held _ = await(changed.acquire())) {
            basket.add(left);
            count[0]++;
            changed.notifyOne();
          }
        }
      });
    });
  }
}

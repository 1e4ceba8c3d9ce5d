package asyncio.bench.soak;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.waitAll;
import static asyncio.Asyncio.waitFor;

import asyncio.Asyncio;
import asyncio.Future;
import asyncio.Task;
import asyncio.TimeoutException;
import java.util.ArrayList;
import java.util.List;

/** Tasks that are cancelled at random moments, and what must be kept from that. */
final class CancelPieces {

  private CancelPieces() {}

  static void cancel(World world, Draw draw) {
    List<Task<?>> tasks = new ArrayList<>();
    for (Draw its : draw.children(3)) {
      tasks.add(createTask(() -> Pieces.some(world, its)));
    }
    try {
      for (Task<?> task : tasks) {
        switch (draw.between(0, 2)) {
          case 0 -> Steps.cancelSoon(task, draw);
          case 1 -> {
            Steps.pause(draw);
            task.cancel("early");
          }
          default -> {
            Steps.cancelSoon(task, draw);
            Steps.cancelSoon(task, draw);
          }
        }
      }
      for (Task<?> task : tasks) {
        Steps.awaitCancelled(task);
        world.check(task.done(), "await of a task that is cancelled came back early");
      }
    } finally {
      tasks.forEach(Task::cancel);
    }
  }

  static void cleanUp(World world, Draw draw) {
    Draw its = draw.child();
    int[] times = new int[2];
    Task<?> task =
        createTask(() -> {
          times[0]++;
          try {
            await(sleep(3600));
          } finally {
            await(sleep(0));
            times[1]++;
            Steps.pause(its);
          }
        });
    try {
      Steps.pause(draw);
    } finally {
      task.cancel();
    }
    await(waitAll(List.of(task)));
    world.check(task.cancelled() || times[0] == 1, "a cancelled task ended without being so");
    world.check(times[0] == times[1], "a finally block ran " + times[1] + " times");
  }

  static void shield(World world, Draw draw) {
    Draw its = draw.child();
    boolean[] end = new boolean[1];
    Task<?> work =
        createTask(() -> {
          Steps.pause(its);
          Steps.pause(its);
          end[0] = true;
        });
    world.atEnd(() -> world.check(end[0] && !work.cancelled(), "shield let a cancellation in"));
    Future<?> shield = Asyncio.shield(work);
    try {
      await(waitFor(shield, draw.time()));
      world.check(end[0], "shield has not waited");
    } catch (TimeoutException e) {
      world.check(!work.cancelled(), "shield let a time-out in");
    }
  }

  static void shielded(World world, Draw draw) {
    Draw its = draw.child();
    int[] times = new int[2];
    Task<?> task =
        createTask(() -> {
          Steps.pause(its);
          Asyncio.shielded(() -> {
            times[0]++;
            Pieces.some(world, its.child());
            times[1]++;
          });
          Steps.pause(its);
        });
    Steps.cancelSoon(task, draw);
    try {
      Steps.awaitCancelled(task);
    } finally {
      task.cancel();
      world.atEnd(() ->
          world.check(
              times[0] == times[1], "a shielded block was cut short: " + times[0] + times[1]));
    }
  }
}

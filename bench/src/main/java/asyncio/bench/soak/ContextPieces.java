package asyncio.bench.soak;

import static asyncio.Asyncio.*;

import asyncio.Context;
import asyncio.ContextVar;
import asyncio.Task;
import asyncio.TaskOptions;
import org.jspecify.annotations.Nullable;

/** Context variables, which are a task's own, and eager tasks, which change nothing about it. */
final class ContextPieces {

  private static final ContextVar<Integer> NUMBER = new ContextVar<>("number", 0);

  private ContextPieces() {}

  static void variables(World world, Draw draw) {
    int mine = draw.between(1, 1000);
    int before = NUMBER.get();
    Draw its = draw.child();
    try (var _ = NUMBER.set(mine)) {
      Task<?> task =
          createTask(() -> {
            world.check(NUMBER.get() == mine, "a task has not the context of who made it");
            NUMBER.set(-mine);
            Pieces.some(world, its);
            world.check(NUMBER.get() == -mine, "a task has lost its context");
          });
      Steps.pause(draw);
      world.check(NUMBER.get() == mine, "a task has changed the context of another");
      int there = await(toThread(() -> NUMBER.get()));
      world.check(there == mine, "toThread has not the context of its caller");
      Context.copyContext()
          .run(() -> {
            NUMBER.set(mine + 1);
          });
      await(task);
      world.check(NUMBER.get() == mine, "a context has leaked");
    }
    world.check(NUMBER.get() == before, "a context variable was not reset");
  }

  static void eager(World world, Draw draw) {
    Task<?> me = currentTask();
    int[] steps = new int[1];
    Task<Integer> atOnce =
        createTask(
            async(() -> {
              world.check(currentTask() != me, "an eager task runs as its parent");
              return ++steps[0];
            }),
            TaskOptions.eager());
    world.check(steps[0] == 1 && atOnce.done(), "an eager task has not run at once");
    Draw its = draw.child();
    Task<@Nullable Void> later =
        createTask(
            async(() -> {
              steps[0]++;
              Pieces.some(world, its);
            }),
            TaskOptions.eager());
    world.check(steps[0] == 2, "an eager task has not begun at once");
    world.check(currentTask() == me, "an eager task has taken its parent's place");
    if (draw.oneIn(3)) {
      Steps.cancelSoon(later, draw);
    }
    Steps.awaitCancelled(later);
  }
}

package asyncio.bench.soak;

import static asyncio.Asyncio.*;

import asyncio.Coroutine;
import asyncio.Future;
import asyncio.Outcome;
import asyncio.Task;
import asyncio.TimeoutException;
import asyncio.Waited;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Several at once: each result in its place, each task once. */
final class GatherPieces {

  private GatherPieces() {}

  private static Coroutine<Integer> numbered(World world, Draw draw, int number) {
    return async(() -> {
      Pieces.some(world, draw);
      return number;
    });
  }

  private static List<Coroutine<Integer>> numbered(World world, Draw draw) {
    List<Coroutine<Integer>> all = new ArrayList<>();
    for (Draw its : draw.children(4)) {
      all.add(numbered(world, its, all.size()));
    }
    return all;
  }

  static void values(World world, Draw draw) {
    List<Coroutine<Integer>> all = numbered(world, draw);
    List<Integer> results = await(gather(all));
    boolean inOrder = results.size() == all.size();
    for (int i = 0; inOrder && i < results.size(); i++) {
      inOrder = results.get(i) == i;
    }
    world.check(inOrder, "gather: " + results);
  }

  static void failing(World world, Draw draw) {
    List<Coroutine<Integer>> all = numbered(world, draw);
    Draw its = draw.child();
    all.add(
        async(() -> {
          Steps.fail(its);
          return -1;
        }));
    try {
      world.check(false, "gather kept a failure to itself: " + await(gather(all)));
    } catch (Exception e) {
      if (!(e instanceof Planned)) {
        world.failed(e);
      }
    }
  }

  static void outcomes(World world, Draw draw) {
    List<Coroutine<Integer>> all = new ArrayList<>();
    List<Boolean> fails = new ArrayList<>();
    for (Draw its : draw.children(4)) {
      boolean failure = draw.oneIn(3);
      fails.add(failure);
      if (failure) {
        all.add(
            async(() -> {
              Steps.fail(its);
              return -1;
            }));
      } else {
        all.add(numbered(world, its, all.size()));
      }
    }
    List<Outcome<Integer>> outcomes = await(gatherOutcomes(all));
    for (int i = 0; i < outcomes.size(); i++) {
      boolean holds =
          switch (outcomes.get(i)) {
            case Outcome.Value<Integer>(Integer value) -> !fails.get(i) && value == i;
            case Outcome.Failure<Integer>(Throwable e) -> fails.get(i) && e instanceof Planned;
            case Outcome.Cancellation<Integer> _ -> false;
          };
      world.check(holds, "outcome " + i + ": " + outcomes.get(i));
    }
  }

  static void asTheyEnd(World world, Draw draw) {
    List<Task<Integer>> tasks = new ArrayList<>();
    for (Coroutine<Integer> each : numbered(world, draw)) {
      tasks.add(createTask(each));
    }
    Set<Future<Integer>> seen = new HashSet<>();
    try {
      Iterable<Future<Integer>> ending =
          draw.oneIn(2) ? asCompleted(tasks) : asCompleted(tasks, draw.duration());
      for (Future<Integer> next : ending) {
        world.check(next.done() && tasks.contains(next), "asCompleted: " + next);
        world.check(seen.add(next), "asCompleted: twice " + next);
      }
      world.check(seen.size() == tasks.size(), "asCompleted: " + seen + " of " + tasks);
    } catch (TimeoutException e) {
      // the rest end by themselves
    }
  }

  static void any(World world, Draw draw) {
    List<Task<Integer>> tasks = new ArrayList<>();
    for (Coroutine<Integer> each : numbered(world, draw)) {
      tasks.add(createTask(each));
    }
    try {
      Waited<Task<Integer>> waited =
          await(draw.oneIn(2) ? waitAny(tasks) : waitAny(tasks, draw.duration()));
      world.checkDone(waited.done(), "waitAny: done, and not done");
      world.check(
          waited.done().size() + waited.pending().size() == tasks.size(), "waitAny: " + waited);
    } finally {
      tasks.forEach(Task::cancel);
    }
    world.check(await(waitAll(tasks)).pending().isEmpty(), "waitAll: not all");
    world.checkDone(tasks, "waitAll: not done");
  }
}

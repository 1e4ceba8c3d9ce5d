package asyncio.bench.soak;

import static asyncio.Asyncio.*;

import asyncio.ExceptionGroup;
import asyncio.Task;
import asyncio.TaskGroup;
import java.util.ArrayList;
import java.util.List;

/** Trees of tasks: no group leaves a child behind, or keeps a failure to itself. */
final class GroupPieces {

  private static final String LEFT = "a task group left a child behind";
  private static final String KEPT = "a task group kept a failure to itself";

  private GroupPieces() {}

  static void plain(World world, Draw draw) {
    List<Task<?>> children = new ArrayList<>();
    try {
      taskGroup(tg -> {
        for (Draw its : draw.children(3)) {
          children.add(tg.createTask(() -> Pieces.some(world, its)));
        }
        Steps.pause(draw);
      });
    } finally {
      world.checkDone(children, LEFT);
    }
  }

  static void failing(World world, Draw draw) {
    List<Task<?>> children = new ArrayList<>();
    try {
      taskGroup(tg -> {
        for (Draw its : draw.children(2)) {
          children.add(tg.createTask(() -> Pieces.some(world, its)));
        }
        for (Draw its : draw.children(2)) {
          children.add(tg.createTask(() -> Steps.fail(its)));
        }
        Steps.pause(draw);
      });
      world.check(false, KEPT);
    } catch (ExceptionGroup e) {
      world.checkPlanned(e);
    } finally {
      world.checkDone(children, LEFT);
    }
  }

  static void cancelled(World world, Draw draw) {
    List<Task<?>> children = new ArrayList<>();
    try {
      taskGroup(tg -> {
        Draw ends = draw.child();
        children.add(
            tg.createTask(() -> {
              await(sleep(ends.time())); // even an eager one lets the block start the others
              tg.cancel();
            }));
        for (Draw its : draw.children(3)) {
          children.add(tg.createTask(() -> Pieces.some(world, its)));
        }
        Steps.pause(draw);
      });
    } finally {
      world.checkDone(children, LEFT);
    }
  }

  static void supervisor(World world, Draw draw) {
    List<Task<?>> children = new ArrayList<>();
    List<Draw> good = draw.children(2);
    List<Draw> bad = draw.children(2);
    int[] finished = new int[1];
    TaskGroup group = TaskGroup.supervisor();
    try {
      group.run(() -> {
        for (Draw its : bad) {
          children.add(group.createTask(() -> Steps.fail(its)));
        }
        for (Draw its : good) {
          children.add(
              group.createTask(() -> {
                Pieces.some(world, its);
                finished[0]++;
              }));
        }
      });
      world.check(false, KEPT);
    } catch (ExceptionGroup e) {
      world.checkPlanned(e);
      if (!Steps.asked()) {
        world.check(finished[0] == good.size(), "a failure has ended a supervisor's other child");
        world.check(e.exceptions().size() == bad.size(), KEPT);
      }
    } finally {
      world.checkDone(children, LEFT);
    }
  }

  static void started(World world, Draw draw) {
    Draw its = draw.child();
    int number = draw.between(0, 1000);
    int[] said = new int[1];
    taskGroup(tg -> {
      int ready =
          await(
              tg.<Integer>start(told -> {
                Steps.pause(its);
                said[0] = number;
                told.setResult(number);
                Pieces.some(world, its.child());
              }));
      world.check(ready == number && said[0] == number, "a child was not ready when it said so");
    });
  }
}

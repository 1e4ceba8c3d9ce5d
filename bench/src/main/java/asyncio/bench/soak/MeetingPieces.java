package asyncio.bench.soak;

import static asyncio.Asyncio.*;

import asyncio.Barrier;
import asyncio.BrokenBarrierException;
import asyncio.Event;
import asyncio.Task;
import asyncio.TimeoutException;
import java.util.List;

/** Events and barriers: who waits goes on, and all together. */
final class MeetingPieces {

  private MeetingPieces() {}

  static void event(World world, Draw draw) {
    Event event = new Event();
    int[] went = new int[1];
    List<Draw> waiters = draw.children(5);
    taskGroup(tg -> {
      Task<?> first =
          tg.createTask(() -> {
            await(event.whenSet());
            went[0]++;
          });
      for (Draw its : waiters) {
        tg.createTask(() -> {
          Steps.pause(its);
          await(event.whenSet());
          went[0]++;
        });
      }
      Steps.pause(draw);
      event.set();
      if (draw.oneIn(2)) { // who waits now goes on all the same
        event.clear();
        world.check(!event.isSet(), "a cleared event is set");
        Steps.pause(draw);
        event.set();
      }
      if (draw.oneIn(2)) {
        first.cancel();
      }
    });
    boolean all = went[0] == waiters.size() + 1 || went[0] == waiters.size();
    world.check(all, "an event has let " + went[0] + " of " + (waiters.size() + 1) + " go");
    world.atEnd(() -> world.check(event.statistics().waiting() == 0, "at the end: " + event));
  }

  static void barrier(World world, Draw draw) {
    List<Draw> parties = draw.children(4);
    int rounds = draw.between(1, 3);
    Barrier barrier = new Barrier(parties.size());
    int[][] places = new int[rounds][parties.size()];
    atEnd(world, barrier);
    taskGroup(tg -> {
      for (Draw its : parties) {
        tg.createTask(() -> {
          for (int round = 0; round < rounds; round++) {
            Steps.pause(its);
            places[round][await(barrier.arrive())]++;
          }
        });
      }
    });
    for (int[] round : places) {
      for (int arrived : round) {
        world.check(arrived == 1, "a place of a barrier was taken " + arrived + " times");
      }
    }
  }

  /** Parties that have no time to wait: it must be empty when they have left. */
  static void lateBarrier(World world, Draw draw) {
    Barrier barrier = new Barrier(draw.between(2, 4));
    atEnd(world, barrier);
    taskGroup(tg -> {
      for (Draw its : draw.children(5)) {
        tg.createTask(() -> {
          try {
            await(waitFor(barrier.arrive(), its.time()));
          } catch (TimeoutException e) {
            // somebody else may have more time
          }
        });
      }
    });
    world.check(barrier.nWaiting() == 0, "nobody is there, and yet: " + barrier);
  }

  static void abortedBarrier(World world, Draw draw) {
    List<Draw> parties = draw.children(4);
    Barrier barrier = new Barrier(parties.size() + 1);
    int[] broken = new int[1];
    atEnd(world, barrier);
    taskGroup(tg -> {
      for (Draw its : parties) {
        tg.createTask(() -> {
          try {
            Steps.pause(its);
            await(barrier.arrive());
          } catch (BrokenBarrierException e) {
            broken[0]++;
          }
        });
      }
      Steps.pause(draw);
      await(barrier.abort());
    });
    world.check(broken[0] == parties.size(), "an aborted barrier has told " + broken[0]);
    await(barrier.reset());
    world.check(!barrier.broken(), "a barrier that was reset is broken");
  }

  private static void atEnd(World world, Barrier barrier) {
    world.atEnd(() -> world.check(barrier.nWaiting() == 0, "at the end: " + barrier));
  }
}

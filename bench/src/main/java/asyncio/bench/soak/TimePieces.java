package asyncio.bench.soak;

import static asyncio.Asyncio.*;

import asyncio.Event;
import asyncio.EventLoop;
import asyncio.TimeoutException;
import asyncio.TimerHandle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time-outs that end what they enclose, and timers that come in their order. */
final class TimePieces {

  private TimePieces() {}

  static void waited(World world, Draw draw) {
    Draw its = draw.child();
    int number = draw.between(0, 1000);
    boolean[] over = new boolean[1];
    try {
      int result =
          await(
              waitFor(
                  async(() -> {
                    try {
                      Pieces.some(world, its);
                      return number;
                    } finally {
                      over[0] = true;
                    }
                  }),
                  draw.time()));
      world.check(result == number, "waitFor: another result");
      world.check(over[0], "waitFor has not waited");
    } catch (TimeoutException e) {
      // over[0] is false if there was no time to begin
    }
  }

  static void limited(World world, Draw draw) {
    Draw its = draw.child();
    boolean[] over = new boolean[1];
    try {
      timeout(
          draw.time(),
          () -> {
            try {
              Pieces.some(world, its);
            } finally {
              over[0] = true;
            }
          });
    } catch (TimeoutException e) {
      // cut short
    }
    world.check(over[0], "timeout has left its block running");
  }

  static void rescheduled(World world, Draw draw) {
    Draw its = draw.child();
    try {
      timeout(
          draw.time(),
          limit -> {
            Steps.pause(draw);
            boolean never = draw.oneIn(2);
            if (!limit.expired()) {
              limit.reschedule(never ? null : runningLoop().time() + draw.time());
            }
            Pieces.some(world, its);
          });
    } catch (TimeoutException e) {
      // cut short
    }
  }

  static void movedOn(World world, Draw draw) {
    Draw its = draw.child();
    boolean[] end = new boolean[1];
    boolean complete =
        moveOnAfter(
            draw.time(),
            () -> {
              Pieces.some(world, its);
              end[0] = true;
            });
    world.check(!complete || end[0], "moveOnAfter: complete without its end");
  }

  private record Timer(double when, int number) {}

  static void timers(World world, Draw draw) {
    EventLoop loop = runningLoop();
    List<Timer> expected = new ArrayList<>();
    List<Timer> ran = new ArrayList<>();
    Event last = new Event();
    double start = loop.time();
    for (int i = draw.between(1, 12); i > 0; i--) {
      Timer timer = new Timer(start + draw.time(), -i);
      TimerHandle handle = loop.callAt(timer.when, () -> ran.add(timer));
      if (draw.oneIn(3)) {
        handle.cancel();
      } else {
        expected.add(timer);
      }
    }
    loop.callAt(start + 0.0051, last::set);
    await(last.whenSet());
    expected.sort(Comparator.comparingDouble(Timer::when)); // equal ones as they were set
    world.check(ran.equals(expected), "timers: " + ran + " instead of " + expected);
  }
}

package asyncio.bench.soak;

import static asyncio.Asyncio.*;

import asyncio.Coroutine;
import asyncio.Event;
import asyncio.EventLoop;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Other threads that call a loop in: each call once, in order, and each result. */
final class CallInPieces {

  private CallInPieces() {}

  static void callbacks(World world, Draw draw) {
    EventLoop loop = runningLoop();
    Event all = new Event();
    List<Draw> callers = draw.children(3);
    int calls = draw.between(1, 20);
    int[] left = {callers.size() * calls};
    for (Draw its : callers) {
      int[] next = new int[1];
      world.outside(
          draw,
          () -> {
            for (int i = 0; i < calls; i++) {
              int call = i;
              loop.callSoonThreadsafe(() -> {
                world.check(next[0]++ == call, "a call was lost, doubled or overtaken");
                if (--left[0] == 0) {
                  all.set();
                }
              });
              if (its.oneIn(10)) {
                LockSupport.parkNanos(its.between(0, 50_000));
              }
            }
          });
    }
    world.atEnd(() -> world.check(left[0] == 0, left[0] + " calls did not arrive"));
    await(all.whenSet());
  }

  static void coroutines(World world, Draw draw) {
    EventLoop loop = runningLoop();
    CompletableFuture<?> all = CompletableFuture.completedFuture(null);
    for (Draw its : draw.children(3)) {
      CompletableFuture<Boolean> ended = new CompletableFuture<>();
      Draw inside = draw.child();
      world.outside(
          draw,
          () -> {
            callIn(world, its, inside, loop);
            ended.complete(true);
          });
      all = CompletableFuture.allOf(all, ended);
    }
    await(all);
  }

  /** On another thread. */
  private static void callIn(World world, Draw draw, Draw inside, EventLoop loop) {
    int number = draw.between(0, 1000);
    Coroutine<Integer> coroutine =
        async(() -> {
          Pieces.some(world, inside);
          return number;
        });
    CompletableFuture<Integer> result = runCoroutineThreadsafe(coroutine, loop);
    if (draw.oneIn(3)) {
      LockSupport.parkNanos(draw.between(0, 1_000_000));
      result.cancel(false);
    }
    try {
      world.check(result.join() == number, "a coroutine gave another thread another result");
    } catch (CancellationException e) {
      world.check(result.isCancelled(), "cancelled by nobody");
    }
  }
}

package asyncio.bench.soak;

import static asyncio.Asyncio.*;

import asyncio.CancelledError;
import asyncio.Future;
import asyncio.TimeoutException;
import java.util.concurrent.CompletableFuture;

/** Blocking work on other threads, whose results arrive once or are not wanted any more. */
final class ThreadPieces {

  private ThreadPieces() {}

  /** Blocks the calling thread for a short time. */
  private static int block(int micros, boolean failure) throws Exception {
    Thread.sleep(micros / 1000, micros % 1000 * 1000);
    if (failure) {
      throw new Planned();
    }
    return micros;
  }

  static void toAnother(World world, Draw draw) {
    int micros = draw.between(0, 3000);
    boolean failure = draw.oneIn(4);
    expect(world, draw, micros, failure, () -> await(toThread(() -> block(micros, failure))));
  }

  static void inExecutor(World world, Draw draw) {
    int micros = draw.between(0, 3000);
    boolean failure = draw.oneIn(4);
    Future<Integer> result =
        runningLoop()
            .runInExecutor(draw.oneIn(4) ? null : world.threads(), () -> block(micros, failure));
    result.addDoneCallback(done -> {
      if (!done.cancelled()) { // who is cancelled does not look at it
        var _ = done.exception();
      }
    });
    expect(world, draw, micros, failure, () -> await(result));
  }

  static void stage(World world, Draw draw) {
    int micros = draw.between(0, 3000);
    boolean failure = draw.oneIn(4);
    CompletableFuture<Integer> stage = new CompletableFuture<>();
    world.outside(
        draw,
        () -> {
          try {
            stage.complete(block(micros, failure));
          } catch (Exception e) {
            stage.completeExceptionally(e);
          }
        });
    expect(
        world,
        draw,
        micros,
        failure,
        () -> {
          try {
            return await(stage);
          } catch (CancelledError e) {
            world.check(stage.isDone(), "a stage was not cancelled with who awaits it");
            throw e;
          }
        });
  }

  private static void expect(
      World world, Draw draw, int number, boolean failure, asyncio.Body<Integer> body) {
    try {
      int result = draw.oneIn(3) ? await(waitFor(body, draw.time())) : await(async(body));
      world.check(result == number && !failure, "another thread gave " + result);
    } catch (TimeoutException e) {
      // it goes on by itself
    } catch (Exception e) {
      if (!(failure && e instanceof Planned)) {
        world.failed(e);
      }
    }
  }
}

package asyncio.bench.soak;

import static asyncio.Asyncio.*;

import asyncio.Asyncio;
import asyncio.CancelledError;
import asyncio.Coroutine;
import asyncio.EventLoop;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** A random program: what it is made of depends on its seed alone. */
final class Program {

  /** Debug mode logs each step that takes longer; here the machine may be busy. */
  private static final Duration NEVER_SLOW = Duration.ofDays(1);

  private final long seed;
  private final Piece body;
  private final World world;

  Program(long seed, Piece body, ExecutorService threads) {
    this.seed = seed;
    this.body = body;
    this.world = new World(threads);
  }

  long seed() {
    return seed;
  }

  World world() {
    return world;
  }

  /** The whole of it, to be run as a main coroutine; nothing of it is left when it ends. */
  Coroutine<@Nullable Void> main() {
    return async(() -> {
      Draw draw = Draw.of(seed);
      EventLoop loop = runningLoop();
      world.began(loop);
      loop.setSlowCallbackDuration(NEVER_SLOW);
      loop.setDebug(draw.oneIn(16));
      loop.setTaskFactory(draw.oneIn(8) ? Asyncio::eagerTaskFactory : null);
      try {
        body.run(world, draw);
      } catch (Exception | CancelledError e) {
        world.failed(e);
      }
      world.settle();
      int left = Objects.requireNonNull(currentTask()).cancelling();
      world.check(left == 0, "the main task has " + left + " requests to end that nobody made");
      loop.setTaskFactory(null);
      loop.setDebug(false);
    });
  }

  @Override
  public String toString() {
    return "program " + seed + " " + world.pieces();
  }
}

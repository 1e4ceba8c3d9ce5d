package asyncio.bench.soak;

import static asyncio.Asyncio.*;

import java.util.List;

/** All pieces, and how they are put together. */
final class Pieces {

  private record Named(String name, Piece piece) {}

  /** Deeper than this a piece does nothing but wait. */
  private static final int DEPTH = 4;

  private static final List<Named> ALL =
      List.of(
          new Named("group", GroupPieces::plain),
          new Named("failing group", GroupPieces::failing),
          new Named("cancelled group", GroupPieces::cancelled),
          new Named("supervisor", GroupPieces::supervisor),
          new Named("start", GroupPieces::started),
          new Named("gather", GatherPieces::values),
          new Named("failing gather", GatherPieces::failing),
          new Named("outcomes", GatherPieces::outcomes),
          new Named("as completed", GatherPieces::asTheyEnd),
          new Named("wait any", GatherPieces::any),
          new Named("wait for", TimePieces::waited),
          new Named("timeout", TimePieces::limited),
          new Named("reschedule", TimePieces::rescheduled),
          new Named("move on", TimePieces::movedOn),
          new Named("timers", TimePieces::timers),
          new Named("cancel", CancelPieces::cancel),
          new Named("clean up", CancelPieces::cleanUp),
          new Named("shield", CancelPieces::shield),
          new Named("shielded", CancelPieces::shielded),
          new Named("lock", LockPieces::lock),
          new Named("semaphore", LockPieces::semaphore),
          new Named("condition", LockPieces::condition),
          new Named("event", MeetingPieces::event),
          new Named("barrier", MeetingPieces::barrier),
          new Named("late barrier", MeetingPieces::lateBarrier),
          new Named("aborted barrier", MeetingPieces::abortedBarrier),
          new Named("queue", QueuePieces::drained),
          new Named("dropped queue", QueuePieces::dropped),
          new Named("generator", GeneratorPieces::whole),
          new Named("closed generator", GeneratorPieces::closed),
          new Named("dropped generator", GeneratorPieces::dropped),
          new Named("to thread", ThreadPieces::toAnother),
          new Named("executor", ThreadPieces::inExecutor),
          new Named("stage", ThreadPieces::stage),
          new Named("call in", CallInPieces::callbacks),
          new Named("coroutine in", CallInPieces::coroutines),
          new Named("context", ContextPieces::variables),
          new Named("eager", ContextPieces::eager));

  private Pieces() {}

  /** The whole of a program: some pieces after each other, and some beside each other. */
  static void program(World world, Draw draw) throws Exception {
    some(world, draw);
    taskGroup(tg -> {
      for (Draw its : draw.children(5)) {
        tg.createTask(() -> some(world, its));
      }
    });
  }

  /** One or two pieces after each other, of any kind. */
  static void some(World world, Draw draw) throws Exception {
    if (draw.depth() >= DEPTH) {
      Steps.pause(draw);
      return;
    }
    for (int left = draw.between(1, 2); left > 0; left--) {
      Named next = draw.of(ALL);
      world.piece(next.name);
      next.piece.run(world, draw);
    }
  }
}

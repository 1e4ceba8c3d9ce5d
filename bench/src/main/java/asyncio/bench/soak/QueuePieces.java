package asyncio.bench.soak;

import static asyncio.Asyncio.*;

import asyncio.LifoQueue;
import asyncio.PriorityQueue;
import asyncio.Queue;
import asyncio.QueueShutDownException;
import asyncio.Task;
import asyncio.TimeoutException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Items that go from some tasks to others: none is lost, none comes twice. */
final class QueuePieces {

  private final World world;
  private final boolean inOrder;
  private final Queue<Integer> queue;
  private final List<Integer> put = new ArrayList<>();
  private final List<Integer> got = new ArrayList<>();

  private QueuePieces(World world, Draw draw) {
    this.world = world;
    int room = draw.between(0, 3);
    int kind = draw.between(0, 3);
    inOrder = kind < 2;
    queue =
        switch (kind) {
          case 2 -> new LifoQueue<>(room);
          case 3 -> PriorityQueue.create(room);
          default -> new Queue<>(room);
        };
  }

  /** All that was put is taken out; if a wake-up is lost, this hangs. */
  static void drained(World world, Draw draw) {
    QueuePieces pieces = new QueuePieces(world, draw);
    try {
      taskGroup(tg -> {
        Draw first = draw.child();
        tg.createTask(() -> pieces.take(first)); // is never cancelled
        for (Draw its : draw.children(3)) {
          Task<?> taker = tg.createTask(() -> pieces.take(its));
          if (draw.oneIn(2)) {
            Steps.cancelSoon(taker, draw);
          }
        }
        pieces.putAll(draw);
        await(pieces.queue.join());
        pieces.queue.shutdown();
      });
      world.check(pieces.put.size() == pieces.got.size(), "what was put was not taken out");
    } finally {
      pieces.check();
    }
  }

  /** Shut down in the middle, and what is in it dropped. */
  static void dropped(World world, Draw draw) {
    QueuePieces pieces = new QueuePieces(world, draw);
    try {
      taskGroup(tg -> {
        for (Draw its : draw.children(3)) {
          tg.createTask(() -> pieces.take(its));
        }
        Draw ends = draw.child();
        tg.createTask(() -> {
          await(sleep(ends.time()));
          pieces.queue.shutdown(ends.oneIn(2));
        });
        pieces.putAll(draw);
        await(pieces.queue.join());
      });
    } finally {
      pieces.check();
    }
  }

  private void putAll(Draw draw) {
    List<Draw> draws = draw.children(3);
    taskGroup(tg -> {
      for (Draw its : draws) {
        int first = 100 * draws.indexOf(its);
        Task<?> putter = tg.createTask(() -> put(its, first));
        if (draw.oneIn(3)) {
          Steps.cancelSoon(putter, draw);
        }
      }
    });
  }

  private void put(Draw draw, int first) {
    int count = draw.between(1, 8);
    try {
      for (int item = first; item < first + count; item++) {
        await(queue.put(item));
        put.add(item);
        Steps.pause(draw);
      }
    } catch (QueueShutDownException e) {
      // enough
    }
  }

  private void take(Draw draw) {
    while (true) {
      try {
        got.add(draw.oneIn(3) ? await(waitFor(queue.get(), draw.time())) : await(queue.get()));
        queue.taskDone();
        Steps.pause(draw);
      } catch (TimeoutException e) {
        await(sleep(0));
      } catch (QueueShutDownException e) {
        return;
      }
    }
  }

  private void check() {
    List<Integer> seen = new ArrayList<>(got);
    world.check(put.containsAll(got), "came from nowhere: " + got + " of " + put);
    world.check(new HashSet<>(seen).size() == seen.size(), "came twice: " + seen);
    if (inOrder) {
      boolean holds = got.size() <= put.size() && put.subList(0, got.size()).equals(got);
      world.check(holds, "not in order: " + got + " of " + put);
    }
    world.atEnd(() -> {
      Queue.Statistics end = queue.statistics();
      world.check(end.getting() == 0 && end.putting() == 0, "at the end: " + queue);
      world.check(
          end.shutdown() || put.size() == got.size() + end.size(),
          "lost: " + put + " was put, " + got + " taken, left " + queue);
    });
  }
}

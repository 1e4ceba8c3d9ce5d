package asyncio.bench.soak;

import static asyncio.Asyncio.*;

import asyncio.EventLoop;
import asyncio.ExceptionGroup;
import asyncio.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What the pieces of one program share: threads, and a place to tell what does not hold. */
final class World {

  /** How long what was started may take to end by itself, in seconds. */
  private static final double PATIENCE = 10;

  private final ExecutorService threads;
  private final Queue<String> broken = new ConcurrentLinkedQueue<>();
  private final Queue<String> pieces = new ConcurrentLinkedQueue<>();
  private final List<Runnable> atEnd = new ArrayList<>();
  private final AtomicInteger outside = new AtomicInteger();
  private volatile @Nullable EventLoop loop;

  World(ExecutorService threads) {
    this.threads = threads;
  }

  /** Some platform threads for short work, which outlive the program. */
  ExecutorService threads() {
    return threads;
  }

  // ----- what does not hold

  /** Any thread. */
  void check(boolean holds, String otherwise) {
    if (!holds) {
      broken.add(otherwise);
    }
  }

  void checkPlanned(ExceptionGroup failures) {
    for (Throwable failure : failures.exceptions()) {
      if (failure instanceof ExceptionGroup inner) {
        checkPlanned(inner);
      } else if (!(failure instanceof Planned)) {
        failed(failure);
      }
    }
  }

  void checkDone(Collection<? extends Task<?>> tasks, String otherwise) {
    for (Task<?> task : tasks) {
      check(task.done(), otherwise);
    }
  }

  /** Something was thrown that was not planned. */
  void failed(Throwable failure) {
    broken.add(Text.of(failure));
  }

  /** To be checked when the loop has been closed. On the loop's thread. */
  void atEnd(Runnable check) {
    atEnd.add(check);
  }

  // ----- other threads

  /** Runs it on another thread; the program does not end before. */
  void outside(Draw draw, Runnable body) {
    Runnable counted =
        () -> {
          try {
            body.run();
          } catch (Throwable e) {
            failed(e);
          } finally {
            outside.decrementAndGet();
          }
        };
    outside.incrementAndGet();
    if (draw.oneIn(2)) {
      Thread.startVirtualThread(counted);
    } else {
      Thread.ofPlatform().name("soak-outside").start(counted);
    }
  }

  // ----- the program's own

  void began(EventLoop on) {
    loop = on;
  }

  void piece(String name) {
    pieces.add(name);
  }

  /** Waits until the calling task is the only one, and no other thread works for the program. */
  void settle() {
    double limit = runningLoop().time() + PATIENCE;
    while (allTasks().size() > 1 || outside.get() > 0) {
      if (runningLoop().time() > limit) {
        Set<Task<?>> left = allTasks();
        check(false, "left behind: " + left + " and " + outside + " threads");
        return;
      }
      await(sleep(0.0005));
    }
  }

  void ended() {
    atEnd.forEach(Runnable::run);
  }

  /** The loop that it runs on, or null if it has not begun. Any thread. */
  @Nullable EventLoop loop() {
    return loop;
  }

  /** What does not hold, each in one text. */
  List<String> broken() {
    return List.copyOf(broken);
  }

  /** The names of the pieces that have begun. Any thread. */
  List<String> pieces() {
    return List.copyOf(pieces);
  }
}

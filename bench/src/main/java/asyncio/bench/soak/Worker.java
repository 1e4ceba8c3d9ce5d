package asyncio.bench.soak;

import static asyncio.Asyncio.run;

import asyncio.Runner;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs one program after the other: each in a run of its own, or some on the loop of a runner. */
final class Worker {

  private final SplittableRandom random;
  private final Supplier<Program> next;
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  private volatile @Nullable Program current;
  private volatile long since;
  private volatile long count;

  Worker(Soak.Settings settings, long seed, ExecutorService threads) {
    SplittableRandom random = new SplittableRandom(seed);
    Long only = settings.only();
    this.random = random;
    this.next =
        () -> new Program(only != null ? only : random.nextLong(), settings.body(), threads);
  }

  // ----- on its thread

  void runUntil(long nanoTime) {
    do {
      if (random.nextInt(5) == 0) {
        runOnRunner(random.nextInt(2, 6));
      } else {
        Program program = next.get();
        runOne(program, () -> run(program.main()));
        check(program, "");
      }
    } while (System.nanoTime() - nanoTime < 0 && failures.size() < Soak.ENOUGH);
  }

  private void runOnRunner(int number) {
    List<Program> programs = new ArrayList<>();
    try (Runner runner = new Runner()) {
      for (int left = number; left > 0; left--) {
        Program program = next.get();
        programs.add(program);
        runOne(program, () -> runner.run(program.main()));
      }
      since = System.nanoTime();
      current = programs.getLast(); // it may hang in the runner's close, too
    }
    current = null;
    for (Program program : programs) {
      check(program, ", number " + programs.indexOf(program) + " on a runner");
    }
  }

  private void runOne(Program program, Runnable run) {
    since = System.nanoTime();
    current = program;
    try {
      run.run();
    } catch (Throwable e) { // of the library, or it would have been caught in the program
      program.world().failed(e);
    }
    current = null;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // others only read it
  private void check(Program program, String where) {
    count++;
    program.world().ended();
    for (String failure : program.world().broken()) {
      failures.add(program + where + ": " + failure);
    }
  }

  // ----- any thread

  long count() {
    return count;
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  /** The program that it is in, or null. */
  @Nullable Program current() {
    return current;
  }

  /** The program that has run for longer than that, or null. */
  @Nullable Program hanging(long nanos) {
    Program program = current;
    boolean late =
        System.nanoTime() - since > nanos; // read after: it belongs to this or a later one
    return late && program == current ? program : null;
  }
}

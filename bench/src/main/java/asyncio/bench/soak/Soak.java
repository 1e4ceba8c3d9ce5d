package asyncio.bench.soak;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs random programs on two threads, each with its own loops, and looks now and then, when none
 * runs, at what they have left behind.
 */
final class Soak {

  /** After so many failures it ends. */
  static final int ENOUGH = 10;

  /** How much larger the heap may be in the last third of the time than in the first, in bytes. */
  static final long MARGIN = 1_000_000;

  private static final int WORKERS = 2;

  /** How often it looks, and how often at least in all. */
  private static final Duration PERIOD = Duration.ofSeconds(10);

  private static final int PERIODS = 7;

  /**
   * What is to be run.
   *
   * @param time for how long programs run; what is before the first look warms up
   * @param seed what the programs' seeds are drawn from
   * @param only the seed of the only program, or null
   * @param patience how long a program may take
   * @param body what each program does
   */
  record Settings(Duration time, long seed, @Nullable Long only, Duration patience, Piece body) {

    static Settings of(Duration time, long seed) {
      return new Settings(time, seed, null, Duration.ofSeconds(30), Pieces::program);
    }

    /** The same with one program alone. */
    Settings only(long program) {
      return new Settings(time, seed, program, patience, body);
    }
  }

  // immutable state
  private final Settings settings;
  private final PrintStream out;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(4, 4, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Soak::daemon);
  private final List<Worker> workers = new ArrayList<>();

  // mutable state
  private final List<Sample> samples = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  Soak(Settings settings, PrintStream out) {
    this.settings = settings;
    this.out = out;
    threads.prestartAllCoreThreads();
    for (int i = 0; i < WORKERS; i++) {
      workers.add(new Worker(settings, settings.seed() + i, threads));
    }
  }

  private static Thread daemon(Runnable body) {
    return Thread.ofPlatform().daemon().name("soak").unstarted(body);
  }

  /** Runs all of it; returns what was wrong, and nothing if it passed. */
  List<String> run() throws InterruptedException {
    long start = System.nanoTime();
    try (LogCapture log = new LogCapture(() -> meanwhile())) {
      long periods = Math.max(PERIODS, settings.time().dividedBy(PERIOD));
      long period = settings.time().toNanos() / periods;
      boolean good = true;
      while (good && samples.size() < periods && failures.isEmpty()) {
        good = runUntil(System.nanoTime() + period) && look(start);
        workers.forEach(worker -> failures.addAll(worker.failures()));
        failures.addAll(log.texts());
      }
    } finally {
      threads.shutdown();
    }
    if (failures.isEmpty()) {
      failures.addAll(Verdict.of(samples));
    }
    return failures;
  }

  /** Has the workers run until then; false if a program hangs. */
  private boolean runUntil(long nanoTime) throws InterruptedException {
    List<Thread> running = new ArrayList<>();
    for (Worker worker : workers) {
      Thread thread = daemon(() -> worker.runUntil(nanoTime));
      thread.start();
      running.add(thread);
    }
    for (Thread thread : running) {
      while (!thread.join(Duration.ofMillis(200))) {
        for (Worker worker : workers) {
          Program hanging = worker.hanging(settings.patience().toNanos());
          if (hanging != null) {
            HangReport.print(hanging, out);
            failures.add("hangs: " + hanging);
            return false;
          }
        }
      }
    }
    return true;
  }

  /** False if there are threads that do not end. */
  private boolean look(long start) throws InterruptedException {
    int allowed = samples.isEmpty() ? Integer.MAX_VALUE : samples.getFirst().threads();
    long programs = workers.stream().mapToLong(Worker::count).sum();
    Sample sample = Sample.take((System.nanoTime() - start) / 1e9, programs, allowed);
    samples.add(sample);
    out.println(sample);
    if (sample.threads() > allowed) {
      Threads.alive().forEach(out::println);
      return false;
    }
    return true;
  }

  private String meanwhile() {
    List<String> programs = new ArrayList<>();
    for (Worker worker : workers) {
      Program program = worker.current();
      if (program != null) {
        programs.add(program.toString());
      }
    }
    return programs.toString();
  }
}

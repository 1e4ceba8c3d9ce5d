package asyncio.bench.soak;

import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.run;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Objects;

/**
 * What is there at one moment, when no program runs.
 *
 * @param seconds since the start
 * @param programs how many have been run
 * @param tasks how many have been made
 * @param heap how many bytes are in use after a garbage collection
 * @param threads how many are alive, virtual ones too
 * @param descriptors how many files are open; 0 where that is not known
 */
record Sample(double seconds, long programs, long tasks, long heap, int threads, long descriptors) {

  private static final long PATIENCE = 5_000_000_000L;

  /** Gives threads that are about to end some time for that, until there are no more than these. */
  static Sample take(double seconds, long programs, int threads) throws InterruptedException {
    long start = System.nanoTime();
    int alive = Threads.alive().size();
    while (alive > threads && System.nanoTime() - start < PATIENCE) {
      Thread.sleep(50);
      alive = Threads.alive().size();
    }
    return new Sample(seconds, programs, tasksMade(), heapUsed(), alive, openFiles());
  }

  /** The name of a new task has the number of those before it. */
  private static long tasksMade() {
    String name = run(() -> Objects.requireNonNull(currentTask()).name());
    return Long.parseLong(name.substring("Task-".length()));
  }

  private static long heapUsed() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(20); // what waits for garbage is told of it by another thread
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%6.0f s  programs %8d  tasks %10d  heap %7.2f MB  threads %3d  descriptors %3d",
        seconds,
        programs,
        tasks,
        heap / 1e6,
        threads,
        descriptors);
  }
}

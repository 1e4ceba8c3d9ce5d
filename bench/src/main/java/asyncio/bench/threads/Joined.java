package asyncio.bench.threads;

import java.util.ArrayList;
import java.util.List;

/** Threads that run the same, and are waited for. */
final class Joined {

  private Joined() {}

  static void run(int threads, Runnable body) throws InterruptedException {
    List<Thread> started = new ArrayList<>(threads);
    for (int i = 0; i < threads; i++) {
      started.add(Thread.ofVirtual().start(body));
    }
    for (Thread thread : started) {
      thread.join();
    }
  }
}

package asyncio.bench.soak;

import static asyncio.Asyncio.allTasks;
import static asyncio.Asyncio.printCallGraph;

import asyncio.EventLoop;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says where a program stands that does not end. */
final class HangReport {

  private static final long PATIENCE = 5;

  private HangReport() {}

  static void print(Program program, PrintStream out) throws InterruptedException {
    out.println("hangs: " + program);
    EventLoop loop = program.world().loop();
    if (loop != null) {
      CountDownLatch told = new CountDownLatch(1);
      try {
        loop.callSoonThreadsafe(() -> {
          allTasks(loop).forEach(task -> printCallGraph(task, out));
          told.countDown();
        });
        if (!told.await(PATIENCE, TimeUnit.SECONDS)) {
          out.println("the loop does not answer: its thread is blocked, or it has ended");
        }
      } catch (IllegalStateException e) {
        out.println("the loop is closed");
      }
    }
    Threads.dump().forEach(out::println);
  }
}

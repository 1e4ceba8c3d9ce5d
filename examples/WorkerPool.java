import static asyncio.Asyncio.*;

import asyncio.Queue;
import asyncio.QueueShutDownException;
import asyncio.TaskOptions;

// Workers that take jobs from a queue, and a graceful end: no new jobs, the old ones are finished,
// and who is not ready after some grace is cancelled.
//
//     ./asyncio run examples/WorkerPool.java

void work(String name, Queue<Integer> jobs) {
  try {
    while (true) {
      int job = await(jobs.get());
      await(sleep(job == 4 ? 3600 : 0.2)); // number 4 hangs
      IO.println(name + ": job " + job + " done");
    }
  } catch (QueueShutDownException e) { // the queue is shut down, and empty
    IO.println(name + ": goes home");
  } finally {
    IO.println(name + ": tools put away"); // however it ends
  }
}

void main() {
  run(() -> {
    taskGroup(pool -> {
      Queue<Integer> jobs = new Queue<>();
      for (String name : List.of("Ann", "Ben", "Carol")) {
        pool.createTask(async(() -> work(name, jobs)), TaskOptions.named(name));
      }
      for (int job = 1; job <= 7; job++) {
        await(jobs.put(job));
      }

      IO.println("closing: no new jobs from here on");
      jobs.shutdown();
      if (!moveOnAfter(2, () -> await(waitAll(pool.tasks())))) {
        pool.tasks().forEach(worker -> IO.println(worker.name() + " hangs, and is cancelled"));
        pool.cancel();
      }
    });
    IO.println("closed");
  });
}

import static asyncio.Asyncio.*;

import asyncio.Coroutine;
import asyncio.Queue;
import asyncio.Semaphore;
import asyncio.TimeoutException;

// What most programs do, a little of each. scripts/setup.sh runs it once, for the AOT cache: what
// the JVM loads for this program is at hand when it starts with others.

record Page(String name, double seconds) {}

final Queue<Page> queue = new Queue<>(2);

Coroutine<String> load(String name, double seconds) {
  return async(() -> {
    await(sleep(seconds));
    return "%s took %.1f s".formatted(name, seconds);
  });
}

void work(Semaphore turns) {
  while (true) {
    Page page = await(queue.get());
    try (var _ = await(turns.acquire())) {
      await(sleep(page.seconds()));
    }
    queue.taskDone();
  }
}

void main(String[] args) {
  run(() -> {
    IO.println(await(load("one", 0)) + List.of(args));
    await(gather(load("two", 0.01), load("three", 0))).forEach(IO::println);
    var turns = new Semaphore(1);
    var workers = Stream.generate(() -> createTask(() -> work(turns))).limit(2).toList();
    for (int i = 0; i < 4; i++) {
      await(queue.put(new Page("page " + i, 0)));
    }
    await(queue.join());
    workers.forEach(worker -> worker.cancel());
    await(waitAll(workers));
    taskGroup(group -> {
      group.createTask(() -> await(sleep(0)));
      group.createTask(() -> IO.println(await(toThread(() -> "on a thread"))));
    });
    try {
      timeout(0.01, () -> await(sleep(3600)));
    } catch (TimeoutException e) {
      IO.println(e);
    }
  });
}

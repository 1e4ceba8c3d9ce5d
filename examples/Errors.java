import static asyncio.Asyncio.*;

import asyncio.CancelledError;
import asyncio.Outcome;
import asyncio.Task;
import asyncio.TimeoutException;

// What happens when coroutines fail, take too long, or are cancelled.
//
//     ./asyncio run examples/Errors.java

String load(String name, double seconds) throws IOException {
  await(sleep(seconds));
  if (name.startsWith("bad")) {
    throw new IOException(name + " cannot be read");
  }
  return name;
}

void main() {
  run(() -> {
    IO.println("gather: the first failure comes out at once");
    try {
      await(gather(() -> load("good.txt", 0.2), () -> load("bad.txt", 0.1)), IOException.class);
    } catch (IOException e) {
      IO.println("  " + e.getMessage());
    }
    await(sleep(0.2)); // the other one was not cancelled: it runs on

    IO.println("gatherOutcomes: waits for all of them, and throws nothing");
    Task<String> cancelled = createTask(() -> load("long.txt", 100));
    Task<String> bad = createTask(() -> load("bad.txt", 0.1));
    Task<String> good = createTask(() -> load("good.txt", 0.1));
    cancelled.cancel();
    for (Outcome<String> outcome : await(gatherOutcomes(cancelled, bad, good))) {
      IO.println(
          switch (outcome) {
            case Outcome.Value(String text) -> "  value: " + text;
            case Outcome.Failure(Throwable e) -> "  failure: " + e.getMessage();
            case Outcome.Cancellation(CancelledError _) -> "  cancelled";
          });
    }

    IO.println("waitFor: a limit of time for one awaitable");
    try {
      await(waitFor(() -> load("long.txt", 100), 0.1));
    } catch (TimeoutException e) {
      IO.println("  " + e.getMessage());
    }

    IO.println("timeout: a limit of time for a block, which may move it");
    timeout(
        0.1,
        limit -> {
          limit.reschedule(runningLoop().time() + 10);
          IO.println("  loaded in time: " + load("good.txt", 0.2));
        });

    IO.println("cancel: CancelledError is thrown where the task waits");
    Task<Void> worker = createTask(() -> work());
    await(sleep(0.1));
    worker.cancel();
    try {
      await(worker);
    } catch (CancelledError e) {
      IO.println("  the worker has ended");
    }
  });
}

void work() {
  try {
    IO.println("  working");
    await(sleep(100));
  } catch (Exception e) {
    IO.println("  never printed: a CancelledError is an Error, not an Exception");
  } finally {
    await(sleep(0.1)); // cleaning up may wait, too
    IO.println("  cleaned up");
  }
}

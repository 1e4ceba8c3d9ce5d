import static asyncio.Asyncio.*;

import asyncio.CancelledError;
import asyncio.Task;

// Tasks: coroutines that run by themselves, beside the one that started them.
//
//     ./asyncio run examples/CreateTask.java

// A plain method that awaits. Calling it from a coroutine is awaiting it; no mark is needed.
String cook(String dish, double seconds) {
  IO.println("  " + dish + ": on the stove");
  await(sleep(seconds));
  IO.println("  " + dish + ": ready");
  return dish;
}

void waitForGuests() {
  IO.println("  door: open");
  try {
    await(sleep(3600));
  } catch (CancelledError e) {
    IO.println("  door: closed");
    throw e; // who cleans up after a cancellation passes it on
  }
}

void main() {
  run(() -> {
    IO.println("Called, it runs to its end before we go on:");
    cook("eggs", 0.3);

    IO.println("As tasks, they run while we do something else:");
    Task<Void> door = createTask(() -> waitForGuests());
    Task<String> rice = createTask(() -> cook("rice", 0.7));
    Task<String> soup = createTask(() -> cook("soup", 0.4));
    IO.println("  nothing has begun yet: a task takes its first step when we wait");
    await(sleep(0.1));
    IO.println("  is the rice done? " + rice.done());

    // Awaiting a task waits for its end and gives its result.
    IO.println("Dinner: " + await(rice) + " and " + await(soup));

    // A task can be cancelled, and is then waited for: it may have to clean up.
    door.cancel();
    await(waitAll(List.of(door)));
    IO.println("Is the door's task done? " + door.done() + ". Cancelled? " + door.cancelled());
  });
}

package asyncio.conformance;

import asyncio.ContextVar;
import asyncio.Event;
import asyncio.EventLoop;
import asyncio.Future;
import asyncio.Handle;
import asyncio.LifoQueue;
import asyncio.PriorityQueue;
import asyncio.Queue;
import asyncio.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a program calls by names: what is made before it runs, and what it makes itself. */
final class Objects {

  private final Map<String, Event> events;
  private final Map<String, Queue<Long>> queues;
  private final Map<String, ContextVar<Long>> vars;

  /** A {@code gather_later} adds to these, or replaces one. */
  final Map<String, Future<@Nullable Object>> futures;

  final Map<String, Task<@Nullable Object>> tasks = new HashMap<>();
  final Map<String, Handle> handles = new HashMap<>();

  Objects(Program program, EventLoop loop) {
    events = byName(program.events(), name -> new Event());
    queues = new HashMap<>();
    program.queues().forEach((name, spec) -> queues.put(name, queue(spec)));
    vars = byName(program.vars(), name -> new ContextVar<>(name, 0L));
    futures = byName(program.futures(), name -> loop.createFuture());
  }

  Event event(String name) {
    return known(events, name);
  }

  Queue<Long> queue(String name) {
    return known(queues, name);
  }

  ContextVar<Long> var(String name) {
    return known(vars, name);
  }

  Future<@Nullable Object> future(String name) {
    return known(futures, name);
  }

  private static Queue<Long> queue(Program.QueueSpec spec) {
    return switch (spec.kind()) {
      case "fifo" -> new Queue<>(spec.maxsize());
      case "lifo" -> new LifoQueue<>(spec.maxsize());
      case "priority" -> PriorityQueue.create(spec.maxsize());
      default -> throw new ProgramError("no such kind of queue: " + spec.kind());
    };
  }

  private static <T> Map<String, T> byName(List<String> names, Function<String, T> make) {
    Map<String, T> made = new HashMap<>();
    names.forEach(name -> made.put(name, make.apply(name)));
    return made;
  }

  private static <T> T known(Map<String, T> named, String name) {
    T object = named.get(name);
    if (object == null) {
      throw new ProgramError("the program uses " + name + ", which it does not have");
    }
    return object;
  }
}

package asyncio.conformance;

import asyncio.Barrier;
import asyncio.BoundedSemaphore;
import asyncio.Condition;
import asyncio.ContextVar;
import asyncio.Event;
import asyncio.EventLoop;
import asyncio.Future;
import asyncio.Handle;
import asyncio.LifoQueue;
import asyncio.Lock;
import asyncio.PriorityQueue;
import asyncio.Queue;
import asyncio.Semaphore;
import asyncio.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a program calls by names: what is made before it runs, and what it makes itself. */
final class Objects {

  private final Map<String, Lock> locks;
  private final Map<String, Semaphore> semaphores;
  private final Map<String, Condition> conditions;
  private final Map<String, Barrier> barriers;
  private final Map<String, Event> events;
  private final Map<String, Queue<Long>> queues;
  private final Map<String, ContextVar<Long>> vars;

  /** A {@code gather_later} adds to these, or replaces one. */
  final Map<String, Future<@Nullable Object>> futures;

  final Map<String, Task<@Nullable Object>> tasks = new HashMap<>();
  final Map<String, Handle> handles = new HashMap<>();

  Objects(Program program, EventLoop loop) {
    locks = byName(program.locks(), name -> new Lock());
    semaphores = made(program.sems(), Semaphore::new);
    semaphores.putAll(made(program.bsems(), BoundedSemaphore::new));
    conditions = byName(program.conds(), name -> new Condition());
    barriers = made(program.barriers(), Barrier::new);
    events = byName(program.events(), name -> new Event());
    queues = made(program.queues(), Objects::queue);
    vars = byName(program.vars(), name -> new ContextVar<>(name, 0L));
    futures = byName(program.futures(), name -> loop.createFuture());
  }

  Lock lock(String name) {
    return known(locks, name);
  }

  Semaphore semaphore(String name) {
    return known(semaphores, name);
  }

  /** Whether the lock or semaphore of that name is locked. */
  boolean locked(String name) {
    Lock lock = locks.get(name);
    return lock != null ? lock.locked() : semaphore(name).locked();
  }

  Condition condition(String name) {
    return known(conditions, name);
  }

  Barrier barrier(String name) {
    return known(barriers, name);
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

  private static <S, T> Map<String, T> made(Map<String, S> specs, Function<S, T> make) {
    Map<String, T> made = new HashMap<>();
    specs.forEach((name, spec) -> made.put(name, make.apply(spec)));
    return made;
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

package asyncio.bench.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The lines of the comparison, and asyncio4j's program for each. */
public final class Workloads {

  private static final int MILLION = 1_000_000;
  private static final int LEAVES = 46_656;

  private static final SequencedMap<String, Workload> PROGRAMS = new LinkedHashMap<>();
  private static final List<Line> LINES = new ArrayList<>();

  static {
    add("switch-1", MILLION, "await(sleep(0)) in one task", Switching.tasks(1));
    add("switch-100", MILLION, "the same in 100 tasks, in turn", Switching.tasks(100));
    add("switch-10000", MILLION, "the same in 10,000 tasks", Switching.tasks(10_000));
    add("spawn", 300_000, "a task that does nothing, made and awaited", Spawning::spawn);
    add("gather", 300_000, "a coroutine that does nothing, of one gather", Spawning::gathered);
    add("queue", MILLION, "an item through a Queue(100)", Queues.ofSize(100));
    add("queue-1", 300_000, "an item through a Queue(1)", Queues.ofSize(1));
    add("sleepers", 300_000, "a task in sleep(3600): start, memory, cancel", Sleepers::hour);
    add("timers", MILLION, "a callLater, half of them cancelled", Timers::halfCancelled);
    add("threadsafe-1", MILLION, "a callSoonThreadsafe, from a thread", Threads.callbacksFrom(1));
    add("threadsafe-4", MILLION, "the same from four threads", Threads.callbacksFrom(4));
    add("to-thread", 20_000, "a call in a thread, there and back", Threads::roundTrips);
    add("lock", 300_000, "a lock that 100 tasks want, held over sleep(0)", Locks::contended);
    add("timeout", 200_000, "a waitFor and a timeout around sleep(0)", Timeouts::both);
    add("deep", 200_000, "sleep(0) below 50 calls", Deep::calls);
    add("deep-async", 200_000, "sleep(0) below 50 coroutines", Deep::coroutines);
    for (Leaf leaf : Leaf.values()) {
      add(tree(leaf), LEAVES, "six levels, a gather per node; whole tree", Trees.gathered(leaf));
    }
    for (Leaf leaf : Leaf.values()) {
      add(tree(leaf) + "-tg", LEAVES, "the same with task groups", Trees.grouped(leaf));
    }
  }

  private Workloads() {}

  private static void add(String name, int n, String text, Workload program) {
    PROGRAMS.put(name, program);
    LINES.add(new Line(name, n, !name.startsWith("tree-"), text));
  }

  private static String tree(Leaf leaf) {
    return switch (leaf) {
      case NONE -> "tree-none";
      case IO -> "tree-io";
      case MEMO -> "tree-memo";
      case CPU_IO -> "tree-cpu-io";
    };
  }

  /**
   * All lines.
   *
   * @return the lines, in the order of the table
   */
  public static List<Line> lines() {
    return List.copyOf(LINES);
  }

  /**
   * All programs of asyncio4j.
   *
   * @return the programs, by the names of their lines
   */
  public static Map<String, Workload> programs() {
    return Map.copyOf(PROGRAMS);
  }

  /**
   * A program of asyncio4j.
   *
   * @param name the name of its line
   * @return the program
   * @throws IllegalArgumentException if there is none
   */
  public static Workload program(String name) {
    @Nullable Workload program = PROGRAMS.get(name);
    if (program == null) {
      throw new IllegalArgumentException("no such workload: " + name);
    }
    return program;
  }
}

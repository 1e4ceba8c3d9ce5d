package asyncio.conformance;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.timeout;
import static asyncio.Asyncio.waitAll;

import asyncio.EventLoop;
import asyncio.Task;
import asyncio.TimeoutException;
import asyncio.testing.DeadlockException;
import asyncio.testing.VirtualTime;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs one program in virtual time, and ends what it leaves running. */
final class Harness {

  private static final int SWEEPS = 20;

  private final Program program;
  private final EventLoop loop;
  private final Trace trace;
  private final TasksInOrder tasks = new TasksInOrder();

  private Harness(Program program, EventLoop loop) {
    this.program = program;
    this.loop = loop;
    this.trace = new Trace(loop);
  }

  static List<String> run(Program program) {
    try (EventLoop loop = VirtualTime.newLoop()) {
      return new Harness(program, loop).run();
    }
  }

  private List<String> run() {
    loop.setExceptionHandler((where, context) -> {});
    loop.setTaskFactory(tasks);
    try {
      loop.runUntilComplete(loop.createTask(async(this::main)));
    } catch (DeadlockException e) {
      trace.add("deadlock");
    } finally {
      trace.end();
    }
    return trace.lines();
  }

  private void main() {
    Interpreter interpreter = new Interpreter(program, new Objects(program, loop), trace);
    Task<@Nullable Object> root = createTask(interpreter.call("main"));
    try {
      limit().run(() -> await(waitAll(List.of(root))));
    } catch (TimeoutException e) {
      trace.log("harness", "limit");
    }
    sweep();
  }

  private asyncio.Timeout limit() {
    Double seconds = program.limit();
    return seconds == null ? timeout((Duration) null) : timeout(seconds);
  }

  private void sweep() {
    for (int i = 0; i < SWEEPS; i++) {
      List<Task<?>> left = tasks.unfinished();
      if (left.isEmpty()) {
        trace.log("harness", "end");
        return;
      }
      left.forEach(Task::cancel);
      await(waitAll(left, Duration.ofSeconds(50)));
    }
    trace.log("harness", "stuck");
  }
}

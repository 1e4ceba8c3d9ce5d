package asyncio.conformance;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.timeout;

import asyncio.Coroutine;
import asyncio.Held;
import asyncio.TaskGroup;
import asyncio.Timeout;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of a coroutine: does its operations in turn. Those that have blocks are here, those that
 * are one step are in classes by their subject.
 */
final class CoroutineRun {

  private final Trace trace;
  private final String who;
  private final TaskOperations tasks;
  private final ObjectOperations operations;
  private final Objects objects;

  /** The innermost task group that the run is in. */
  private @Nullable TaskGroup group;

  CoroutineRun(Interpreter interpreter, String who) {
    this.trace = interpreter.trace;
    this.who = who;
    this.tasks = new TaskOperations(interpreter, this::log);
    this.objects = interpreter.objects;
    this.operations = new ObjectOperations(objects, trace, this::log);
  }

  @Nullable Object run(List<Operation> operations) throws Exception {
    log("start");
    Return returned;
    try {
      returned = block(operations);
    } catch (Throwable e) {
      if (isCatchable(e)) {
        log("raise " + Describe.error(e));
      }
      throw e;
    }
    Object value = returned == null ? null : returned.value();
    log("return " + Describe.value(value));
    return value;
  }

  private void log(String what) {
    trace.log(who, what);
  }

  /** Does the operations in turn; a return among them ends the block, and is handed up. */
  private @Nullable Return block(List<Operation> operations) throws Exception {
    for (Operation operation : operations) {
      Return returned = run(operation);
      if (returned != null) {
        return returned;
      }
    }
    return null;
  }

  private @Nullable Return run(Operation op) throws Exception {
    return switch (op.kind()) {
      case "log" -> {
        log("log " + op.text(0));
        yield null;
      }
      case "sleep" -> {
        await(sleep(op.seconds(0)));
        yield null;
      }
      case "raise" -> throw new AppException(op.text(0));
      case "return" -> new Return(op.value(0));
      case "loop" -> loop(op.number(0), op.block(1));
      case "try" -> tryBlock(op.block(0), Caught.named(op.text(1)), op.block(2), op.block(3));
      case "lock" ->
          holding(objects.lock(op.text(0)).acquire(), "locked " + op.text(0), op.block(1));
      case "sem" ->
          holding(objects.semaphore(op.text(0)).acquire(), "acquired " + op.text(0), op.block(1));
      case "cond" ->
          holding(objects.condition(op.text(0)).acquire(), "cond " + op.text(0), op.block(1));
      case "group" -> groupBlock(op.block(0));
      case "gspawn" -> {
        if (group != null) {
          TaskGroup now = group;
          tasks.spawn(op.text(0), op.text(1), coroutine -> now.createTask(coroutine));
        }
        yield null;
      }
      case "timeout" -> timeoutBlock(op.limit(0), op.block(1));
      case "reschedule" -> reschedule(op.limit(0), op.limit(1), op.block(2), op.block(3));
      default -> {
        if (!tasks.run(op) && !operations.run(op)) {
          throw new ProgramError("no such operation: " + op.kind());
        }
        yield null;
      }
    };
  }

  private @Nullable Return loop(int times, List<Operation> body) throws Exception {
    for (int i = 0; i < times; i++) {
      Return returned = block(body);
      if (returned != null) {
        return returned;
      }
    }
    return null;
  }

  private @Nullable Return tryBlock(
      List<Operation> body, Caught caught, List<Operation> handler, List<Operation> last)
      throws Exception {
    try {
      return block(body);
    } catch (Throwable e) {
      if (!isCatchable(e) || !caught.includes(e)) {
        throw e;
      }
      log("caught " + Describe.error(e));
      return block(handler);
    } finally {
      if (!trace.ended()) {
        block(last);
      }
    }
  }

  private @Nullable Return holding(Coroutine<Held> acquired, String what, List<Operation> body)
      throws Exception {
    Held held = await(acquired);
    try {
      log(what);
      return block(body);
    } finally { // an error in here replaces the block's, as in Python
      if (!trace.ended()) {
        ObjectOperations.misusingCounter(held::close);
      }
    }
  }

  private @Nullable Return groupBlock(List<Operation> body) {
    TaskGroup outer = group;
    TaskGroup mine = new TaskGroup();
    group = mine;
    Return returned;
    try {
      returned = mine.<@Nullable Return>run(() -> block(body));
    } finally {
      group = outer;
    }
    log("group done");
    return returned;
  }

  private @Nullable Return timeoutBlock(@Nullable Duration limit, List<Operation> body) {
    Timeout timeout = timeout(limit);
    Return returned = timeout.run(() -> block(body));
    log("timeout expired=" + timeout.expired());
    return returned;
  }

  private @Nullable Return reschedule(
      @Nullable Duration limit,
      @Nullable Duration later,
      List<Operation> before,
      List<Operation> after) {
    Timeout timeout = timeout(limit);
    return timeout.run(() -> {
      Return returned = block(before);
      if (returned != null) {
        return returned;
      }
      timeout.reschedule(later == null ? null : runningLoop().time() + later.toNanos() / 1e9);
      return block(after);
    });
  }

  /**
   * Whether the program may see the error: not what unwinds a coroutine when its loop is closed
   * after the end, not the end of the stack (the reference, too, lets that pass), and not a
   * mistake.
   */
  private boolean isCatchable(Throwable error) {
    return !trace.ended()
        && !(error instanceof StackOverflowError)
        && !(error instanceof ProgramError);
  }
}

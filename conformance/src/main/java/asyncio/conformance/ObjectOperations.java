package asyncio.conformance;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.runningLoop;

import asyncio.Condition;
import asyncio.Future;
import asyncio.Handle;
import asyncio.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The operations on locks and their kin, queues, futures, callbacks and context variables, for one
 * run of a coroutine.
 */
final class ObjectOperations {

  private final Objects objects;
  private final Trace trace;
  private final Consumer<String> log;

  ObjectOperations(Objects objects, Trace trace, Consumer<String> log) {
    this.objects = objects;
    this.trace = trace;
    this.log = log;
  }

  /** Does the operation, or returns false if it is none of these. */
  boolean run(Operation op) {
    String name = op.text(0);
    switch (op.kind()) {
      case "sem_release" -> misusingCounter(objects.semaphore(name)::release);
      case "locked" -> log.accept("locked? " + objects.locked(name));

      case "cond_wait" -> {
        Condition condition = objects.condition(name);
        try (var _ = await(condition.acquire())) {
          await(condition.whenNotified());
          log.accept("notified " + name);
        }
      }
      case "cond_wait_for" -> {
        Condition condition = objects.condition(name);
        try (var _ = await(condition.acquire())) {
          Queue<?> queue = objects.queue(op.text(1));
          await(condition.waitFor(() -> queue.qsize() >= op.number(2)));
          log.accept("predicate " + name);
        }
      }
      case "cond_notify" -> notify(objects.condition(name), op.number(1));

      case "barrier" -> log.accept("barrier " + name + " " + await(objects.barrier(name).arrive()));
      case "barrier_reset" -> await(objects.barrier(name).reset());
      case "barrier_abort" -> await(objects.barrier(name).abort());

      case "event_wait" -> {
        await(objects.event(name).whenSet());
        log.accept("event " + name);
      }
      case "event_set" -> objects.event(name).set();
      case "event_clear" -> objects.event(name).clear();

      case "put" -> {
        await(objects.queue(name).put(op.integer(1)));
        log.accept("put " + name + " " + op.text(1));
      }
      case "put_nowait" -> {
        objects.queue(name).putNowait(op.integer(1));
        log.accept("put_nowait " + name + " " + op.text(1));
      }
      case "get" -> log.accept("get " + name + " " + await(objects.queue(name).get()));
      case "get_nowait" -> log.accept("get_nowait " + name + " " + objects.queue(name).getNowait());
      case "task_done" -> misusingCounter(objects.queue(name)::taskDone);
      case "join" -> {
        await(objects.queue(name).join());
        log.accept("joined " + name);
      }
      case "qsize" -> {
        Queue<?> queue = objects.queue(name);
        log.accept(
            "qsize " + name + " " + queue.qsize() + " " + queue.empty() + " " + queue.full());
      }
      case "shutdown" -> objects.queue(name).shutdown(op.flag(1));

      case "future_result" -> objects.future(name).setResult(op.value(1));
      case "future_error" -> objects.future(name).setException(new AppException(op.text(1)));
      case "future_cancel" -> log.accept("future_cancel " + objects.future(name).cancel());
      case "future_await" -> awaitFuture(objects.futures.get(name));
      case "future_callback" -> addCallback(objects.futures.get(name), op.text(1));
      case "task_callback" -> addCallback(objects.tasks.get(name), op.text(1));

      case "call_soon" -> objects.handles.put(name, runningLoop().callSoon(() -> callback(name)));
      case "call_later" -> {
        String tag = op.text(1);
        objects.handles.put(tag, runningLoop().callLater(op.seconds(0), () -> callback(tag)));
      }
      case "handle_cancel" -> cancel(objects.handles.get(name));

      case "var_set" -> objects.var(name).set(op.integer(1));
      case "var_get" -> log.accept("var " + name + " " + objects.var(name).get());

      default -> {
        return false;
      }
    }
    return true;
  }

  /** 0 stands for all. */
  private static void notify(Condition condition, int count) {
    try (var _ = await(condition.acquire())) {
      if (count == 0) {
        condition.notifyEach();
      } else {
        condition.notifySome(count);
      }
    }
  }

  private void awaitFuture(@Nullable Future<@Nullable Object> future) {
    if (future != null) {
      log.accept("future " + Describe.value(await(future)));
    }
  }

  private void addCallback(@Nullable Future<@Nullable Object> future, String tag) {
    if (future != null) {
      future.addDoneCallback(ended -> callback(tag + (ended.cancelled() ? " cancelled" : " done")));
    }
  }

  private void callback(String what) {
    trace.log("callback", what);
  }

  private static void cancel(@Nullable Handle handle) {
    if (handle != null) {
      handle.cancel();
    }
  }

  /** A counter's misuse is a ValueError in CPython, and to Java the misuse of an object's state. */
  static void misusingCounter(Runnable operation) {
    try {
      operation.run();
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException(e);
    }
  }
}

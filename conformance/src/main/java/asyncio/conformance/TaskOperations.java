package asyncio.conformance;

import static asyncio.Asyncio.asCompleted;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.ensureFuture;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.gatherOutcomes;
import static asyncio.Asyncio.shield;
import static asyncio.Asyncio.waitAll;
import static asyncio.Asyncio.waitAny;
import static asyncio.Asyncio.waitFirstException;
import static asyncio.Asyncio.waitFor;

import asyncio.Awaitable;
import asyncio.Coroutine;
import asyncio.Future;
import asyncio.Task;
import asyncio.Waited;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The operations on coroutines and tasks, for one run of a coroutine. */
final class TaskOperations {

  private final Interpreter interpreter;
  private final Objects objects;
  private final Consumer<String> log;

  TaskOperations(Interpreter interpreter, Consumer<String> log) {
    this.interpreter = interpreter;
    this.objects = interpreter.objects;
    this.log = log;
  }

  /** Does the operation, or returns false if it is none of these. */
  boolean run(Operation op) {
    switch (op.kind()) {
      case "call" -> logValue("call", interpreter.call(op.text(0)));
      case "spawn" -> spawn(op.text(0), op.text(1), coroutine -> createTask(coroutine));
      case "await" -> awaitTask(objects.tasks.get(op.text(0)));
      case "cancel" -> cancel(objects.tasks.get(op.text(0)), op.has(1) ? op.text(1) : null);
      case "cancel_self" -> self().cancel(op.has(0) ? op.text(0) : null);
      case "uncancel" -> log.accept("uncancel " + self().uncancel());
      case "cancelling" -> log.accept("cancelling " + self().cancelling());
      case "state" -> log.accept("state " + state(objects.tasks.get(op.text(0))));
      case "gather" -> logValue("gather", gathered(op.items(0), op.flag(1)));
      case "gather_later" -> objects.futures.put(op.text(0), gathered(op.items(1), op.flag(2)));
      case "wait_for" -> logValue("wait_for", waitFor(item(op.item(0)), op.limit(1)));
      case "shield" -> logValue("shield", shield(item(op.item(0))));
      case "wait" -> waitForTasks(op.items(0), op.limit(1), op.text(2));
      case "as_completed" -> takeAsCompleted(op.items(0), op.limit(1));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Has a task run a fresh coroutine, and keeps it under a name. */
  void spawn(
      String name,
      String coroutine,
      Function<Coroutine<@Nullable Object>, Task<@Nullable Object>> create) {
    objects.tasks.put(name, create.apply(interpreter.call(coroutine)));
  }

  private void logValue(String what, Awaitable<@Nullable Object> awaitable) {
    log.accept(what + " " + Describe.value(await(awaitable)));
  }

  private void awaitTask(@Nullable Task<@Nullable Object> task) {
    if (task != null && task != currentTask()) {
      logValue("await", task);
    }
  }

  private void cancel(@Nullable Task<?> task, @Nullable String message) {
    if (task != null) {
      log.accept("cancel " + task.cancel(message));
    }
  }

  private static String state(@Nullable Task<?> task) {
    if (task == null) {
      return "unset";
    }
    if (!task.done()) {
      return "pending " + task.cancelling();
    }
    if (task.cancelled()) {
      return "cancelled";
    }
    Throwable exception = task.exception();
    return exception != null ? Describe.error(exception) : Describe.value(task.result());
  }

  private void waitForTasks(List<JsonElement> names, @Nullable Duration limit, String until) {
    Map<Task<?>, String> named = new LinkedHashMap<>();
    for (JsonElement name : names) {
      Task<?> task = objects.tasks.get(name.getAsString());
      if (task != null && task != currentTask()) {
        named.putIfAbsent(task, name.getAsString());
      }
    }
    if (named.isEmpty()) {
      return;
    }
    Set<Task<?>> tasks = named.keySet();
    Coroutine<Waited<Task<?>>> wait =
        switch (until) {
          case "FIRST_COMPLETED" -> waitAny(tasks, limit);
          case "FIRST_EXCEPTION" -> waitFirstException(tasks, limit);
          case "ALL_COMPLETED" -> waitAll(tasks, limit);
          default -> throw new ProgramError("no such end of a wait: " + until);
        };
    Waited<Task<?>> waited = await(wait);
    log.accept(
        "wait done=" + names(named, waited.done()) + " pending=" + names(named, waited.pending()));
  }

  private static String names(Map<Task<?>, String> named, Set<Task<?>> which) {
    return named.entrySet().stream()
        .filter(task -> which.contains(task.getKey()))
        .map(Map.Entry::getValue)
        .collect(Collectors.joining(","));
  }

  private void takeAsCompleted(List<JsonElement> items, @Nullable Duration limit) {
    List<Future<@Nullable Object>> futures = new ArrayList<>();
    for (JsonElement item : items) {
      futures.add(ensureFuture(item(item)));
    }
    for (Coroutine<@Nullable Object> next : asCompleted(futures, limit).coroutines()) {
      try {
        logValue("completed", next);
      } catch (AppException e) {
        log.accept("completed " + Describe.error(e));
      }
    }
  }

  @SuppressWarnings("unchecked") // nobody asks for more than an object
  private Future<@Nullable Object> gathered(List<JsonElement> items, boolean outcomes) {
    List<Awaitable<@Nullable Object>> awaitables = items.stream().map(this::item).toList();
    Future<?> gathered = outcomes ? gatherOutcomes(awaitables) : gather(awaitables);
    return (Future<@Nullable Object>) gathered;
  }

  /** A coroutine's name makes a fresh coroutine; an object names a task or future that is there. */
  private Awaitable<@Nullable Object> item(JsonElement item) {
    if (!(item instanceof JsonObject existing)) {
      return interpreter.call(item.getAsString());
    }
    if (existing.has("future")) {
      return objects.future(existing.get("future").getAsString());
    }
    Task<@Nullable Object> task = objects.tasks.get(existing.get("task").getAsString());
    return task != null ? task : interpreter.call(existing.get("else").getAsString());
  }

  private static Task<?> self() {
    Task<?> task = currentTask();
    if (task == null) {
      throw new ProgramError("a coroutine runs outside of a task");
    }
    return task;
  }
}

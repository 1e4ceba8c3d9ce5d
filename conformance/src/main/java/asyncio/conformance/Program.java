package asyncio.conformance;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program as it is written. The trace that is expected of it is not part of it.
 *
 * @param id its name
 * @param locks the names of its locks
 * @param sems the numbers of permits of its semaphores by their names
 * @param bsems the same for its bounded semaphores
 * @param conds the names of its conditions
 * @param barriers the numbers of parties of its barriers by their names
 * @param events the names of its events
 * @param queues its queues by their names
 * @param futures the names of its futures
 * @param vars the names of its context variables
 * @param coros the operations of its coroutines by their names
 * @param limit the virtual seconds that it may take; null for no limit
 */
record Program(
    String id,
    List<String> locks,
    Map<String, Integer> sems,
    Map<String, Integer> bsems,
    List<String> conds,
    Map<String, Integer> barriers,
    List<String> events,
    Map<String, QueueSpec> queues,
    List<String> futures,
    List<String> vars,
    Map<String, List<Operation>> coros,
    @Nullable Double limit) {

  /**
   * A queue.
   *
   * @param kind {@code fifo}, {@code lifo} or {@code priority}
   * @param maxsize how many items it holds; 0 means any number
   */
  record QueueSpec(String kind, int maxsize) {}

  static Program parse(String json) {
    JsonObject spec = JsonParser.parseString(json).getAsJsonObject();
    Map<String, QueueSpec> queues = new LinkedHashMap<>();
    members(spec, "queues")
        .forEach((name, queue) -> {
          var kindAndSize = queue.getAsJsonArray();
          queues.put(
              name, new QueueSpec(kindAndSize.get(0).getAsString(), kindAndSize.get(1).getAsInt()));
        });
    Map<String, List<Operation>> coros = new LinkedHashMap<>();
    members(spec, "coros").forEach((name, block) -> coros.put(name, Operation.block(block)));
    return new Program(
        spec.get("id").getAsString(),
        names(spec, "locks"),
        numbers(spec, "sems"),
        numbers(spec, "bsems"),
        names(spec, "conds"),
        numbers(spec, "barriers"),
        names(spec, "events"),
        queues,
        names(spec, "futures"),
        names(spec, "vars"),
        coros,
        limit(spec));
  }

  List<Operation> coro(String name) {
    List<Operation> operations = coros.get(name);
    if (operations == null) {
      throw new ProgramError(id + " has no coroutine " + name);
    }
    return operations;
  }

  private static @Nullable Double limit(JsonObject spec) {
    JsonElement limit = spec.get("limit");
    return switch (limit) {
      case null -> 1000.0;
      case JsonNull none -> null;
      default -> limit.getAsDouble();
    };
  }

  private static Map<String, JsonElement> members(JsonObject spec, String name) {
    return spec.has(name) ? spec.getAsJsonObject(name).asMap() : Map.of();
  }

  private static Map<String, Integer> numbers(JsonObject spec, String name) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    members(spec, name).forEach((key, value) -> numbers.put(key, value.getAsInt()));
    return numbers;
  }

  private static List<String> names(JsonObject spec, String name) {
    return spec.has(name)
        ? spec.getAsJsonArray(name).asList().stream().map(JsonElement::getAsString).toList()
        : List.of();
  }
}

package asyncio.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a program.
 *
 * @param kind what it does
 * @param arguments its arguments, found by their position
 */
record Operation(String kind, List<JsonElement> arguments) {

  /** The operations of a block. */
  static List<Operation> block(JsonElement block) {
    return block.getAsJsonArray().asList().stream().map(Operation::of).toList();
  }

  private static Operation of(JsonElement operation) {
    List<JsonElement> all = operation.getAsJsonArray().asList();
    return new Operation(all.getFirst().getAsString(), all.subList(1, all.size()));
  }

  boolean has(int position) {
    return position < arguments.size();
  }

  String text(int position) {
    return arguments.get(position).getAsString();
  }

  int number(int position) {
    return arguments.get(position).getAsInt();
  }

  long integer(int position) {
    return arguments.get(position).getAsLong();
  }

  double seconds(int position) {
    return arguments.get(position).getAsDouble();
  }

  boolean flag(int position) {
    return arguments.get(position).getAsBoolean();
  }

  /** A limit of time; null where the program has null, for none. */
  @Nullable Duration limit(int position) {
    JsonElement argument = arguments.get(position);
    return argument.isJsonNull()
        ? null
        : Duration.ofNanos(Math.round(argument.getAsDouble() * 1e9));
  }

  @Nullable Object value(int position) {
    return value(arguments.get(position));
  }

  JsonElement item(int position) {
    return arguments.get(position);
  }

  List<JsonElement> items(int position) {
    return arguments.get(position).getAsJsonArray().asList();
  }

  List<Operation> block(int position) {
    return block(arguments.get(position));
  }

  private static @Nullable Object value(JsonElement element) {
    return switch (element) {
      case JsonArray array -> array.asList().stream().map(Operation::value).toList();
      case JsonPrimitive number when number.isNumber() -> number.getAsLong();
      case JsonPrimitive text -> text.getAsString();
      default -> null;
    };
  }
}

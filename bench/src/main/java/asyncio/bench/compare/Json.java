package asyncio.bench.compare;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes JSON: of maps, collections, arrays of numbers, strings, numbers, booleans and null. */
final class Json {

  private Json() {}

  /** A value as JSON, over several lines where it is an object or an array of objects. */
  static String text(@Nullable Object value) {
    return text(value, "");
  }

  private static String text(@Nullable Object value, String indent) {
    String inner = indent + "  ";
    return switch (value) {
      case null -> "null";
      case Map<?, ?> map when map.isEmpty() -> "{}";
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(each -> inner + quoted(each.getKey()) + ": " + text(each.getValue(), inner))
              .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
      case Collection<?> list when list.isEmpty() -> "[]";
      case Collection<?> list when list.iterator().next() instanceof Map ->
          list.stream()
              .map(each -> inner + text(each, inner))
              .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
      case Collection<?> list ->
          list.stream().map(each -> text(each, inner)).collect(Collectors.joining(", ", "[", "]"));
      case Double number when !Double.isFinite(number) -> "null";
      case Number number -> number.toString();
      case Boolean truth -> truth.toString();
      default -> quoted(value);
    };
  }

  private static String quoted(Object value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : value.toString().toCharArray()) {
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        default -> {
          if (c < ' ') {
            quoted.append(String.format("\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}

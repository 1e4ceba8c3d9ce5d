package asyncio.net;

import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something public as the docs write it: {@code EventLoop}, {@code new Queue(int)}, {@code
 * Task.name()}, {@code TaskOptions.DEFAULT}; without a class a method of {@code Asyncio}: {@code
 * gather(Awaitable...)}. Parameters are the simple names of their types.
 */
record JavaForm(String text) {

  private static final List<String> PACKAGES =
      List.of("asyncio.", "asyncio.net.", "java.lang.", "java.util.", "java.util.concurrent.");

  private static final Pattern CONSTRUCTOR = Pattern.compile("new ([\\w.]+)(\\(.*\\))");
  private static final Pattern METHOD = Pattern.compile("(?:([\\w.]+)\\.)?(\\w+)(\\(.*\\))");
  private static final Pattern FIELD = Pattern.compile("([\\w.]+)\\.(\\w+)");

  /** Whether there is such a thing, and it is public. */
  boolean exists() {
    Matcher constructor = CONSTRUCTOR.matcher(text);
    if (constructor.matches()) {
      return type(constructor.group(1)).stream()
          .flatMap(type -> Stream.of(type.getConstructors()))
          .anyMatch(one -> parameters(one).equals(constructor.group(2)));
    }
    Matcher method = METHOD.matcher(text);
    if (method.matches()) {
      String owner = method.group(1) == null ? "Asyncio" : method.group(1);
      return type(owner).stream()
          .flatMap(type -> Stream.of(type.getMethods()))
          .filter(one -> one.getName().equals(method.group(2)))
          .filter(one -> method.group(1) != null || Modifier.isStatic(one.getModifiers()))
          .anyMatch(one -> parameters(one).equals(method.group(3)));
    }
    return type(text).isPresent() || isField();
  }

  private boolean isField() {
    Matcher field = FIELD.matcher(text);
    return field.matches()
        && type(field.group(1)).stream()
            .flatMap(type -> Stream.of(type.getFields()))
            .anyMatch(one -> one.getName().equals(field.group(2)));
  }

  private static Optional<Class<?>> type(String name) {
    for (String packageName : PACKAGES) {
      try {
        Class<?> type = Class.forName(packageName + name.replace('.', '$'));
        return isPublic(type) ? Optional.of(type) : Optional.empty();
      } catch (ClassNotFoundException e) {
        // perhaps in the next one
      }
    }
    return Optional.empty();
  }

  private static boolean isPublic(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
  }

  private static String parameters(Executable executable) {
    String types =
        Arrays.stream(executable.getGenericParameterTypes())
            .map(JavaForm::nameOf)
            .collect(Collectors.joining(", "));
    return "("
        + (executable.isVarArgs() ? types.substring(0, types.length() - 2) + "..." : types)
        + ")";
  }

  private static String nameOf(Type type) {
    return switch (type) {
      case ParameterizedType generic -> nameOf(generic.getRawType());
      case GenericArrayType array -> nameOf(array.getGenericComponentType()) + "[]";
      case Class<?> array when array.isArray() -> nameOf(array.getComponentType()) + "[]";
      case Class<?> member when member.isMemberClass() ->
          nameOf(member.getDeclaringClass()) + "." + member.getSimpleName();
      case Class<?> plain -> plain.getSimpleName();
      default -> type.getTypeName(); // a type variable
    };
  }
}

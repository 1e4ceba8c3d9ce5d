package asyncio.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A snippet of a page of the docs that says what it prints: a {@code java} block that is followed
 * by a {@code text} block. One with {@code ignore} behind {@code java} is left out.
 *
 * @param name the name of its class: what stands behind {@code java}, or S and a line
 * @param source its whole program: a snippet without {@code main} runs in virtual time
 * @param output what the page says that it prints
 */
record Snippet(String name, String source, String output) {

  private static final Pattern METHOD =
      Pattern.compile(
          "(?!try |for |if |while )[\\w<>\\[\\], ?.]+ \\w+\\([^=]*\\)( throws \\w+)? \\{");
  private static final Pattern TYPE = Pattern.compile("\\b[A-Z]\\w+");

  /** The snippets of a page, in its order. */
  static List<Snippet> of(List<String> page) {
    List<Snippet> snippets = new ArrayList<>();
    String language = "";
    List<String> java = List.of();
    for (int i = 0; i < page.size(); i++) {
      String line = page.get(i);
      if (!line.startsWith("```")) {
        continue;
      }
      int end = i + 1 + page.subList(i + 1, page.size()).indexOf("```");
      List<String> block = page.subList(i + 1, end);
      if (line.equals("```text")
          && language.startsWith("```java")
          && !language.contains("ignore")) {
        int space = language.indexOf(' ');
        String name =
            space < 0 ? "S" + (i + 1) : language.substring(space + 1).replace(".java", "");
        snippets.add(new Snippet(name, program(java), String.join("\n", block)));
      }
      language = line;
      java = block;
      i = end;
    }
    return snippets;
  }

  private static String program(List<String> lines) {
    if (lines.contains("void main() {")) {
      return String.join("\n", lines);
    }
    List<String> imports = new ArrayList<>();
    List<String> methods = new ArrayList<>();
    List<String> body = new ArrayList<>();
    boolean inMethod = false;
    for (String line : lines) {
      inMethod |= METHOD.matcher(line).matches();
      (line.startsWith("import ") ? imports : inMethod ? methods : body).add(line);
      inMethod &= !line.startsWith("}");
    }
    String ofOurs = importsOfOurs(lines);
    boolean doesIo = ofOurs.contains("asyncio.net."); // which takes the time that it takes
    return """
    import static asyncio.Asyncio.*;
    import static asyncio.net.SubprocessRedirect.*;
    import static asyncio.net.Subprocesses.*;
    %s
    %s
    %s
    void main() { %s.run(() -> {
    %s
    }); }
    """
        .formatted(
            ofOurs,
            String.join("\n", imports),
            String.join("\n", methods),
            doesIo ? "asyncio.Asyncio" : "asyncio.testing.VirtualTime",
            String.join("\n", body));
  }

  /** Imports by name, for the JDK has types of the same names. */
  private static String importsOfOurs(List<String> lines) {
    return TYPE
        .matcher(String.join("\n", lines))
        .results()
        .flatMap(match -> Stream.of("asyncio." + match.group(), "asyncio.net." + match.group()))
        .filter(Snippet::isClass)
        .map(name -> "import " + name + ";\n")
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .collect(Collectors.joining());
  }

  private static boolean isClass(String name) {
    try {
      Class.forName(name);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}

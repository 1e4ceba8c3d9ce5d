package asyncio.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That {@code docs/asyncio-to-java.md} leaves nothing out, and names nothing that is not there. */
final class AsyncioToJavaTest {

  private static final Path PAGE = Path.of("..", "docs", "asyncio-to-java.md");

  private static final Pattern FORMS = Pattern.compile("`[^`]+`(, `[^`]+`)*");
  private static final Pattern REASON = Pattern.compile("none: (?!missing)\\S.+");
  private static final Pattern ISSUE = Pattern.compile("issue \\d+|a later issue");

  private static final Pattern ID = Pattern.compile("[A-Z]\\d+");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** T17 is a section of its page, not an object. */
  private static final Set<String> SECTIONS = Set.of("T17");

  /** What stands in the Java column of a table, and in which line. */
  private record Row(String line, String id, String java) {

    boolean has(Pattern kind) {
      return kind.matcher(java).matches();
    }

    Stream<JavaForm> forms() {
      return has(FORMS)
          ? CODE.matcher(java).results().map(code -> new JavaForm(code.group(1)))
          : Stream.empty();
    }
  }

  @Test
  void everyDocumentedObjectHasItsRowInTheOrderOfThePages() {
    Iterator<String> expected = documented().iterator();
    for (Row row : objects()) {
      assertThat(row.id())
          .as(row.line())
          .isEqualTo(expected.hasNext() ? expected.next() : "the end");
    }
    assertThat(expected).as("objects without a row, at the end").isExhausted();
  }

  @Test
  void everyRowHasEitherAFormOrAReasonOrAnIssue() {
    assertThat(lines(rows(), row -> !row.has(FORMS) && !row.has(REASON) && !row.has(ISSUE)))
        .as("rows whose Java is neither `forms`, nor 'none: …', nor an issue")
        .isEmpty();
  }

  @Test
  void everyFormExists() {
    List<String> wrong = new ArrayList<>();
    for (Row row : rows()) {
      row.forms()
          .filter(form -> !form.exists())
          .forEach(form -> wrong.add(form.text() + ", in the row " + row.line()));
    }
    assertThat(wrong).as("Java forms that do not exist, or are not public").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EventLoop",
        "Outcome.Value",
        "NoSuchElementException",
        "new Queue(int)",
        "sleep(double, T)",
        "gather(Awaitable...)",
        "taskGroup(TaskGroup.Block)",
        "Task.result()",
        "TaskOptions.DEFAULT"
      })
  void whatIsThereIsFound(String form) {
    assertThat(new JavaForm(form).exists()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AbstractEventLoop",
        "TimerQueue",
        "Outcome.Nothing",
        "new Queue(String)",
        "new Task()",
        "sleep(String)",
        "gather(Awaitable)",
        "Task.results()",
        "TaskGroup.createTask()",
        "toString()",
        "TaskOptions.NONE"
      })
  void whatIsNotThereOrNotPublicIsNotFound(String form) {
    assertThat(new JavaForm(form).exists()).isFalse();
  }

  // ----- the objects of asyncio's documentation, page by page

  private static List<String> documented() {
    return Stream.of(
            page("R", 5), // runners
            page("T", 43), // coroutines and tasks
            page("S", 23), // streams
            page("Y", 30), // synchronization
            page("P", 16), // subprocesses
            page("Q", 17), // queues
            page("X", 9), // exceptions
            page("G", 7), // call graph
            page("L", 79), // event loop
            page("F", 14), // futures
            page("W", 50), // transports and protocols
            page("O", 9), // policies
            page("E", 6), // extending
            page("C", 3), // command-line tools
            page("I", 1), // REPL
            page("U", 10)) // public names without documentation
        .flatMap(page -> page)
        .toList();
  }

  private static Stream<String> page(String letter, int objects) {
    return IntStream.rangeClosed(1, objects)
        .mapToObj(number -> letter + number)
        .filter(id -> !SECTIONS.contains(id));
  }

  // ----- the page

  private static List<Row> objects() {
    return rows().stream().filter(row -> ID.matcher(row.id()).matches()).toList();
  }

  /** The rows of all tables: those of objects, and those of exceptions, which have no ID. */
  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    int javaColumn = 0;
    for (String line : read()) {
      if (!line.startsWith("|") || line.startsWith("|---")) {
        continue;
      }
      List<String> cells = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
      if (cells.contains("Java")) {
        javaColumn = cells.indexOf("Java");
      } else {
        rows.add(new Row(line, cells.get(1), cells.get(javaColumn)));
      }
    }
    return rows;
  }

  private static List<String> lines(List<Row> rows, Predicate<Row> wrong) {
    return rows.stream().filter(wrong).map(Row::line).toList();
  }

  private static List<String> read() {
    try {
      return Files.readAllLines(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

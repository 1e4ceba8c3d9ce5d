package asyncio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several exceptions in one: what it holds, and what it prints. */
class ExceptionGroupTest {

  private final IOException io = new IOException("disk full");
  private final ArithmeticException arithmetic = new ArithmeticException("by zero");

  private static String printed(Throwable exception) {
    StringWriter text = new StringWriter();
    exception.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  @Test
  void itHoldsItsMembersInTheirOrder() {
    ExceptionGroup group = new ExceptionGroup("two things", List.of(io, arithmetic));
    assertThat(group.exceptions()).containsExactly(io, arithmetic);
    assertThat(group.text()).isEqualTo("two things");
  }

  @Test
  void itsMessageTellsHowManyThereAre() {
    assertThat(new ExceptionGroup("it", List.of(io))).hasMessage("it (1 sub-exception)");
    assertThat(new ExceptionGroup("it", List.of(io, arithmetic)))
        .hasMessage("it (2 sub-exceptions)");
  }

  @Test
  void oneExceptionMayBeInItTwice() {
    assertThat(new ExceptionGroup("twice", List.of(io, io)).exceptions()).containsExactly(io, io);
  }

  @Test
  void itKeepsItsOwnCopyOfTheMembers() {
    List<Throwable> members = new ArrayList<>(List.of(io));
    ExceptionGroup group = new ExceptionGroup("copied", members);
    members.clear();
    assertThat(group.exceptions()).containsExactly(io);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> group.exceptions().add(arithmetic));
  }

  @Test
  void itNeedsAMember() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExceptionGroup("nothing", List.of()))
        .withMessageContaining("at least one");
  }

  /** Who catches it as a RuntimeException would swallow what is none on purpose. */
  @Test
  void itTakesNeitherACancellationNorCtrlC() {
    for (Error refused : List.of(new CancelledError("why"), new KeyboardInterrupt())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ExceptionGroup("refused", List.of(io, refused)))
          .withMessageContaining("cannot hold");
    }
  }

  @Test
  void anErrorOfAnotherKindMayBeInIt() {
    AssertionError error = new AssertionError("not so");
    assertThat(new ExceptionGroup("failed", List.of(error)).exceptions()).containsExactly(error);
  }

  // ----- its stack trace

  @Test
  void itsStackTraceShowsEveryMemberWithItsOwn() {
    assertThat(printed(new ExceptionGroup("two things", List.of(readDisk(), divide()))))
        .containsSubsequence(
            "asyncio.ExceptionGroup: two things (2 sub-exceptions)",
            "java.io.IOException: disk full",
            "ExceptionGroupTest.readDisk(",
            "java.lang.ArithmeticException: by zero",
            "ExceptionGroupTest.divide(");
  }

  private static Exception readDisk() {
    return new IOException("disk full");
  }

  private static Exception divide() {
    return new ArithmeticException("by zero");
  }

  @Test
  void itsStackTraceShowsTheMembersOfAGroupInItAndTheirCauses() {
    IOException caused = new IOException("disk full", new IllegalStateException("the cause"));
    ExceptionGroup inner = new ExceptionGroup("inner", List.of(caused));
    assertThat(printed(new ExceptionGroup("outer", List.of(inner, arithmetic))))
        .containsSubsequence(
            "asyncio.ExceptionGroup: outer (2 sub-exceptions)",
            "asyncio.ExceptionGroup: inner (1 sub-exception)",
            "java.io.IOException: disk full",
            "Caused by: java.lang.IllegalStateException: the cause",
            "java.lang.ArithmeticException: by zero");
  }

  @Test
  void aMemberThatHoldsItsGroupIsPrintedOnce() {
    ExceptionGroup inner = new ExceptionGroup("inner", List.of(io));
    ExceptionGroup outer = new ExceptionGroup("outer", List.of(inner));
    io.addSuppressed(outer);
    assertThat(printed(outer)).containsOnlyOnce("disk full").contains("CIRCULAR REFERENCE");
  }

  @Test
  void whatWasSuppressedLaterIsNoMember() {
    ExceptionGroup group = new ExceptionGroup("one", List.of(io));
    group.addSuppressed(arithmetic);
    assertThat(group.exceptions()).containsExactly(io);
    assertThat(printed(group)).contains("disk full", "by zero");
  }

  /** Build tools send what a test throws from one JVM to another. */
  @Test
  void itsMembersSurviveSerialization() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new ExceptionGroup("sent", List.of(io, arithmetic)));
    }
    ExceptionGroup received =
        (ExceptionGroup)
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertThat(received.text()).isEqualTo("sent");
    assertThat(received.exceptions())
        .extracting(Throwable::getMessage)
        .containsExactly("disk full", "by zero");
  }
}

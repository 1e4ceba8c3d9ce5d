package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where exceptions go that nobody can be told of by throwing them. */
@Timeout(60)
final class ExceptionHandlerTest {

  private final EventLoop loop = TestTime.newLoop();
  private final List<ExceptionContext> reports = new ArrayList<>();
  private final RuntimeException failure = new RuntimeException("failure");

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void theHandlerIsToldOfAFailedCallbackAndTheLoopGoesOn() {
    loop.setExceptionHandler((where, context) -> reports.add(context));
    Handle handle = loop.callSoon(this::fail);
    List<String> log = new ArrayList<>();
    loop.callSoon(() -> log.add("next"));
    runOneIteration();

    assertThat(log).containsExactly("next");
    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst().message()).startsWith("Exception in callback ");
    assertThat(reports.getFirst().exception()).isSameAs(failure);
    assertThat(reports.getFirst().details()).containsEntry("handle", handle);
  }

  @Test
  void theHandlerIsToldOfAFailedTimer() {
    loop.setExceptionHandler((where, context) -> reports.add(context));
    Handle timer = loop.callLater(0, this::fail);
    runOneIteration();

    assertThat(reports.getFirst().details()).containsEntry("handle", timer);
  }

  @Test
  void theHandlerIsToldOfAFailedDoneCallback() {
    loop.setExceptionHandler((where, context) -> reports.add(context));
    Future<String> future = loop.createFuture();
    future.addDoneCallback(done -> fail());
    future.setResult("value");
    runOneIteration();

    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst().message()).startsWith("Exception in done callback ");
    assertThat(reports.getFirst().exception()).isSameAs(failure);
    assertThat(reports.getFirst().details()).containsEntry("future", future);
  }

  @Test
  void theHandlerGetsTheLoop() {
    List<EventLoop> where = new ArrayList<>();
    loop.setExceptionHandler((from, context) -> where.add(from));
    loop.callExceptionHandler(ExceptionContext.of("a message", null));

    assertThat(where).containsExactly(loop);
  }

  @Test
  void aCancellationOutOfACallbackIsReportedLikeAnyOther() {
    loop.setExceptionHandler((where, context) -> reports.add(context));
    CancelledError cancelled = new CancelledError();
    loop.callSoon(() -> {
      throw cancelled;
    });
    runOneIteration();

    assertThat(reports.getFirst().exception()).isSameAs(cancelled);
  }

  @Test
  void withoutAHandlerTheErrorIsLoggedWithItsDetailsAndTheException() {
    try (LoggingCapture logged = new LoggingCapture()) {
      loop.callExceptionHandler(
          ExceptionContext.of("a message", failure).with("first", 1).with("second", "two {0}"));

      assertThat(logged.messages())
          .containsExactly(
              "a message%nfirst: 1%nsecond: two {0}".replace("%n", System.lineSeparator()));
      assertThat(logged.records().getFirst().getLevel()).isEqualTo(Level.SEVERE);
      assertThat(logged.records().getFirst().getThrown()).isSameAs(failure);
    }
  }

  @Test
  void anErrorWithoutAnExceptionIsLoggedToo() {
    try (LoggingCapture logged = new LoggingCapture()) {
      loop.callExceptionHandler(ExceptionContext.of("a message", null));

      assertThat(logged.messages()).containsExactly("a message");
      assertThat(logged.records().getFirst().getThrown()).isNull();
    }
  }

  @Test
  void aHandlerCanPassOnToTheDefaultOne() {
    loop.setExceptionHandler(EventLoop::defaultExceptionHandler);
    try (LoggingCapture logged = new LoggingCapture()) {
      loop.callExceptionHandler(ExceptionContext.of("passed on", null));

      assertThat(logged.messages()).containsExactly("passed on");
    }
  }

  @Test
  void aHandlerThatFailsIsItselfReportedToTheLog() {
    loop.setExceptionHandler((where, context) -> {
      throw failure;
    });
    try (LoggingCapture logged = new LoggingCapture()) {
      loop.callExceptionHandler(ExceptionContext.of("the first error", null));

      assertThat(logged.messages()).hasSize(1);
      assertThat(logged.messages().getFirst())
          .startsWith("Unhandled error in exception handler")
          .contains("the first error");
      assertThat(logged.records().getFirst().getThrown()).isSameAs(failure);
    }
  }

  @Test
  void theHandlerCanBeAskedForAndTakenAway() {
    ExceptionHandler handler = (where, context) -> reports.add(context);
    assertThat(loop.exceptionHandler()).isNull();
    loop.setExceptionHandler(handler);
    assertThat(loop.exceptionHandler()).isSameAs(handler);
    loop.setExceptionHandler(null);
    assertThat(loop.exceptionHandler()).isNull();

    try (LoggingCapture logged = new LoggingCapture()) {
      loop.callExceptionHandler(ExceptionContext.of("to the log again", null));
      assertThat(logged.messages()).containsExactly("to the log again");
    }
    assertThat(reports).isEmpty();
  }

  @Test
  void keyboardInterruptPassesThroughTheHandler() {
    loop.setExceptionHandler((where, context) -> {
      throw new KeyboardInterrupt();
    });
    loop.callSoon(this::fail);

    assertThatExceptionOfType(KeyboardInterrupt.class).isThrownBy(this::runOneIteration);
  }

  @Test
  void theHandlerRunsInTheContextOfTheCallbackThatFailed() {
    ContextVar<String> user = new ContextVar<>("user", "nobody");
    List<String> seen = new ArrayList<>();
    loop.setExceptionHandler((where, context) -> seen.add(user.get()));
    loop.callSoon(() -> {
      user.set("somebody");
      fail();
    });
    runOneIteration();

    assertThat(seen).containsExactly("somebody");
  }

  @Test
  void theHandlerRunsInTheContextOfTheTaskThatIsReported() {
    ContextVar<String> user = new ContextVar<>("user", "nobody");
    List<String> seen = new ArrayList<>();
    loop.setExceptionHandler((where, context) -> seen.add(user.get()));
    Task<?> task = loop.createTask(async(() -> user.set("somebody")));
    loop.runUntilComplete(task);
    loop.callSoon(() -> {
      loop.callExceptionHandler(ExceptionContext.of("about the task", null).with("task", task));
      seen.add(user.get());
    });
    runOneIteration();

    assertThat(seen).containsExactly("somebody", "nobody");
  }

  @Test
  void aReportKeepsItsOwnCopyOfTheDetails() {
    ExceptionContext one = ExceptionContext.of("message", failure);
    ExceptionContext two = one.with("key", "value");

    assertThat(one.details()).isEmpty();
    assertThat(two.details()).isEqualTo(Map.of("key", "value"));
    assertThat(two.message()).isEqualTo("message");
    assertThat(two.exception()).isSameAs(failure);
  }

  private void fail() {
    throw failure;
  }

  private void runOneIteration() {
    loop.stop();
    loop.runForever();
  }
}

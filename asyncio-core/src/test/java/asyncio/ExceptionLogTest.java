package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the default exception handler logs, and that it cannot bring down the loop. */
@Timeout(60)
final class ExceptionLogTest {

  private final EventLoop loop = TestTime.newLoop();
  private final LoggingCapture logged = new LoggingCapture();
  private final RuntimeException failure = new RuntimeException("failure");
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void close() {
    logged.close();
    loop.close();
  }

  @Test
  void aCallbackThatFailedIsLoggedWithItsException() {
    loop.callSoon(this::fail);
    loop.callSoon(() -> log.add("next"));
    runOneIteration();

    assertLogged("Exception in callback ");
    assertThat(log).containsExactly("next");
  }

  @Test
  void aTimerThatFailedIsLoggedWithItsException() {
    loop.callLater(1, this::fail);
    loop.callLater(1, loop::stop);
    loop.runForever();

    assertLogged("Exception in callback ");
  }

  @Test
  void aTaskThatFailedUnseenIsLoggedWithItsException() {
    loop.createTask(
        async(() -> {
          await(sleep(1));
          fail();
        }));
    loop.callLater(2, loop::stop);
    loop.runForever();
    loop.close();

    assertLogged("Task exception was never retrieved");
  }

  private void assertLogged(String start) {
    assertThat(logged.records()).hasSize(1);
    assertThat(logged.messages().getFirst()).startsWith(start);
    assertThat(logged.records().getFirst().getLevel()).isEqualTo(Level.SEVERE);
    assertThat(logged.records().getFirst().getThrown()).isSameAs(failure);
  }

  // ----- where something cannot be written down

  /** A detail that fails whoever wants to read it. */
  private static final class Unreadable {

    @Override
    public String toString() {
      throw new IllegalStateException("unreadable");
    }
  }

  @Test
  void whatCannotBeWrittenDownIsNamedByItsClass() {
    loop.callSoon(() ->
        loop.callExceptionHandler(
            ExceptionContext.of("the first error", failure).with("detail", new Unreadable())));
    loop.callSoon(() -> log.add("next"));
    runOneIteration();

    assertLogged("the first error");
    assertThat(logged.messages().getFirst()).contains("Unreadable (its toString failed)");
    assertThat(log).containsExactly("next");
  }

  @Test
  void soItIsWhenTheProgramsOwnHandlerHasFailed() {
    loop.setExceptionHandler((where, context) -> {
      throw new IllegalArgumentException("in the handler");
    });
    loop.callSoon(() ->
        loop.callExceptionHandler(
            ExceptionContext.of("the first error", failure).with("detail", new Unreadable())));
    loop.callSoon(() -> log.add("next"));
    runOneIteration();

    assertThat(logged.messages()).hasSize(1);
    assertThat(logged.messages().getFirst()).startsWith("Unhandled error in exception handler");
    assertThat(logged.records().getFirst().getThrown()).hasMessage("in the handler");
    assertThat(log).containsExactly("next");
  }

  private void fail() {
    throw failure;
  }

  private void runOneIteration() {
    loop.stop();
    loop.runForever();
  }
}

package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reports of objects of the user's whose own methods fail: the loop must go on, and say so. */
final class CallbackTextTest {

  private final EventLoop loop = TestTime.newLoop();
  private final List<ExceptionContext> reports = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void aCallbackThatFailsAndWhoseTextFailsTooIsReported() {
    IllegalArgumentException failure = new IllegalArgumentException("of the callback");
    loop.setExceptionHandler((where, context) -> reports.add(context));
    loop.callSoon(
        new Runnable() {
          @Override
          public void run() {
            throw failure;
          }

          @Override
          public String toString() {
            throw new IllegalStateException("no text");
          }
        });
    loop.runUntilComplete(sleep(1));

    assertThat(reports)
        .singleElement()
        .satisfies(report -> assertThat(report.exception()).isSameAs(failure));
  }

  /** As a key of a hash map a list that holds itself is none. */
  @Test
  void aReportOfAnObjectWhoseHashCodeFailsIsLogged() {
    assertLogged(
        new Object() {
          @Override
          public int hashCode() {
            throw new IllegalStateException("no hash code");
          }

          @Override
          public String toString() {
            return "the object";
          }
        },
        "the object");
  }

  @Test
  void aReportOfAnObjectWhoseTextFailsIsLogged() {
    assertLogged(
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("no text");
          }
        },
        "something went wrong");
  }

  private void assertLogged(Object detail, String text) {
    try (LoggingCapture logged = new LoggingCapture()) {
      loop.callExceptionHandler(
          ExceptionContext.of("something went wrong", null).with("detail", detail));
      assertThat(logged.messages())
          .anyMatch(line -> line.startsWith("something went wrong") && line.contains(text));
    }
  }
}

package asyncio.bench.soak;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The text of a failure. */
final class Text {

  private Text() {}

  /** With its stack trace. */
  static String of(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}

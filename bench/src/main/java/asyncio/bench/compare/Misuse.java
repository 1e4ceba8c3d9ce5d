package asyncio.bench.compare;

import java.io.Serial;

/** The command line is wrong: the message says what is. */
final class Misuse extends Exception {

  @Serial private static final long serialVersionUID = 1;

  Misuse(String message) {
    super(message);
  }
}

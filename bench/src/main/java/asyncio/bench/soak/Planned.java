package asyncio.bench.soak;

import java.io.Serial;

/** A failure that a program is meant to have. */
final class Planned extends Exception {

  @Serial private static final long serialVersionUID = 1;

  Planned() {
    super("planned", null, false, false);
  }
}

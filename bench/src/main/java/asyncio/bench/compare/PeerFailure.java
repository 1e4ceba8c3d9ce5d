package asyncio.bench.compare;

import java.io.Serial;

/** A peer did not do what it was told to: the message says what it did instead. */
final class PeerFailure extends Exception {

  @Serial private static final long serialVersionUID = 1;

  PeerFailure(String message) {
    super(message);
  }
}

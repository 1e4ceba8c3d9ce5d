package asyncio.net;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by {@link StreamReader#readexactly} and {@link StreamReader#readuntil(byte[]) readuntil}
 * when the stream ends before they have what they were asked for; mirrors {@code
 * asyncio.IncompleteReadError}.
 */
public final class IncompleteReadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What was read. */
  @SuppressWarnings("serial") // an array is serializable
  private final byte[] partial;

  /** How much was asked for. */
  private final @Nullable Integer expected;

  /**
   * An exception that carries what was read.
   *
   * @param partial the bytes before the end of the stream; the exception keeps the array
   * @param expected how many bytes were asked for, or null if that was not a number
   */
  public IncompleteReadException(byte[] partial, @Nullable Integer expected) {
    super(
        "the stream ended after "
            + partial.length
            + (expected == null ? " bytes, without a separator" : " of " + expected + " bytes"));
    this.partial = partial;
    this.expected = expected;
  }

  /**
   * What was read before the stream ended. It is in the reader no longer.
   *
   * @return the bytes, maybe none; not a copy
   */
  public byte[] partial() {
    return partial;
  }

  /**
   * How many bytes were asked for.
   *
   * @return the number; empty if a separator was looked for
   */
  public OptionalInt expected() {
    return expected == null ? OptionalInt.empty() : OptionalInt.of(expected);
  }
}

package asyncio.conformance;

import org.jspecify.annotations.Nullable;

/** A mistake in a program, or in the interpreter: not a part of what the program does. */
final class ProgramError extends Error {

  private static final long serialVersionUID = 1L;

  ProgramError(String message) {
    this(message, null);
  }

  ProgramError(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

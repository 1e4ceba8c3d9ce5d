package asyncio;

/** Throws any exception, checked or not, as it is. */
final class Rethrow {

  private Rethrow() {}

  /** Never returns; written as {@code throw Rethrow.asIs(e)} so that the compiler knows. */
  @SuppressWarnings("unchecked")
  static <X extends Throwable> RuntimeException asIs(Throwable exception) throws X {
    throw (X) exception;
  }
}

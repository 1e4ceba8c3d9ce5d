package asyncio.conformance;

/** The one exception that programs throw by themselves. */
final class AppException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  AppException(String message) {
    super(message);
  }
}

package asyncio;

/**
 * Unwinds a coroutine whose loop was closed under it, so that its {@code finally} blocks run and
 * its thread ends; what {@code GeneratorExit} is to a Python coroutine.
 */
final class CoroutineExit extends Error {

  private static final long serialVersionUID = 1L;

  CoroutineExit() {
    super("the event loop was closed while this coroutine was waiting");
  }
}

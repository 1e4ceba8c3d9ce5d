package asyncio;

/**
 * Thrown by {@link Runner#run} when Ctrl-C ended the main task; mirrors Python's {@code
 * KeyboardInterrupt}.
 *
 * <p>An {@link Error}, so that {@code catch (Exception e)} does not swallow it. A task or callback
 * that throws it ends its loop's run.
 */
public final class KeyboardInterrupt extends Error {

  private static final long serialVersionUID = 1L;

  /** Makes one. */
  public KeyboardInterrupt() {}
}

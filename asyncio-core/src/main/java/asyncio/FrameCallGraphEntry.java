package asyncio;

/**
 * One frame of a {@link FutureCallGraph}; mirrors {@code asyncio.FrameCallGraphEntry}.
 *
 * @param frame the class, the method and the line
 */
public record FrameCallGraphEntry(StackTraceElement frame) {}

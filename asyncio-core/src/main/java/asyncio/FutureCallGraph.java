package asyncio;

import java.util.List;

/**
 * A future, where it stands, and who waits for it; mirrors {@code asyncio.FutureCallGraph}. Made by
 * {@link Asyncio#captureCallGraph(Future) captureCallGraph}, and a snapshot.
 *
 * @param future the future or task
 * @param callStack the calls that a task is in, the innermost first; the user's code only, and
 *     empty for a future that is no task
 * @param awaitedBy the tasks and futures that wait for it, each with those that wait for it in turn
 */
public record FutureCallGraph(
    Future<?> future, List<FrameCallGraphEntry> callStack, List<FutureCallGraph> awaitedBy) {

  /**
   * Keeps its own copies of the lists.
   *
   * @param future the future or task
   * @param callStack the calls that a task is in
   * @param awaitedBy who waits for it
   */
  public FutureCallGraph {
    callStack = List.copyOf(callStack);
    awaitedBy = List.copyOf(awaitedBy);
  }
}

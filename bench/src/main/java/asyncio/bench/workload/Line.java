package asyncio.bench.workload;

/**
 * A line of the comparison: the same work for each peer.
 *
 * @param name what it is called on the command line
 * @param n how many operations a run has
 * @param scales whether a run may have more or fewer: a tree has its size
 * @param text what an operation is
 */
public record Line(String name, int n, boolean scales, String text) {}

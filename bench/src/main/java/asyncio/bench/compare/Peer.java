package asyncio.bench.compare;

import java.util.List;
import java.util.Map;

/**
 * One of those that are compared, and on this machine.
 *
 * @param name what it is called on the command line
 * @param about what it is, with its version
 * @param command starts it, when the name of a line and the number of operations are behind it
 * @param programs whole programs that start and end, by the name of the line that they are for
 */
record Peer(String name, String about, List<String> command, Map<String, List<String>> programs) {}

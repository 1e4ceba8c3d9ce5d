/**
 * What is compared: programs for asyncio4j, and the process that runs one of them when it is told.
 */
@NullMarked
package asyncio.bench.workload;

import org.jspecify.annotations.NullMarked;

/**
 * The workloads of the comparison on JMH, for its profilers: how many bytes an operation allocates,
 * what eats the time. {@code bench/jmh} runs them.
 */
@NullMarked
package asyncio.bench.jmh;

import org.jspecify.annotations.NullMarked;

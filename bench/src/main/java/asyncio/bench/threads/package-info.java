/** The same work on plain virtual threads, where that is a fair comparison. */
@NullMarked
package asyncio.bench.threads;

import org.jspecify.annotations.NullMarked;

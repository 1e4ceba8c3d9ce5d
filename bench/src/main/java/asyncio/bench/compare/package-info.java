/** Runs the same work on asyncio4j and on others, side by side, and shows what it took. */
@NullMarked
package asyncio.bench.compare;

import org.jspecify.annotations.NullMarked;

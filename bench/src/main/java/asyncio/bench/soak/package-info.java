/** The soak: random programs for a long time, and what they must not leave behind. */
@NullMarked
package asyncio.bench.soak;

import org.jspecify.annotations.NullMarked;

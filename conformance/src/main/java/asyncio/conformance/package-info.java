/** The interpreter for the conformance programs. */
@NullMarked
package asyncio.conformance;

import org.jspecify.annotations.NullMarked;

/** Tests of asyncio programs without waiting: virtual time. */
@NullMarked
package asyncio.testing;

import org.jspecify.annotations.NullMarked;

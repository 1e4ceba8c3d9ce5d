/**
 * Tests of asyncio programs: without waiting, in virtual time; in every order that asyncio leaves
 * open; cancelled at every moment; and written as coroutines, with JUnit.
 */
@NullMarked
package asyncio.testing;

import org.jspecify.annotations.NullMarked;

/** What the examples have in common with a project of yours: classes, and tests of them. */
@NullMarked
package asyncio.examples;

import org.jspecify.annotations.NullMarked;

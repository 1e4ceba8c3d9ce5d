/** The {@code asyncio} command: {@link asyncio.tools.Main} is where it starts. */
@NullMarked
package asyncio.tools;

import org.jspecify.annotations.NullMarked;

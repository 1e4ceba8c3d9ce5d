/** The peers of the network's lines that run on a JVM: asyncio4j's, and Netty alone. */
@NullMarked
package asyncio.bench.net;

import org.jspecify.annotations.NullMarked;

/**
 * Python's asyncio for the JVM: many I/O-bound coroutines run concurrently on one thread, and
 * control passes from one to another only where a coroutine awaits.
 *
 * <p>{@link asyncio.Asyncio} holds the functions, made for a static import; the types keep
 * asyncio's names. Unless a method says otherwise, it belongs to the thread of its event loop, and
 * {@code null} is neither taken nor returned.
 */
@NullMarked
package asyncio;

import org.jspecify.annotations.NullMarked;

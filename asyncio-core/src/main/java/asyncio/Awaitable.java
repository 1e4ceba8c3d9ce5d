package asyncio;

import org.jspecify.annotations.Nullable;

/**
 * What {@link Asyncio#await(Awaitable) await} takes: a {@link Coroutine}, a {@link Future} or a
 * {@link Task}.
 *
 * <p>It has no method on purpose: a lambda is never an awaitable, so that each function that takes
 * an awaitable can take a lambda as well.
 *
 * @param <T> what awaiting it gives
 */
public sealed interface Awaitable<T extends @Nullable Object> permits Coroutine, Future {}

package asyncio.conformance;

import org.jspecify.annotations.Nullable;

/** What a block hands up where its coroutine returns early. */
record Return(@Nullable Object value) {}

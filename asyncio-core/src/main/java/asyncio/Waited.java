package asyncio;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code waitAll}, {@code waitAny} and {@code waitFirstException} give.
 *
 * @param <F> the type of the futures waited for: {@code Future<T>} or {@code Task<T>}
 * @param done the futures that are done, in the order in which they were given
 * @param pending the others, in the same order
 */
public record Waited<F extends Future<? extends @Nullable Object>>(Set<F> done, Set<F> pending) {}

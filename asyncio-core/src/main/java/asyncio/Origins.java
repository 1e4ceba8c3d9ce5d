package asyncio;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** Where the futures, tasks and callbacks of a loop were made, while it is in debug mode. */
final class Origins {

  private final Map<Object, Throwable> madeAt = Collections.synchronizedMap(new WeakHashMap<>());

  /** Any thread. */
  void note(Object made) {
    madeAt.put(made, new Throwable("made here"));
  }

  /** Null if it was made without debug mode. Any thread. */
  @Nullable Throwable of(Object made) {
    return madeAt.get(made);
  }

  /** The user's part of the stack; empty if it was made without debug mode. */
  List<StackTraceElement> stackOf(Object made) {
    Throwable origin = of(made);
    return origin == null ? List.of() : UserFrames.of(origin.getStackTrace());
  }
}

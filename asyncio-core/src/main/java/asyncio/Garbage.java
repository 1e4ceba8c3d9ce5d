package asyncio;

import java.lang.ref.Cleaner;

/** Tells when an object can no longer be reached. Its thread starts with the first use. */
final class Garbage {

  private static final Cleaner CLEANER = Cleaner.create();

  private Garbage() {}

  /** Runs the action, on a thread of its own, some time after nobody holds the object. */
  static void whenUnreachable(Object object, Runnable action) {
    CLEANER.register(object, action);
  }
}

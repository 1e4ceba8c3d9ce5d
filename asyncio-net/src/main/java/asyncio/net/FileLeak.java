package asyncio.net;

import asyncio.Asyncio;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.channels.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Warns of what was opened and never closed, when it is found to be garbage, and closes it. In the
 * loop's debug mode it says where it was opened.
 */
final class FileLeak implements Runnable {

  private static final System.Logger LOGGER = System.getLogger("asyncio");
  private static final Cleaner CLEANER = Cleaner.create();

  private final String what;
  private final Channel opened;
  private final @Nullable Throwable openedAt;

  private FileLeak(String what, Channel opened, @Nullable Throwable openedAt) {
    this.what = what;
    this.opened = opened;
    this.openedAt = openedAt;
  }

  /**
   * Watches what was opened just now. The loop's thread.
   *
   * @param owner what the user has, and is to close
   * @param what its name for the warning
   * @param opened what is still open then; must not hold the owner
   */
  static void watch(Object owner, String what, Channel opened) {
    boolean debug = Asyncio.runningLoop().debug();
    Throwable openedAt = debug ? new Throwable("opened here") : null;
    CLEANER.register(owner, new FileLeak(what, opened, openedAt));
  }

  /** The owner is garbage. */
  @Override
  public void run() {
    if (!opened.isOpen()) {
      return;
    }
    try {
      opened.close();
    } catch (IOException e) {
      // nobody could do more about it
    }
    LOGGER.log(
        System.Logger.Level.WARNING,
        what
            + " was never closed; "
            + (openedAt == null
                ? "debug mode (-Dasyncio.debug=true) shows where it was opened"
                : "it was opened here:"),
        openedAt);
  }
}

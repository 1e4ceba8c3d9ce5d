package asyncio.net;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged until it is closed. */
final class NetLog implements AutoCloseable {

  /** Level, message and exception of each record. */
  final List<String> lines = new CopyOnWriteArrayList<>();

  private final Logger logger;
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          lines.add(entry.getLevel() + " " + entry.getMessage() + " " + entry.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /**
   * Listens to a logger and those below it.
   *
   * @param name the logger's name, empty for all
   */
  NetLog(String name) {
    logger = Logger.getLogger(name);
    logger.addHandler(handler);
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
  }
}

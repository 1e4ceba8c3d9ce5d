package asyncio.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** Keeps what is logged under {@code asyncio}, instead of printing it, until it is closed. */
final class LogCapture extends Handler implements AutoCloseable {

  private final Logger logger = Logger.getLogger("asyncio");
  private final boolean parentsBefore = logger.getUseParentHandlers();
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final List<String> texts = new ArrayList<>();
  private final Supplier<String> meanwhile;

  /** Each record is kept with what runs meanwhile. */
  LogCapture(Supplier<String> meanwhile) {
    this.meanwhile = meanwhile;
    setLevel(Level.INFO);
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  @Override
  public synchronized void publish(@Nullable LogRecord entry) {
    if (entry != null && isLoggable(entry) && texts.size() < Soak.ENOUGH) {
      texts.add("logged: " + formatter.format(entry) + "  meanwhile: " + meanwhile.get());
    }
  }

  /** The first of them. */
  synchronized List<String> texts() {
    return List.copyOf(texts);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(parentsBefore);
  }
}

package asyncio.bench.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The last lines of what a process says on its standard error, read so that it never waits for it.
 */
final class ErrorTail {

  private static final int LINES = 12;

  /** A child of the process may have its standard error still open. */
  private static final int MILLIS_TO_READ = 2000;

  private final Process process;
  private final Thread reader;

  private final Deque<String> last = new ArrayDeque<>();

  ErrorTail(Process process) {
    this.process = process;
    InputStream errors = process.getErrorStream();
    reader = Thread.ofPlatform().daemon().start(() -> read(errors));
  }

  private void read(InputStream errors) {
    try (var lines = new BufferedReader(new InputStreamReader(errors, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (last) {
          last.addLast(line);
          if (last.size() > LINES) {
            last.removeFirst();
          }
        }
      }
    } catch (IOException e) {
      // The process was ended.
    }
  }

  /** A message, with the lines behind it. What an ended process has said is there to its end. */
  String behind(String message) throws InterruptedException {
    if (!process.isAlive()) {
      reader.join(MILLIS_TO_READ);
    }
    synchronized (last) {
      return last.isEmpty() ? message : message + "\n    " + String.join("\n    ", last);
    }
  }
}

package asyncio.net;

import asyncio.Asyncio;
import asyncio.Body;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a directory, or of a whole tree, as they are read; what {@link AsyncFiles#list}
 * and {@link AsyncFiles#walk} give.
 *
 * <p>A for-each loop over it, in a coroutine, awaits the entries, some hundreds at a time: most
 * come without any waiting. It can be gone through once. The directory is open from the first entry
 * to the end; a loop that may leave early closes it, with try-with-resources:
 *
 * {@snippet :
 * try (FileListing logs = AsyncFiles.list(directory)) {
 *   for (Path log : logs) {
 *     …
 *   }
 * }
 * }
 *
 * <p>An entry that a cancelled loop waited for is not lost. What cannot be read is an {@link
 * IOException} out of the loop, after the entries before it.
 */
public final class FileListing implements Iterable<Path>, Closeable {

  private static final int CHUNK = 256;

  private final Path root;
  private final FileTurns turns;
  private final Entries entries;
  private boolean watched;

  /** The listing of what the body opens. */
  FileListing(Executor threads, Path root, Body<Stream<Path>> opening) {
    this.root = root;
    turns = new FileTurns(threads);
    entries = new Entries(opening);
  }

  /**
   * The entries. {@code hasNext} awaits the next ones, and is false once the listing is closed.
   *
   * @return an iterator; all iterators of a listing share its entries
   */
  @Override
  public Iterator<Path> iterator() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return hasMore();
      }

      @Override
      public Path next() {
        if (!hasMore()) {
          throw new NoSuchElementException("the end of " + root);
        }
        return entries.ahead.remove();
      }
    };
  }

  private boolean hasMore() {
    if (turns.idle() && (!entries.ahead.isEmpty() || entries.over)) {
      return !entries.ahead.isEmpty();
    }
    if (!watched) {
      watched = true;
      FileLeak.watch(this, "the listing of " + root, entries);
    }
    return turns.run(FileErrors.naming(root, () -> entries.read()), _ -> !entries.ahead.isEmpty());
  }

  /**
   * Closes the directory, and waits for that. What has not been taken is dropped, and iterators
   * end. Closing it again has no effect.
   *
   * @throws IllegalStateException outside of a coroutine
   * @throws IOException if the system reports an error
   */
  @Override
  public void close() throws IOException {
    if (turns.idle() && !entries.isOpen()) {
      entries.close();
      return;
    }
    Asyncio.shielded(() -> {
      turns.run(() -> {
        entries.close();
        return null;
      });
    });
  }

  @Override
  public String toString() {
    return "<FileListing " + root + ">";
  }

  /** What has been read; touched by who has the turn. */
  private static final class Entries implements Channel {

    final ArrayDeque<Path> ahead = new ArrayDeque<>();
    boolean over;
    private final Body<Stream<Path>> opening;
    private @Nullable Stream<Path> stream;
    private @Nullable Iterator<Path> source;
    private @Nullable Exception failure;
    private volatile boolean open;

    Entries(Body<Stream<Path>> opening) {
      this.opening = opening;
    }

    /** Reads some, if there are none. */
    @Nullable Void read() throws Exception {
      if (over || !ahead.isEmpty()) {
        return null;
      }
      try {
        readAhead();
      } catch (IOException | RuntimeException e) {
        failure = e;
        closeStream();
      }
      if (failure != null && ahead.isEmpty()) {
        over = true;
        throw failure;
      }
      return null;
    }

    private void readAhead() throws Exception {
      if (failure != null) {
        return;
      }
      if (source == null) {
        stream = opening.call();
        open = true;
        source = stream.iterator();
      }
      while (ahead.size() < CHUNK) {
        if (!source.hasNext()) {
          over = true;
          closeStream();
          return;
        }
        ahead.add(source.next());
      }
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      over = true;
      ahead.clear();
      closeStream();
    }

    private void closeStream() {
      if (stream != null) {
        stream.close();
      }
      open = false;
    }
  }
}

package asyncio.net;

import asyncio.Asyncio;
import asyncio.Body;
import asyncio.CancelledError;
import asyncio.Coroutine;
import asyncio.VoidBody;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An open file, whose operations wait without holding up the loop. Opened by {@link
 * AsyncFiles#open}. Not in asyncio; Python has the package aiofiles for it.
 *
 * {@snippet :
 * try (AsyncFile file = await(AsyncFiles.open(path))) {
 *   for (String line : file.lines()) {
 *     …
 *   }
 * }
 * }
 *
 * <p>It holds bytes. Those that read or write a {@code String} decode or encode it on the way, so
 * that both kinds may be mixed, and positions are always numbers of bytes. Text that does not fit
 * the charset is an error.
 *
 * <p>Operations run one at a time, in the order in which they were awaited; only {@link #readAt}
 * and {@link #writeAt} run beside the others. Reading is buffered: what is in the buffer is given
 * without waiting. Writing is not: what was written is with the operating system.
 *
 * <p>Cancelling who waits for an operation closes nothing and loses nothing. One that has not begun
 * never will. One that has runs to its end, and the next one, {@link #close} too, waits for that:
 * what a cancelled read got is given to the next one, what a cancelled write had to write is in the
 * file. If a cancelled operation fails, the loop's exception handler is told.
 *
 * <p>Errors of the system come out of {@code await} as {@link java.nio.file.FileSystemException}s
 * that name the path. Using a file that was closed is an {@link IllegalStateException}. It belongs
 * to the loop on which it was opened. Not for pipes and terminals: reading those may never end.
 */
public final class AsyncFile implements Closeable {

  // immutable state
  private final Path path;
  private final Charset charset;
  private final FileChannel channel;
  private final Executor threads;
  private final FileTurns turns;

  /** Of who has the turn. */
  private final FileCursor cursor;

  // mutable state: the loop's
  private final Set<FileCall<?>> positional = new LinkedHashSet<>();
  private boolean closed;

  AsyncFile(FileChannel channel, Path path, Charset charset, Executor threads) {
    this.path = path;
    this.charset = charset;
    this.channel = channel;
    this.threads = threads;
    turns = new FileTurns(threads);
    cursor = new FileCursor(channel);
  }

  /** Opens the file that the body opens. */
  static Coroutine<AsyncFile> open(
      Executor threads, Path path, Charset charset, Body<FileChannel> opening) {
    FileText.checkForLines(charset);
    return Asyncio.async(() -> {
      FileCall<FileChannel> call = new FileCall<>(threads, FileErrors.naming(path, opening));
      try {
        AsyncFile file = new AsyncFile(call.await(), path, charset, threads);
        FileLeak.watch(file, "the file " + path, file.channel);
        return file;
      } catch (CancelledError e) {
        call.whenEnded(() -> closeUnused(threads, call.resultOrNull()));
        throw e;
      }
    });
  }

  /** Nobody has it any more. */
  private static void closeUnused(Executor threads, @Nullable FileChannel channel) {
    if (channel != null) {
      threads.execute(() -> {
        try {
          channel.close();
        } catch (IOException e) {
          // nothing was written to it
        }
      });
    }
  }

  /**
   * The file's path. Any thread.
   *
   * @return as it was opened by
   */
  public Path path() {
    return path;
  }

  // ----- reading

  /**
   * Reads a number of bytes.
   *
   * @param n how many
   * @return a coroutine that gives so many, or fewer where the file ends: none at its end
   * @throws IllegalArgumentException if it is less than 0
   */
  public Coroutine<byte[]> read(int n) {
    checkNotNegative(n);
    return Asyncio.async(() -> fillAndTake(n));
  }

  /**
   * Reads up to the end of the file.
   *
   * @return a coroutine that gives the bytes, of which there may be 2 GiB; none at the end
   */
  public Coroutine<byte[]> read() {
    return read(Integer.MAX_VALUE);
  }

  /**
   * Reads up to the end of the file, as text.
   *
   * @return a coroutine that gives the text; empty at the end
   */
  public Coroutine<String> readString() {
    return Asyncio.async(() -> {
      byte[] bytes = Asyncio.await(read());
      return FileErrors.naming(path, () -> FileText.decode(bytes, 0, bytes.length, charset)).call();
    });
  }

  /**
   * Reads a line as bytes; as {@code readline} of a stream, and of a binary file in Python. A line
   * ends with the byte 10.
   *
   * @return a coroutine that gives the line with its end, which the last one may lack; nothing at
   *     the end of the file
   */
  public Coroutine<byte[]> readline() {
    return Asyncio.async(() -> this.<byte[]>nextLine(cursor.buffer::takeLine));
  }

  /**
   * The lines from the current position to the end of the file, without their ends, which are
   * {@code \n} or {@code \r\n}. The iterator awaits, a chunk of the file at a time: most lines come
   * without any waiting. While a loop is at a line, {@link #tell} is where the next one begins.
   *
   * @return what to iterate over in a coroutine; all iterators go on from the file's position
   */
  public Iterable<String> lines() {
    return () ->
        new Iterator<>() {
          private @Nullable String next;

          @Override
          public boolean hasNext() {
            if (next == null) {
              next = nextLine(AsyncFile.this::takeText);
            }
            return next != null;
          }

          @Override
          public String next() {
            String line = hasNext() ? next : null;
            if (line == null) {
              throw new NoSuchElementException("the end of " + path);
            }
            next = null;
            return line;
          }
        };
  }

  private byte[] fillAndTake(int n) {
    if (canTake() && cursor.buffer.size() >= n) {
      return cursor.buffer.take(n);
    }
    return turns.run(operation(() -> cursor.fill(n)), _ -> cursor.buffer.take(n));
  }

  private <T extends @Nullable Object> T nextLine(Supplier<T> taking) {
    if (canTake() && cursor.buffer.hasLine()) {
      return taking.get();
    }
    return turns.run(operation(cursor::fillLine), _ -> taking.get());
  }

  private @Nullable String takeText() {
    try {
      return cursor.buffer.takeLine(charset);
    } catch (CharacterCodingException e) {
      throw FileErrors.unchecked(FileErrors.naming(path, e));
    }
  }

  /** Whether what is in the buffer can be given without waiting for a turn. */
  private boolean canTake() {
    checkOpen();
    return turns.idle() && cursor.fresh();
  }

  // ----- writing

  /**
   * Writes the bytes at the current position, or at the end of a file that was opened with {@link
   * java.nio.file.StandardOpenOption#APPEND APPEND}.
   *
   * @param bytes what to write; a copy is made at once
   * @return a coroutine that waits until the operating system has them all
   */
  public Coroutine<@Nullable Void> write(byte[] bytes) {
    ByteBuffer copy = ByteBuffer.wrap(bytes.clone());
    return inTurn(() -> cursor.write(copy));
  }

  /**
   * Writes the text as {@link #write(byte[])} writes bytes.
   *
   * @param text what to write
   * @return a coroutine that waits until the operating system has it all
   */
  public Coroutine<@Nullable Void> write(String text) {
    return inTurn(() -> cursor.write(FileText.encode(text, charset)));
  }

  /**
   * Waits until every operation that was begun has ended, so that what was written is with the
   * operating system even where who wrote it was cancelled. There is nothing else to flush.
   *
   * @return a coroutine that waits
   */
  public Coroutine<@Nullable Void> flush() {
    return Asyncio.async(() -> {
      checkOpen();
      try (var _ = Asyncio.await(turns.next())) {
        waitForPositional();
      }
    });
  }

  /**
   * Waits until what was written is on the disk; mirrors {@code os.fsync}.
   *
   * @return a coroutine that waits
   */
  public Coroutine<@Nullable Void> fsync() {
    return inTurn(() -> channel.force(true));
  }

  // ----- position and size

  /**
   * Sets the position where the next byte is read or written. It may be behind the end: writing
   * there makes the file larger.
   *
   * @param position the number of bytes before it
   * @return a coroutine that does it
   * @throws IllegalArgumentException if it is less than 0
   */
  public Coroutine<@Nullable Void> seek(long position) {
    checkNotNegative(position);
    return inTurn(() -> cursor.position(position));
  }

  /**
   * The position.
   *
   * @return a coroutine that gives the number of bytes before what is read or written next
   */
  public Coroutine<Long> tell() {
    return inTurn(FileErrors.naming(path, cursor::position));
  }

  /**
   * The file's size.
   *
   * @return a coroutine that gives the number of bytes
   */
  public Coroutine<Long> size() {
    return inTurn(FileErrors.naming(path, channel::size));
  }

  /**
   * Cuts the file. A position behind its new end becomes that.
   *
   * @param size how many bytes to keep; if there are no more, nothing happens
   * @return a coroutine that does it
   * @throws IllegalArgumentException if it is less than 0
   */
  public Coroutine<@Nullable Void> truncate(long size) {
    checkNotNegative(size);
    return inTurn(() -> cursor.truncate(size));
  }

  // ----- beside the others

  /**
   * Reads at a position of its own, beside other operations; that of the file stays.
   *
   * @param position the number of bytes before the first one
   * @param n how many to read
   * @return a coroutine that gives so many, or fewer where the file ends
   * @throws IllegalArgumentException if the position or the number is less than 0
   */
  public Coroutine<byte[]> readAt(long position, int n) {
    checkNotNegative(position);
    checkNotNegative(n);
    return beside(FileErrors.naming(path, () -> cursor.readAt(position, n)));
  }

  /**
   * Writes at a position of its own, beside other operations; that of the file stays. In a file
   * that was opened to append to, some systems write at the end all the same.
   *
   * @param position the number of bytes before the first one
   * @param bytes what to write; a copy is made at once
   * @return a coroutine that waits until the operating system has them all
   * @throws IllegalArgumentException if the position is less than 0
   */
  public Coroutine<@Nullable Void> writeAt(long position, byte[] bytes) {
    checkNotNegative(position);
    ByteBuffer copy = ByteBuffer.wrap(bytes.clone());
    return beside(operation(() -> cursor.writeAt(position, copy)));
  }

  private <T extends @Nullable Object> Coroutine<T> beside(Body<T> operation) {
    return Asyncio.async(() -> {
      checkOpen();
      FileCall<T> call = new FileCall<>(threads, operation);
      positional.add(call);
      call.whenEnded(() -> positional.remove(call));
      return call.await();
    });
  }

  private void waitForPositional() {
    while (!positional.isEmpty()) {
      Asyncio.await(Asyncio.waitAll(positional.stream().map(FileCall::end).toList()));
    }
  }

  // ----- the end

  /**
   * Closes the file, when what was begun has ended: it waits for that, and a cancellation waits
   * with it. Operations that begin later than this fail. Closing it again has no effect.
   *
   * @throws IllegalStateException outside of a coroutine
   * @throws IOException if the system reports an error of an earlier write
   */
  @Override
  public void close() throws IOException {
    closed = true;
    if (!channel.isOpen()) {
      return;
    }
    Asyncio.shielded(() -> {
      waitForPositional();
      turns.run(operation(channel::close));
    });
  }

  // ----- operations

  private Coroutine<@Nullable Void> inTurn(VoidBody body) {
    return inTurn(operation(body));
  }

  private <T extends @Nullable Object> Coroutine<T> inTurn(Body<T> operation) {
    return Asyncio.async(() -> {
      checkOpen();
      return turns.run(operation);
    });
  }

  /** One that gives nothing, and whose errors name the file. */
  private Body<@Nullable Void> operation(VoidBody body) {
    return FileErrors.naming(
        path,
        () -> {
          body.run();
          return null;
        });
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the file is closed: " + path);
    }
  }

  private static void checkNotNegative(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("less than 0: " + number);
    }
  }

  @Override
  public String toString() {
    return "<AsyncFile " + path + (closed ? " closed" : "") + ">";
  }
}

package asyncio.net;

import asyncio.Asyncio;
import asyncio.Body;
import asyncio.Coroutine;
import asyncio.EventLoop;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that come from a connection, a pipe or a process, to be read by a coroutine; mirrors
 * {@code asyncio.StreamReader}.
 *
 * <p>It has a limit: a line may be so long, and the connection is not read any further while more
 * than twice as much waits here to be read. One coroutine at a time reads: a second that would have
 * to wait is an {@link IllegalStateException}. A read that is cancelled while it waits takes
 * nothing, but {@link #read()} loses what it has read so far.
 *
 * <p>A for-each loop over it, in a coroutine, is Python's {@code async for}: it gives the lines,
 * each with its {@code \n}, and waits for them. {@link #lines} gives them as text.
 *
 * <p>It belongs to its loop's thread.
 */
public final class StreamReader implements Iterable<byte[]> {

  static final int DEFAULT_LIMIT = 64 * 1024;

  private static final byte[] NEWLINE = {'\n'};
  private static final Separators LINE_END = new Separators(List.of(NEWLINE));

  private final int limit;
  private final Incoming incoming;
  private final ByteQueue buffer;

  /** The body of each {@link #readline}. */
  private final Body<byte[]> readingLine = this::takeLine;

  /**
   * A reader of the running loop, with a limit of 64 KiB.
   *
   * @throws IllegalStateException if no loop runs this thread
   */
  public StreamReader() {
    this(DEFAULT_LIMIT);
  }

  /**
   * A reader of the running loop.
   *
   * @param limit how many bytes a line may have before its end
   * @throws IllegalArgumentException if the limit is not positive
   * @throws IllegalStateException if no loop runs this thread
   */
  public StreamReader(int limit) {
    this(Asyncio.runningLoop(), limit);
  }

  StreamReader(EventLoop loop, int limit) {
    if (limit <= 0) {
      throw new IllegalArgumentException("the limit must be positive: " + limit);
    }
    this.limit = limit;
    incoming = new Incoming(loop, limit);
    buffer = incoming.buffer;
  }

  /**
   * The limit.
   *
   * @return how many bytes a line may have before its end
   */
  public int limit() {
    return limit;
  }

  // ----- what comes in

  /**
   * Adds bytes to what can be read, and wakes who waits for them.
   *
   * @param data the bytes; they are copied
   * @throws IllegalStateException after {@link #feedEof}
   */
  public void feedData(byte[] data) {
    incoming.feed(data);
  }

  /** Takes over a buffer, and the room that it has left. */
  void feed(ByteBuf chunk) {
    incoming.feed(chunk);
  }

  /** Says that nothing more comes. What is there can still be read. */
  public void feedEof() {
    incoming.feedEof();
  }

  /**
   * Has what waits to read, and whatever is read from now on, fail.
   *
   * @param exception what the reads throw, as it is
   */
  public void setException(Throwable exception) {
    incoming.setException(Objects.requireNonNull(exception, "exception"));
  }

  /**
   * The exception that was set.
   *
   * @return the exception, or null if there is none
   */
  public @Nullable Throwable exception() {
    return incoming.exception();
  }

  /**
   * Whether everything was read.
   *
   * @return true after {@link #feedEof}, when no bytes are left
   */
  public boolean atEof() {
    return incoming.eof() && buffer.isEmpty();
  }

  /** Throws the exception that was set, if there is one. */
  void checkException() {
    incoming.checkException();
  }

  /** Sets what is paused while too much is buffered; another one than before is not paused. */
  void setTransport(@Nullable ReadTransport transport) {
    incoming.setTransport(transport);
  }

  /** Removes what is buffered, for who reads in its place. A paused transport stays so. */
  byte[] takeAll() {
    return buffer.take(buffer.size());
  }

  /** Lets go of the pooled memory that the buffered bytes are in; they can still be read. */
  void detach() {
    buffer.moveToHeap();
  }

  /** Drops what is buffered and what still comes, and ends. Doing it again has no effect. */
  void dispose() {
    incoming.dispose();
  }

  // ----- reading

  /**
   * Reads what is there, and waits while that is nothing; mirrors {@code StreamReader.read}.
   *
   * @param n how many bytes at most; a negative number means all to the end, as {@link #read()}
   * @return a coroutine that gives at least one byte, and none at the end of the stream only, or if
   *     none were asked for. The limit has no effect on it
   */
  public Coroutine<byte[]> read(int n) {
    return Asyncio.async(() -> takeSome(n));
  }

  /**
   * Reads to the end of the stream.
   *
   * @return a coroutine that gives all bytes; the limit has no effect on it
   */
  public Coroutine<byte[]> read() {
    return read(-1);
  }

  private byte[] takeSome(int n) {
    incoming.checkException();
    if (n < 0) {
      return takeToTheEnd();
    }
    if (n > 0) {
      while (buffer.isEmpty() && !incoming.eof()) {
        incoming.await("read");
      }
    }
    return incoming.take(Math.min(n, buffer.size()));
  }

  /** In blocks of the limit: collecting it all in the buffer would keep the transport paused. */
  private byte[] takeToTheEnd() {
    List<byte[]> blocks = new ArrayList<>();
    long total = 0;
    byte[] block = takeSome(limit);
    while (block.length > 0) {
      blocks.add(block);
      total += block.length;
      block = takeSome(limit);
    }
    if (total > Integer.MAX_VALUE - 8) {
      throw new OutOfMemoryError("an array cannot hold the " + total + " bytes of the stream");
    }
    if (blocks.size() == 1) {
      return blocks.getFirst();
    }
    byte[] all = new byte[(int) total];
    int filled = 0;
    for (byte[] one : blocks) {
      System.arraycopy(one, 0, all, filled, one.length);
      filled += one.length;
    }
    return all;
  }

  /**
   * Reads a number of bytes, and waits until they are there; mirrors {@code
   * StreamReader.readexactly}.
   *
   * @param n how many bytes
   * @return a coroutine that gives so many; it throws {@link IncompleteReadException}, with what
   *     there was, if the stream ends before. The limit has no effect on it
   * @throws IllegalArgumentException if the number is negative
   */
  public Coroutine<byte[]> readexactly(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("the number of bytes to read is negative: " + n);
    }
    return Asyncio.async(() -> takeExactly(n));
  }

  private byte[] takeExactly(int n) {
    incoming.checkException();
    while (buffer.size() < n) {
      if (incoming.eof()) {
        throw new IncompleteReadException(takeAll(), n);
      }
      incoming.await("readexactly");
    }
    return incoming.take(n);
  }

  /**
   * Reads a line, and waits until it is there; mirrors {@code StreamReader.readline}.
   *
   * @return a coroutine that gives the line with its {@code \n}, without one if the stream ends
   *     before, and no bytes at the end of the stream. It throws {@link LimitOverrunException} if
   *     there are more bytes than the limit before the {@code \n}: that line is dropped, or as much
   *     of it as has come
   */
  public Coroutine<byte[]> readline() {
    return Asyncio.async(readingLine);
  }

  private byte[] takeLine() {
    try {
      int end = awaitSeparator(LINE_END, "readline");
      return end < 0 ? takeAll() : incoming.take(end);
    } catch (LimitOverrunException e) {
      boolean ended = buffer.hasAt(e.consumed(), NEWLINE);
      incoming.skip(ended ? e.consumed() + NEWLINE.length : buffer.size());
      throw e;
    }
  }

  /**
   * Reads up to a separator, and waits until it is there; mirrors {@code StreamReader.readuntil}.
   *
   * @param separator what to read up to
   * @return a coroutine that gives the bytes, the separator at their end. It throws {@link
   *     IncompleteReadException}, with what there was, if the stream ends before, and {@link
   *     LimitOverrunException} if there are more bytes than the limit before the separator: they
   *     are still there to be read
   * @throws IllegalArgumentException if the separator is empty
   */
  public Coroutine<byte[]> readuntil(byte[] separator) {
    return readuntil(List.of(separator));
  }

  /**
   * As {@link #readuntil(byte[])}, up to the first of several separators: that which ends first.
   *
   * @param separators what to read up to
   * @return a coroutine that gives the fewest bytes that have any of them at their end
   * @throws IllegalArgumentException if there is no separator, or one is empty
   */
  public Coroutine<byte[]> readuntil(List<byte[]> separators) {
    Separators any = new Separators(separators);
    return Asyncio.async(() -> takeUntil(any));
  }

  private byte[] takeUntil(Separators separators) {
    int end = awaitSeparator(separators, "readuntil");
    if (end < 0) {
      throw new IncompleteReadException(takeAll(), null);
    }
    return incoming.take(end);
  }

  /** Waits for a separator, and gives the place behind it; -1 if the stream ends before. */
  private int awaitSeparator(Separators separators, String method) {
    incoming.checkException();
    long searched = 0; // none begins before this place in the stream
    while (true) {
      int buffered = buffer.size();
      int offset = (int) Math.max(0, searched - buffer.removed()); // another may have read
      if (buffered - offset >= separators.shortest) {
        int end = separators.endOfFirst(buffer, offset);
        if (end >= 0) {
          checkLimit(end, separators);
          return end;
        }
        offset = Math.max(0, buffered + 1 - separators.longest);
        if (offset > limit) {
          throw new LimitOverrunException(
              "no separator in " + offset + " bytes: the limit is " + limit, offset);
        }
        searched = buffer.removed() + offset;
      }
      if (incoming.eof()) {
        return -1;
      }
      incoming.await(method);
    }
  }

  private void checkLimit(int end, Separators separators) {
    if (end - separators.shortest > limit) {
      int start = end - separators.lengthOfThatAt(end, buffer);
      if (start > limit) {
        throw new LimitOverrunException(
            "the separator comes after " + start + " bytes: the limit is " + limit, start);
      }
    }
  }

  // ----- lines

  /**
   * The lines, as they come, each with its {@code \n}; the last may have none. {@code hasNext}
   * awaits, and reads the line that {@code next} gives.
   *
   * @return an iterator; several of them share the lines
   */
  @Override
  public Iterator<byte[]> iterator() {
    return new LineIterator(this);
  }

  /**
   * The lines as text in UTF-8, without the {@code \n} or {@code \r\n} at their ends, for a
   * for-each loop in a coroutine.
   *
   * @return the lines, as {@link #iterator} gives them
   */
  public Iterable<String> lines() {
    return () -> {
      Iterator<byte[]> lines = iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return lines.hasNext();
        }

        @Override
        public String next() {
          return LineIterator.text(lines.next());
        }
      };
    };
  }

  @Override
  public String toString() {
    return "<StreamReader"
        + (buffer.isEmpty() ? "" : " " + buffer.size() + " bytes")
        + (incoming.eof() ? " eof" : "")
        + (limit == DEFAULT_LIMIT ? "" : " limit=" + limit)
        + incoming.text()
        + ">";
  }
}

package asyncio.net;

import asyncio.Asyncio;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The lines of a stream, each read when it is asked for. */
final class LineIterator implements Iterator<byte[]> {

  private final StreamReader reader;
  private byte @Nullable [] line;

  LineIterator(StreamReader reader) {
    this.reader = reader;
  }

  @Override
  public boolean hasNext() {
    if (line == null) {
      byte[] read = Asyncio.await(reader.readline());
      line = read.length == 0 ? null : read;
    }
    return line != null;
  }

  @Override
  public byte[] next() {
    byte[] next = hasNext() ? line : null;
    if (next == null) {
      throw new NoSuchElementException("the stream has ended");
    }
    line = null;
    return next;
  }

  /** A line as text, without its end. */
  static String text(byte[] line) {
    int length = line.length;
    if (line[length - 1] == '\n') {
      length--;
      if (length > 0 && line[length - 1] == '\r') {
        length--;
      }
    }
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }
}

package asyncio.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What has been read from a file, and not been taken yet. */
/*
 * data:  |   taken   |  size() bytes: no line end  |  size() bytes: not looked at  |  room  |
 *        0           start                         scanned                         end
 */
final class FileBuffer {

  /** How much is read at a time. */
  static final int CHUNK = 64 * 1024;

  private static final byte[] EMPTY = {};
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private byte[] data = EMPTY;
  private int start;
  private int scanned;
  private int end;

  int size() {
    return end - start;
  }

  void clear() {
    data = EMPTY;
    start = 0;
    scanned = 0;
    end = 0;
  }

  // ----- reading

  /**
   * Reads until it has so many bytes, or the file ends.
   *
   * @param expected how many it will have, about
   */
  void fill(ReadableByteChannel channel, int size, long expected) throws IOException {
    if (size > size()) {
      makeRoom((int) Math.max(CHUNK, Math.min(size, expected)));
    }
    while (size() < size && readMore(channel)) {
      // and again
    }
  }

  /** Reads until it has a line end, or the file ends. */
  void fillLine(ReadableByteChannel channel) throws IOException {
    while (!hasLine() && readMore(channel)) {
      // and again
    }
  }

  /** Reads once; false at the end of the file. */
  private boolean readMore(ReadableByteChannel channel) throws IOException {
    if (end == data.length) {
      makeRoom(size() < CHUNK ? CHUNK : (int) Math.min(2L * size(), LARGEST));
    }
    int length = Math.min(data.length - end, 16 * CHUNK); // it is copied outside of the heap first
    int count = channel.read(ByteBuffer.wrap(data, end, length));
    if (count > 0) {
      end += count;
    } else if (size() == 0) {
      clear();
    }
    return count > 0;
  }

  /** Moves what it has to the front, of a larger array where that is needed. */
  private void makeRoom(int capacity) {
    if (size() == LARGEST) {
      throw new OutOfMemoryError("a line, or a file, of more than 2 GiB cannot be read at once");
    }
    byte[] target = capacity <= data.length ? data : new byte[capacity];
    System.arraycopy(data, start, target, 0, size());
    data = target;
    scanned -= start;
    end -= start;
    start = 0;
  }

  /** Whether it has a whole line, with its end. */
  boolean hasLine() {
    while (scanned < end && data[scanned] != '\n') {
      scanned++;
    }
    return scanned < end;
  }

  // ----- taking

  /** Takes so many bytes, or what it has. */
  byte[] take(int most) {
    int count = Math.min(most, size());
    if (count == data.length) {
      byte[] all = data;
      clear();
      return all;
    }
    byte[] bytes = Arrays.copyOfRange(data, start, start + count);
    taken(count);
    return bytes;
  }

  /** Takes a line with its end, or what it has. */
  byte[] takeLine() {
    return take(lineLength());
  }

  /** Takes a line, and gives it without its end; null if there is nothing. */
  @Nullable String takeLine(Charset charset) throws CharacterCodingException {
    int whole = lineLength();
    if (whole == 0) {
      return null;
    }
    int length = whole;
    if (data[start + length - 1] == '\n') {
      length--;
      if (length > 0 && data[start + length - 1] == '\r') {
        length--;
      }
    }
    try {
      return FileText.decode(data, start, length, charset);
    } finally {
      taken(whole);
    }
  }

  private int lineLength() {
    return hasLine() ? scanned + 1 - start : size();
  }

  private void taken(int count) {
    start += count;
    scanned = Math.max(scanned, start);
    if (start == end && data.length > CHUNK) {
      clear();
    } else if (start == end) {
      start = 0;
      scanned = 0;
      end = 0;
    }
  }
}

package asyncio.net;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes that have come and were not read yet: first in, first out. */
/*
 * A list of buffers as they came from the network. Their bytes are copied once, into the array that
 * the user gets, and looked at where they are until then; a buffer is released as soon as its last
 * byte was taken.
 *
 * The list is doubly linked because a search that goes on where the last one stopped finds its
 * place from the end. A buffer that is mostly empty is not kept: its bytes go into the room that
 * the one before it has left, so that a peer who sends byte by byte cannot make the memory grow to
 * many times of what it sent.
 *
 * Taking and searching run on the thread of a coroutine: they read and release, and never allocate
 * from Netty's pools. They use the JDK's view of a buffer, which the compiler turns into plain
 * loads: through Netty's own methods reading short lines takes half as long again.
 */
final class ByteQueue {

  /** The room that is made for a few bytes. */
  private static final int SMALL = 256;

  private @Nullable Chunk head;
  private @Nullable Chunk tail;
  private int size;

  /** How many bytes ever came. */
  private long added;

  /** One buffer of the list. */
  private static final class Chunk {

    /** What to release at the end; null for an array of our own. */
    private final @Nullable ByteBuf owner;

    /** The bytes are those from {@code first} to before {@code last}; behind them is room. */
    final ByteBuffer view;

    private int first;
    private int last;

    @Nullable Chunk previous;
    @Nullable Chunk next;

    Chunk(@Nullable ByteBuf owner, ByteBuffer view, int length) {
      this.owner = owner;
      this.view = view.order(ByteOrder.LITTLE_ENDIAN);
      last = length;
    }

    int length() {
      return last - first;
    }

    boolean hasRoomFor(int length) {
      return length <= view.capacity() - last && !view.isReadOnly();
    }

    void append(ByteBuffer bytes) {
      int length = bytes.remaining();
      view.put(last, bytes, bytes.position(), length);
      last += length;
    }

    void take(byte[] into, int at, int count) {
      view.get(first, into, at, count);
      skip(count);
    }

    void skip(int count) {
      first += count;
      if (first == last && owner != null) {
        owner.release();
      }
    }

    /** The place of a byte that is at {@code from} or behind and before {@code to}, or -1. */
    int indexOf(byte value, int from, int to) {
      int at = first + from;
      int end = Math.min(first + to, last);
      long ones = 0x0101010101010101L;
      long pattern = (value & 0xFF) * ones;
      for (; at <= end - Long.BYTES; at += Long.BYTES) {
        long zeroWhereEqual = view.getLong(at) ^ pattern;
        long found = (zeroWhereEqual - ones) & ~zeroWhereEqual & (ones << 7);
        if (found != 0) {
          return at + (Long.numberOfTrailingZeros(found) >>> 3) - first;
        }
      }
      for (; at < end; at++) {
        if (view.get(at) == value) {
          return at - first;
        }
      }
      return -1;
    }

    /** Whether these bytes are at the place, and go on in the buffers behind. */
    boolean hasAt(int place, byte[] expected) {
      Chunk chunk = this;
      int at = place;
      for (byte one : expected) {
        while (chunk != null && at >= chunk.length()) {
          at -= chunk.length();
          chunk = chunk.next;
        }
        if (chunk == null || chunk.view.get(chunk.first + at) != one) {
          return false;
        }
        at++;
      }
      return true;
    }
  }

  int size() {
    return size;
  }

  /** How many bytes were ever removed: the place in the stream at which the first one is. */
  long removed() {
    return added - size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Adds a buffer, with its room: from now on nobody else writes into it or releases it. */
  void add(ByteBuf bytes) {
    int length = bytes.readableBytes();
    if (length == 0) {
      bytes.release();
    } else if (length <= bytes.capacity() / 2 && tail != null && tail.hasRoomFor(length)) {
      tail.append(bytes.nioBuffer());
      bytes.release();
    } else {
      int start = bytes.readerIndex();
      append(new Chunk(bytes, bytes.nioBuffer(start, bytes.capacity() - start), length));
    }
    size += length;
    added += length;
  }

  /** Adds a copy of the bytes. */
  void add(byte[] bytes) {
    int length = bytes.length;
    if (length < SMALL && tail != null && tail.hasRoomFor(length)) {
      tail.append(ByteBuffer.wrap(bytes));
    } else if (length > 0) {
      byte[] room = Arrays.copyOf(bytes, Math.max(length, SMALL));
      append(new Chunk(null, ByteBuffer.wrap(room), length));
    }
    size += length;
    added += length;
  }

  private void append(Chunk added) {
    added.previous = tail;
    if (tail == null) {
      head = added;
    } else {
      tail.next = added;
    }
    tail = added;
  }

  /** Removes the first bytes, of which there are so many. */
  byte[] take(int count) {
    byte[] taken = new byte[count];
    int done = 0;
    for (Chunk first = head; done < count && first != null; first = head) {
      int part = Math.min(count - done, first.length());
      first.take(taken, done, part);
      removeIfRead(first);
      done += part;
    }
    size -= done;
    return taken;
  }

  /** Drops the first bytes, of which there are so many. */
  void skip(int count) {
    int left = count;
    for (Chunk first = head; left > 0 && first != null; first = head) {
      int part = Math.min(left, first.length());
      first.skip(part);
      removeIfRead(first);
      left -= part;
    }
    size -= count - left;
  }

  private void removeIfRead(Chunk first) {
    if (first.length() > 0) {
      return;
    }
    head = first.next;
    if (head == null) {
      tail = null;
    } else {
      head.previous = null;
    }
  }

  /** Drops everything. */
  void clear() {
    skip(size);
  }

  /** Moves everything to the heap, where nobody has to release it. */
  void moveToHeap() {
    if (size > 0) {
      byte[] all = take(size);
      append(new Chunk(null, ByteBuffer.wrap(all), all.length));
      size = all.length;
    }
  }

  /**
   * Where a sequence of bytes first begins.
   *
   * @param sequence one byte or more
   * @param from where to begin to look
   * @param to where to end: the whole sequence is before this; not beyond the size
   * @return the place, or -1 if it is not there
   */
  int indexOf(byte[] sequence, int from, int to) {
    int end = to - sequence.length + 1; // of the places of its first byte
    Chunk chunk = head;
    int start = 0; // the chunk's place in the queue
    if (chunk != null && from >= chunk.length()) {
      chunk = tail;
      start = size - (chunk == null ? 0 : chunk.length());
      while (start > from && chunk != null && chunk.previous != null) {
        chunk = chunk.previous;
        start -= chunk.length();
      }
    }
    int place = from;
    while (chunk != null && place < end) {
      int found = chunk.indexOf(sequence[0], place - start, end - start);
      if (found < 0) {
        start += chunk.length();
        place = start;
        chunk = chunk.next;
      } else if (sequence.length == 1 || chunk.hasAt(found, sequence)) {
        return start + found;
      } else {
        place = start + found + 1;
      }
    }
    return -1;
  }

  /** Whether these bytes are at the place. */
  boolean hasAt(int place, byte[] expected) {
    return head != null && head.hasAt(place, expected);
  }
}

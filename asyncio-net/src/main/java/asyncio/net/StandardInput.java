package asyncio.net;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/** This program's stdin as the end of a pipe. Closing it leaves stdin open. */
/*
 * A read of stdin cannot be ended: the thread of a closed one is still in it, and gets what comes
 * next, maybe for a program's next event loop. So it puts that back, and the next one waits for it.
 * Both hold the monitor of the stream that they read.
 */
final class StandardInput implements PipeSource {

  /** What was read from a stream when nobody wanted it any more. */
  private static final Map<InputStream, byte[]> PUT_BACK =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final InputStream stdin;
  private final PipeReader reader = new PipeReader(new Unclosed());
  private volatile boolean closed;

  StandardInput(InputStream stdin) {
    this.stdin = stdin;
  }

  @Override
  public void open(PipeReadTransport transport) {
    reader.open(transport);
  }

  @Override
  public void request() {
    reader.request();
  }

  @Override
  public void close() {
    closed = true;
    reader.close();
  }

  private int readOrPutBack(byte[] bytes, int offset, int length) throws IOException {
    synchronized (stdin) {
      if (closed) {
        return -1;
      }
      byte[] read = PUT_BACK.remove(stdin);
      if (read == null) {
        int count = stdin.read(bytes, offset, length);
        if (count <= 0 || !closed) {
          return count;
        }
        PUT_BACK.put(stdin, Arrays.copyOfRange(bytes, offset, offset + count));
        return -1;
      }
      int count = Math.min(read.length, length);
      System.arraycopy(read, 0, bytes, offset, count);
      if (count < read.length) {
        PUT_BACK.put(stdin, Arrays.copyOfRange(read, count, read.length));
      }
      return count;
    }
  }

  /** The stream for the thread, which closes it. */
  private final class Unclosed extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return readOrPutBack(bytes, offset, length);
    }
  }
}

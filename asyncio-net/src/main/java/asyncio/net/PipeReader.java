package asyncio.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

/**
 * An input stream as the end of a pipe, read by a thread of its own where nothing else can wait.
 */
/*
 * The stream is closed by that thread alone, after the read that it is in: closing a file that
 * another thread reads from does not end the read, and the system might have given its descriptor to
 * another file by the time the read begins.
 */
final class PipeReader implements PipeSource {

  private static final int MOST_AT_ONCE = 64 * 1024;

  private final InputStream stream;
  private final Semaphore requests = new Semaphore(0);
  private boolean opened;
  private volatile boolean closed;

  PipeReader(InputStream stream) {
    this.stream = stream;
  }

  @Override
  public void open(PipeReadTransport transport) {
    opened = true;
    PipeThreads.start(() -> run(transport));
  }

  @Override
  public void request() {
    requests.release();
  }

  @Override
  public void close() {
    closed = true;
    if (opened) {
      requests.release();
    } else {
      PipeThreads.close(stream);
    }
  }

  private void run(PipeReadTransport transport) {
    try (stream) {
      byte[] bytes = new byte[MOST_AT_ONCE];
      int length;
      do {
        requests.acquireUninterruptibly();
        if (closed) {
          return;
        }
        length = stream.read(bytes);
        if (length > 0) {
          ByteBuf chunk = Unpooled.copiedBuffer(bytes, 0, length);
          PipeThreads.tell(transport, () -> transport.arrived(chunk));
        }
      } while (length >= 0);
      PipeThreads.tell(transport, transport::ended);
    } catch (Throwable e) { // also of a stream that is not the JDK's: nobody else would tell of it
      PipeThreads.tell(transport, () -> transport.failed(e));
    }
  }
}

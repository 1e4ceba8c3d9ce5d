package asyncio.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.OutputStream;
import java.util.concurrent.LinkedTransferQueue;

/**
 * An output stream as the end of a pipe, written by a thread of its own. See {@link PipeReader}.
 */
final class PipeWriter implements PipeSink {

  /** What comes last: nothing to write. */
  private static final ByteBuf END = Unpooled.EMPTY_BUFFER;

  private final OutputStream stream;
  private final LinkedTransferQueue<ByteBuf> chunks = new LinkedTransferQueue<>();
  private boolean opened;

  PipeWriter(OutputStream stream) {
    this.stream = stream;
  }

  @Override
  public void open(PipeWriteTransport transport) {
    opened = true;
    PipeThreads.start(() -> run(transport));
  }

  @Override
  public void write(ByteBuf chunk) {
    chunks.add(chunk);
  }

  @Override
  public boolean noticesReader() {
    return false;
  }

  @Override
  public void close() {
    ByteBuf dropped = chunks.poll();
    if (dropped != null) {
      dropped.release();
    }
    if (opened) {
      chunks.add(END);
    } else {
      PipeThreads.close(stream);
    }
  }

  private void run(PipeWriteTransport transport) {
    try (stream) {
      ByteBuf chunk = PipeThreads.take(chunks);
      while (chunk.isReadable()) {
        try {
          chunk.readBytes(stream, chunk.readableBytes());
          stream.flush();
        } finally {
          chunk.release();
        }
        PipeThreads.tell(transport, transport::written);
        chunk = PipeThreads.take(chunks);
      }
    } catch (Throwable e) { // also of a stream that is not the JDK's: nobody else would tell of it
      PipeThreads.tell(transport, () -> transport.failed(e));
    }
  }
}

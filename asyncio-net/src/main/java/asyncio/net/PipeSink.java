package asyncio.net;

import io.netty.buffer.ByteBuf;

/** The end of a pipe that bytes go into: one chunk at a time. */
interface PipeSink {

  /** Makes it ready to write. The loop's own thread. */
  void open(PipeWriteTransport transport);

  /** Writes a chunk and releases it; the transport is told when that is done. */
  void write(ByteBuf chunk);

  /** Whether it tells when nobody reads any more, and not only when the next write fails. */
  boolean noticesReader();

  /** Closes it; what is not written yet is dropped. The loop's own thread. */
  void close();
}

package asyncio.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The end of a pipe that bytes go into, written to when epoll says so. */
final class PipeDescriptorSink extends PipeDescriptor implements PipeSink {

  private @Nullable PipeWriteTransport transport;
  private @Nullable ByteBuf chunk;

  PipeDescriptorSink(FileDescriptor descriptor) {
    super(descriptor);
  }

  @Override
  public void open(PipeWriteTransport writer) {
    transport = writer;
    watch(writer.netty, EpollIoOps.EPOLLOUT);
  }

  @Override
  public void handle(IoRegistration registration, IoEvent event) {
    if (((EpollIoEvent) event).ops().contains(EpollIoOps.EPOLLERR)) {
      writer().readerGone();
    } else {
      writeOn();
    }
  }

  @Override
  public void write(ByteBuf data) {
    chunk = data;
    writeOn();
  }

  @Override
  public boolean noticesReader() {
    return true;
  }

  private void writeOn() {
    ByteBuf data = chunk;
    if (data == null) {
      return;
    }
    try {
      while (data.isReadable()) {
        ByteBuffer bytes = data.internalNioBuffer(data.readerIndex(), data.readableBytes());
        int length = descriptor.write(bytes, bytes.position(), bytes.limit());
        if (length == 0) {
          return; // it is full: there will be an event
        }
        data.skipBytes(length);
      }
    } catch (IOException e) {
      drop();
      writer().failed(e);
      return;
    }
    drop();
    writer().written();
  }

  private PipeWriteTransport writer() {
    return Objects.requireNonNull(transport);
  }

  private void drop() {
    ByteBuf data = chunk;
    if (data != null) {
      chunk = null;
      data.release();
    }
  }

  @Override
  public void close() {
    super.close();
    drop();
  }
}

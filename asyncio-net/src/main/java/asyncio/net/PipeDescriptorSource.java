package asyncio.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The end of a pipe that bytes come out of, read when epoll says so. */
final class PipeDescriptorSource extends PipeDescriptor implements PipeSource {

  /** As much as a pipe holds. */
  private static final int MOST_AT_ONCE = 64 * 1024;

  private @Nullable PipeReadTransport transport;
  private boolean wanted;

  /** Whether a read might find something. */
  private boolean readable;

  /** Whether the writer has gone: the end comes without another event. */
  private boolean hungUp;

  private int size = 2048;

  PipeDescriptorSource(FileDescriptor descriptor) {
    super(descriptor);
  }

  @Override
  public void open(PipeReadTransport reader) {
    transport = reader;
    watch(reader.netty, EpollIoOps.EPOLLIN);
  }

  @Override
  public void handle(IoRegistration registration, IoEvent event) {
    readable = true;
    int happened = ((EpollIoEvent) event).ops().value();
    if ((happened & ~EpollIoOps.EPOLLIN.value()) != 0) {
      hungUp = true;
    }
    if (wanted) {
      read();
    }
  }

  @Override
  public void request() {
    wanted = true;
    if (readable) {
      read();
    }
  }

  private void read() {
    PipeReadTransport reader = Objects.requireNonNull(transport);
    ByteBuf chunk = ByteBufAllocator.DEFAULT.directBuffer(size, size);
    int length = -1;
    try {
      ByteBuffer room = chunk.internalNioBuffer(0, size);
      length = descriptor.read(room, room.position(), room.limit());
    } catch (IOException e) {
      wanted = false;
      reader.failed(e);
      return;
    } finally {
      if (length <= 0) {
        chunk.release();
      }
    }
    if (length == 0) {
      readable = false;
      return;
    }
    wanted = false;
    if (length < 0) {
      reader.ended();
      return;
    }
    if (length < size) {
      readable = hungUp; // it is empty, and what comes now is another event
    } else {
      size = Math.min(2 * size, MOST_AT_ONCE);
    }
    reader.arrived(chunk.writerIndex(length));
  }
}

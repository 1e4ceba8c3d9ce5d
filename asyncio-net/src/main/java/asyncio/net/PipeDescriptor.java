package asyncio.net;

import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An end of a pipe that epoll watches. Its descriptor does not block. */
/*
 * It is watched edge-triggered: a pipe whose other end is closed is ready for ever, and epoll cannot
 * be asked not to tell of that while nobody wants to read.
 */
abstract class PipeDescriptor implements EpollIoHandle {

  final FileDescriptor descriptor;
  private @Nullable IoRegistration registration;

  PipeDescriptor(FileDescriptor descriptor) {
    this.descriptor = descriptor;
  }

  final void watch(NettyLoop netty, EpollIoOps direction) {
    IoRegistration made = netty.register(this).syncUninterruptibly().getNow();
    registration = made;
    made.submit(direction.with(EpollIoOps.EPOLLET));
  }

  @Override
  public final FileDescriptor fd() {
    return descriptor;
  }

  @Override
  public void close() {
    if (!descriptor.isOpen()) {
      return;
    }
    if (registration != null) {
      registration.cancel();
    }
    try {
      descriptor.close();
    } catch (IOException e) {
      NettyLoop.LOGGER.log(System.Logger.Level.DEBUG, "a pipe was closed with an error", e);
    }
  }
}

package asyncio.net;

import org.jspecify.annotations.Nullable;

/** Tells a process's protocol of one of its pipes. */
final class SubprocessPipe implements Protocol {

  private final SubprocessConnection connection;
  private final SubprocessProtocol protocol;
  private final int fd;

  SubprocessPipe(SubprocessConnection connection, SubprocessProtocol protocol, int fd) {
    this.connection = connection;
    this.protocol = protocol;
    this.fd = fd;
  }

  @Override
  public void dataReceived(byte[] data) {
    connection.tell(() -> protocol.pipeDataReceived(fd, data));
  }

  @Override
  public void connectionLost(@Nullable Throwable exception) {
    connection.tell(() -> protocol.pipeConnectionLost(fd, exception));
    connection.pipeLost();
  }

  @Override
  public void pauseWriting() {
    protocol.pauseWriting();
  }

  @Override
  public void resumeWriting() {
    protocol.resumeWriting();
  }
}

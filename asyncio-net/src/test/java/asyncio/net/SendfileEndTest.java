package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.serverOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.Task;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a file that is being sent, or to its connection. */
@Timeout(60)
final class SendfileEndTest {

  private static final int MUCH = 50_000_000;

  @TempDir private Path folder;

  private interface Meanwhile {
    void with(NetRecorder served, NetPeer peer, FileChannel file, Task<Long> sending)
        throws Exception;
  }

  private void meanwhile(Meanwhile meanwhile) throws IOException {
    Path path = folder.resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(MUCH);
    }
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server);
          FileChannel file =
              FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        served.untilCalled("made");
        Task<Long> sending = createTask(Transports.sendfile(served.transport, file));
        assertThat(peer.receive(1)).hasSize(1);
        meanwhile.with(served, peer, file, sending);
        served.transport.abort();
      }
    });
  }

  @Test
  void aFileThatBecomesShorterIsSentToItsNewEnd() throws IOException {
    meanwhile((_, peer, file, sending) -> {
      file.truncate(30_000_000);
      Task<byte[]> received = createTask(async(() -> peer.receive(30_000_000 - 1)));
      assertThat(await(sending)).isEqualTo(30_000_000);
      assertThat(await(received)).hasSize(30_000_000 - 1);
    });
  }

  @Test
  void theOwnHalfCannotBeClosedMeanwhile() throws IOException {
    meanwhile((served, peer, _, sending) -> {
      assertThatIllegalStateException().isThrownBy(() -> served.transport.writeEof());
      assertThat(peer.receive(MUCH - 1)).hasSize(MUCH - 1);
      assertThat(await(sending)).isEqualTo(MUCH);
    });
  }

  @Test
  void nothingIsLeftToBeWrittenAfterAnAbort() throws IOException {
    meanwhile((served, _, _, sending) -> {
      served.transport.abort();
      assertThatThrownBy(() -> await(sending)).isInstanceOf(IOException.class);
      served.untilCalled("lost");
      assertThat(served.transport.getWriteBufferSize()).isZero();
    });
  }

  @Test
  void nothingIsLeftToBeWrittenAfterAnAbortWithoutAFile() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        served.untilCalled("made");
        served.transport.write(new byte[MUCH]);
        assertThat(peer.receive(1)).hasSize(1);
        served.transport.abort();
        served.untilCalled("lost");
        assertThat(served.transport.getWriteBufferSize()).isZero();
      }
    });
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.randomBytes;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.Transports.sendfile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.CancelledError;
import asyncio.Task;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files that are sent over a connection by the system. */
@Timeout(60)
@SuppressWarnings("try") // when something is closed is what they are about
final class TransportSendfileTest {

  /** More than any system takes at once. */
  private static final int MUCH = 50_000_000;

  @TempDir private Path folder;
  private final byte[] content = randomBytes(3_000_000);
  private Path path;

  @BeforeEach
  void makeFile() throws IOException {
    path = Files.write(folder.resolve("file"), content);
  }

  /** What a test does with a served connection, and with the peer that it is to. */
  private interface Sending {
    void with(NetRecorder served, NetPeer peer, FileChannel file) throws Exception;
  }

  private void send(Path from, Sending sending) {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server);
          FileChannel file = FileChannel.open(from)) {
        served.untilCalled("made");
        sending.with(served, peer, file);
        served.transport.close();
      }
    });
  }

  /** A file of so many bytes that takes no room. */
  private Path large() throws IOException {
    Path large = folder.resolve("large");
    try (var file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(MUCH);
    }
    return large;
  }

  @Test
  void aFileArrivesWhole() {
    send(
        path,
        (served, peer, file) -> {
          Task<byte[]> received = createTask(async(() -> peer.receive(content.length)));
          assertThat(await(sendfile(served.transport, file))).isEqualTo(content.length);
          assertThat(Arrays.equals(await(received), content)).isTrue();
          assertThat(file.position()).isEqualTo(content.length);
          assertThat(file.isOpen()).isTrue();
          assertThat(served.calls).containsExactly("made");
        });
  }

  @Test
  void itGoesBetweenWhatIsWrittenBeforeAndAfter() {
    send(
        path,
        (served, peer, file) -> {
          Task<byte[]> received = createTask(async(() -> peer.receive(content.length + 10)));
          served.transport.write(bytes("begin"));
          assertThat(await(sendfile(served.transport, file))).isEqualTo(content.length);
          served.transport.write(bytes("ended"));
          byte[] all = await(received);
          assertThat(Arrays.copyOf(all, 5)).asString().isEqualTo("begin");
          assertThat(Arrays.equals(all, 5, all.length - 5, content, 0, content.length)).isTrue();
          assertThat(Arrays.copyOfRange(all, all.length - 5, all.length))
              .asString()
              .isEqualTo("ended");
        });
  }

  @Test
  void aPartOfAFile() {
    send(
        path,
        (served, peer, file) -> {
          assertThat(await(sendfile(served.transport, file, 1000, 100, false))).isEqualTo(100);
          assertThat(peer.receive(100)).isEqualTo(Arrays.copyOfRange(content, 1000, 1100));
          assertThat(file.position()).isEqualTo(1100);
          // a part that reaches beyond the end, and one that begins there
          int rest = content.length - 50;
          assertThat(await(sendfile(served.transport, file, rest, 100, true))).isEqualTo(50);
          assertThat(peer.receive(50)).isEqualTo(Arrays.copyOfRange(content, rest, content.length));
          assertThat(await(sendfile(served.transport, file, content.length, 100, true))).isZero();
          assertThatIllegalArgumentException()
              .isThrownBy(() -> sendfile(served.transport, file, -1, 100, true));
          assertThatIllegalArgumentException()
              .isThrownBy(() -> sendfile(served.transport, file, 0, -1, true));
        });
  }

  @Test
  void nothingCanBeWrittenMeanwhile() throws IOException {
    send(
        large(),
        (served, peer, file) -> {
          Task<Long> sending = createTask(sendfile(served.transport, file));
          assertThat(peer.receive(1)).hasSize(1);
          assertThatIllegalStateException()
              .isThrownBy(() -> served.transport.write(bytes("x")))
              .withMessageContaining("sendfile");
          assertThatIllegalStateException()
              .isThrownBy(() -> await(sendfile(served.transport, file)));
          assertThat(sending.done()).isFalse();
          // but the other direction goes on
          peer.send("answer");
          served.untilReceived("answer");
          assertThat(peer.receive(MUCH - 1)).hasSize(MUCH - 1);
          assertThat(await(sending)).isEqualTo(MUCH);
          served.transport.write(bytes("after"));
          assertThat(peer.receiveText(5)).isEqualTo("after");
        });
  }

  @Test
  void aConnectionThatIsClosingTakesNone() {
    send(
        path,
        (served, peer, file) -> {
          served.transport.close();
          assertThatIllegalStateException()
              .isThrownBy(() -> await(sendfile(served.transport, file)))
              .withMessageContaining("closing");
          assertThat(file.position()).isZero();
        });
  }

  @Test
  void aPeerThatGoesAwayInTheMidstOfItIsAnError() throws IOException {
    send(
        large(),
        (served, peer, file) -> {
          Task<Long> sending = createTask(sendfile(served.transport, file));
          assertThat(peer.receive(1)).hasSize(1);
          peer.reset();
          assertThatThrownBy(() -> await(sending)).isInstanceOf(IOException.class);
          assertThat(file.position()).isBetween(1L, (long) MUCH);
          assertThat(file.isOpen()).isTrue();
          served.untilCalled("lost");
          assertThat(served.lostBy).isInstanceOf(IOException.class);
        });
  }

  @Test
  void aPeerThatGoesAwayWhenItHasAllIsNone() {
    send(
        path,
        (served, peer, file) -> {
          Task<byte[]> received =
              createTask(
                  async(() -> {
                    byte[] all = peer.receive(content.length);
                    peer.close();
                    return all;
                  }));
          assertThat(await(sendfile(served.transport, file))).isEqualTo(content.length);
          assertThat(await(received)).hasSize(content.length);
          served.untilCalled("lost");
          assertThat(served.lostBy).isNull();
        });
  }

  @Test
  void whenItIsCancelledTheConnectionGoesOn() throws IOException {
    send(
        large(),
        (served, peer, file) -> {
          Task<Long> sending = createTask(sendfile(served.transport, file));
          assertThat(peer.receive(1)).hasSize(1);
          sending.cancel();
          assertThatThrownBy(() -> await(sending)).isInstanceOf(CancelledError.class);
          served.transport.write(bytes("!"));
          served.transport.close();
          byte[] rest = peer.receive(MUCH);
          assertThat(rest.length).isLessThan(MUCH);
          assertThat(rest[rest.length - 1]).isEqualTo((byte) '!');
        });
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aUnixSocketTakesFilesToo() {
    Path socket = folder.resolve("socket");
    run(() -> {
      try (Server _ = await(Streams.startUnixServer(NetTests::echo, socket));
          StreamPair connection = await(Streams.openUnixConnection(socket));
          FileChannel file = FileChannel.open(path)) {
        Task<byte[]> received = createTask(connection.reader().readexactly(content.length));
        assertThat(await(sendfile(connection.writer().transport(), file)))
            .isEqualTo(content.length);
        assertThat(Arrays.equals(await(received), content)).isTrue();
      }
    });
  }

  @Test
  void onlyAConnectionTakesFiles() {
    run(() -> {
      var pipe =
          await(Pipes.connectReadPipe(NetRecorder::new, new ByteArrayInputStream(new byte[0])));
      try (FileChannel file = FileChannel.open(path)) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> sendfile((Transport) pipe.transport(), file));
      }
      pipe.protocol().untilCalled("lost");
    });
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.text;
import static asyncio.net.Streams.openUnixConnection;
import static asyncio.net.Streams.startUnixServer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.CancelledError;
import asyncio.Task;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Streams and protocols over Unix-domain sockets. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
@SuppressWarnings("try") // when something is closed is what they are about
final class UnixSocketTest {

  @TempDir private Path folder;

  private Path path() {
    return folder.resolve("socket");
  }

  private static void serveNobody(StreamReader reader, StreamWriter writer) {
    writer.close();
  }

  @Test
  void whatOneSideWritesTheOtherReads() {
    byte[] much = NetTests.randomBytes(3_000_000);
    run(() -> {
      try (Server server = await(startUnixServer(NetTests::echo, path()));
          StreamPair connection = await(openUnixConnection(path()))) {
        connection.writer().write("hello\n");
        assertThat(text(await(connection.reader().readline()))).isEqualTo("hello\n");
        var read = createTask(connection.reader().readexactly(much.length));
        connection.writer().write(much);
        await(connection.writer().drain());
        assertThat(Arrays.equals(await(read), much)).isTrue();
        connection.writer().writeEof();
        assertThat(await(connection.reader().read())).isEmpty();
        assertThat(server.isServing()).isTrue();
      }
    });
  }

  @Test
  void aPeerOfAnotherKindIsServed() {
    run(() -> {
      try (Server server = await(startUnixServer(NetTests::echo, path()));
          NetPeer peer = NetPeer.connectTo(UnixDomainSocketAddress.of(path()))) {
        peer.send("hello");
        peer.endOutput();
        assertThat(peer.receiveText(100)).isEqualTo("hello");
        assertThat(server.isServing()).isTrue();
      }
    });
  }

  @Test
  void whatCameTogetherWithTheEndIsAnswered() {
    run(() -> {
      try (Server _ = await(startUnixServer(NetTests::echo, path()));
          SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(path()))) {
        peer.write(ByteBuffer.wrap("hello".getBytes(UTF_8)));
        peer.shutdownOutput(); // before the loop has seen any of it
        assertThat(new NetPeer(peer).receiveText(100)).isEqualTo("hello");
      }
    });
  }

  @Test
  void protocolsWorkOverThemToo() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = await(Transports.createUnixServer(() -> served, path()))) {
        var made = await(Transports.createUnixConnection(NetRecorder::new, path()));
        made.transport().write("over there".getBytes(UTF_8));
        made.transport().close();
        served.untilCalled("lost");
        assertThat(served.calls).containsExactly("made", "data", "eof", "lost");
        assertThat(served.data).hasToString("over there");
        made.protocol().untilCalled("lost");
        assertThat(made.protocol().calls).containsExactly("made", "lost");
        server.close();
        await(server.waitClosed());
      }
    });
  }

  @Test
  void theAddressesAreTheJdks() {
    run(() -> {
      try (Server server = await(startUnixServer(NetTests::echo, path()));
          StreamPair connection = await(openUnixConnection(path()))) {
        var address = UnixDomainSocketAddress.of(path());
        assertThat(server.sockets().getFirst().localAddress()).isEqualTo(address);
        assertThat(connection.writer().getExtraInfo(ExtraInfo.PEERNAME)).isEqualTo(address);
      }
    });
  }

  @Test
  void cancellingServeForeverClosesTheServer() {
    run(() -> {
      ServerOptions notYet = new ServerOptions().startServing(false);
      Server server = await(startUnixServer(NetTests::echo, path(), notYet));
      assertThat(server.isServing()).isFalse();
      Task<Void> serving = createTask(server.serveForever());
      try (StreamPair connection = await(openUnixConnection(path()))) {
        connection.writer().write("x");
        assertThat(await(connection.reader().read(1))).hasSize(1);
      }
      serving.cancel();
      assertThatThrownBy(() -> await(serving)).isInstanceOf(CancelledError.class);
      assertThat(server.sockets()).isEmpty();
      assertThatIllegalStateException().isThrownBy(() -> await(server.serveForever()));
      assertThat(path()).doesNotExist();
    });
  }

  @Test
  void aSocketThatAnEarlierServerHasLeftBehindIsReplaced() throws IOException {
    try (var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      left.bind(UnixDomainSocketAddress.of(path()));
    }
    assertThat(Files.exists(path())).isTrue();
    run(() -> {
      try (Server server = await(startUnixServer(NetTests::echo, path()));
          StreamPair connection = await(openUnixConnection(path()))) {
        connection.writer().write("x");
        assertThat(await(connection.reader().read(1))).hasSize(1);
        assertThat(server.isServing()).isTrue();
      }
    });
  }

  @Test
  void aFileThatIsNoSocketIsLeftAlone() throws IOException {
    Files.writeString(path(), "precious");
    run(() ->
        assertThatThrownBy(() -> await(startUnixServer(NetTests::echo, path())))
            .isInstanceOf(BindException.class)
            .hasMessageContaining(path().toString()));
    assertThat(path()).hasContent("precious");
  }

  @Test
  void aPathThatCannotBeIsAnErrorThatNamesIt() {
    Path nowhere = folder.resolve("no such folder").resolve("socket");
    run(() ->
        assertThatThrownBy(() -> await(startUnixServer(NetTests::echo, nowhere)))
            .isInstanceOf(SocketException.class)
            .hasMessageContaining(nowhere.toString()));
  }

  @Test
  void connectingWhereNobodyListensIsAnErrorThatNamesThePath() throws IOException {
    run(() ->
        assertThatThrownBy(() -> await(openUnixConnection(path())))
            .isInstanceOf(ConnectException.class)
            .hasMessageContaining(path().toString()));
    try (var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      left.bind(UnixDomainSocketAddress.of(path()));
    }
    run(() ->
        assertThatThrownBy(() -> await(openUnixConnection(path())))
            .isInstanceOf(ConnectException.class)
            .hasMessageContaining(path().toString()));
  }

  // ----- the socket's file, when the server is closed

  @Test
  void theFileIsDeleted() {
    run(() -> {
      Server server = await(startUnixServer(UnixSocketTest::serveNobody, path()));
      assertThat(Files.exists(path())).isTrue();
      server.close();
      assertThat(path()).doesNotExist();
    });
  }

  @Test
  void theFileMayBeGoneAlready() {
    run(() -> {
      Server server = await(startUnixServer(UnixSocketTest::serveNobody, path()));
      Files.delete(path());
      server.close();
      await(server.waitClosed());
    });
  }

  @Test
  void aFileThatHasTakenItsPlaceIsLeftAlone() throws IOException {
    try (var another = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      run(() -> {
        Server server = await(startUnixServer(UnixSocketTest::serveNobody, path()));
        Files.move(path(), folder.resolve("moved")); // so that its number is not used again
        another.bind(UnixDomainSocketAddress.of(path()));
        server.close();
        await(server.waitClosed());
      });
      assertThat(Files.exists(path())).isTrue();
    }
  }

  @Test
  void theFileIsLeftThereIfTheOptionsSaySo() {
    run(() -> {
      ServerOptions options = new ServerOptions().cleanupSocket(false);
      Server server = await(startUnixServer(UnixSocketTest::serveNobody, path(), options));
      server.close();
      await(server.waitClosed());
    });
    assertThat(Files.exists(path())).isTrue();
  }

  @Test
  void theSocketItselfIsClosed() {
    run(() -> {
      long before = NetTests.openSockets();
      Server server = await(startUnixServer(UnixSocketTest::serveNobody, path()));
      await(openUnixConnection(path())).close();
      server.close();
      await(server.waitClosed());
      while (NetTests.openSockets() > before) {
        await(sleep(0.001));
      }
    });
  }
}

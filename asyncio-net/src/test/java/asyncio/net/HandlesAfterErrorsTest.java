package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.port;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.Streams.openConnection;
import static asyncio.net.Streams.startServer;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong again and again leaves no handle open. */
@Timeout(60)
final class HandlesAfterErrorsTest {

  private static final int TIMES = 50;

  /** A handshake takes a while. */
  private static final int HANDSHAKES = 20;

  @TempDir private Path folder;

  /** Something that fails, as it should. */
  private interface Failing {
    void run() throws Exception;
  }

  /** Counts before and after, once it is known what stays open for good. */
  private static void again(int times, Failing failing) throws Exception {
    failing.run();
    await(sleep(0.05)); // what was closed is closed some iterations later
    long before = Handles.open();
    for (int i = 0; i < times; i++) {
      failing.run();
    }
    Handles.awaitAtMost(before);
  }

  // ----- sockets

  @Test
  void aPortInUse() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo)) {
        int port = port(server);
        again(
            TIMES,
            () ->
                assertThatThrownBy(() -> await(startServer(NetTests::echo, "127.0.0.1", port)))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("127.0.0.1:" + port));
      }
    });
  }

  @Test
  void oneOfSeveralPortsInUse() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo)) {
        int port = port(server);
        List<String> hosts = List.of("127.0.0.2", "127.0.0.3", "127.0.0.1");
        again(
            TIMES,
            () ->
                assertThatThrownBy(
                        () -> await(startServer(NetTests::echo, hosts, port, new ServerOptions())))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("127.0.0.1:" + port));
      }
    });
  }

  @Test
  void nobodyListening() {
    run(() -> {
      int port = unusedPort();
      again(
          TIMES,
          () ->
              assertThatThrownBy(() -> await(openConnection("127.0.0.1", port)))
                  .isInstanceOf(ConnectException.class)
                  .hasMessageContaining("127.0.0.1:" + port));
    });
  }

  /** A port that nobody listens on: one that was free a moment ago. */
  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aSocketFileWithNobodyBehindIt() {
    Path socket = folder.resolve("socket");
    run(() -> {
      ServerOptions keeping = new ServerOptions().cleanupSocket(false);
      await(Streams.startUnixServer(NetTests::echo, socket, keeping)).close();
      again(
          TIMES,
          () ->
              assertThatThrownBy(() -> await(Streams.openUnixConnection(socket)))
                  .isInstanceOf(ConnectException.class)
                  .hasMessageContaining(socket.toString()));
    });
  }

  @Test
  void aNameThatIsNotThere() {
    run(() ->
        again(
            TIMES,
            () ->
                assertThatThrownBy(() -> await(openConnection("no-such-host.invalid", 80)))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageContaining("no-such-host.invalid")));
  }

  @Test
  void aConnectionThatIsReset() {
    run(() -> {
      try (NetPeer.Listening peer = NetPeer.Listening.start()) {
        int port = peer.port();
        again(
            TIMES,
            () -> {
              try (StreamPair connection = await(openConnection("127.0.0.1", port))) {
                peer.accept().reset();
                assertThatThrownBy(() -> await(connection.reader().read(1)))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("127.0.0.1:" + port);
              }
            });
      }
    });
  }

  // ----- TLS

  @Test
  void aCertificateThatNobodyTrusts() throws Exception {
    var others = new TestCertificates(Files.createDirectory(folder.resolve("others")));
    handshakeFails(
        new TestCertificates(folder).localhost(),
        TlsContext.forClient().trust(others.authority()).build());
  }

  @Test
  void aCertificateThatHasExpired() throws Exception {
    var certificates = new TestCertificates(folder);
    handshakeFails(certificates.expired(), certificates.clientSide());
  }

  private static void handshakeFails(TestCertificates.Identity identity, TlsContext clientSide)
      throws Exception {
    TlsContext serverSide = TlsContext.forServer(identity.certificate(), identity.key()).build();
    run(() -> {
      try (Server server =
          await(startServer(NetTests::echo, "127.0.0.1", 0, new ServerOptions().tls(serverSide)))) {
        ConnectOptions options = new ConnectOptions().tls(clientSide);
        again(
            HANDSHAKES,
            () ->
                assertThatThrownBy(() -> await(openConnection("localhost", port(server), options)))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("localhost"));
      }
    });
  }

  @Test
  void aServerThatSpeaksNoTls() throws Exception {
    TlsContext clientSide = TlsContext.client();
    run(() -> {
      try (Server server =
          serverOf((_, writer) -> {
            writer.write("hello\n");
            writer.close();
          })) {
        ConnectOptions options = new ConnectOptions().tls(clientSide);
        again(
            HANDSHAKES,
            () ->
                assertThatThrownBy(() -> await(openConnection("localhost", port(server), options)))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("localhost"));
      }
    });
  }

  // ----- files and processes

  @Test
  void aDiskThatIsFull() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "there is no /dev/full");
    run(() -> {
      again(
          TIMES,
          () ->
              assertThatThrownBy(() -> await(AsyncFiles.writeString(full, "text")))
                  .isInstanceOf(IOException.class)
                  .hasMessageContaining("/dev/full")
                  .hasMessageContaining("No space left"));
      again(
          TIMES,
          () ->
              assertThatThrownBy(
                      () -> {
                        try (AsyncFile file = await(AsyncFiles.open(full, WRITE))) {
                          await(file.write("text"));
                          await(file.flush());
                        }
                      })
                  .isInstanceOf(IOException.class)
                  .hasMessageContaining("/dev/full")
                  .hasMessageContaining("No space left"));
    });
  }

  @Test
  void aProgramThatIsNotThere() {
    SubprocessOptions pipes =
        new SubprocessOptions()
            .stdin(SubprocessRedirect.PIPE)
            .stdout(SubprocessRedirect.PIPE)
            .stderr(SubprocessRedirect.PIPE);
    run(() ->
        again(
            TIMES,
            () ->
                assertThatThrownBy(() ->
                        await(Subprocesses.createSubprocessExec(List.of("no-such-program"), pipes)))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining("no-such-program")));
  }
}

package asyncio.net;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.run;
import static asyncio.net.Streams.openConnection;
import static asyncio.net.Streams.startServer;
import static asyncio.net.Streams.startUnixServer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections with TLS, between a server and a client of ours. */
@Timeout(60)
final class TlsTest {

  @TempDir private Path folder;
  private TestCertificates certificates;

  @BeforeEach
  void makeAuthority() throws Exception {
    certificates = new TestCertificates(folder);
  }

  private TlsContext serverSide() throws Exception {
    return certificates.serverSide();
  }

  private static TlsContext serverSide(TestCertificates.Identity identity) throws Exception {
    return TlsContext.forServer(identity.certificate(), identity.key()).build();
  }

  private TlsContext clientSide() throws Exception {
    return certificates.clientSide();
  }

  private static void echo(StreamReader reader, StreamWriter writer) {
    try (writer) {
      byte[] data = await(reader.read(65536));
      while (data.length > 0) {
        writer.write(data);
        await(writer.drain());
        data = await(reader.read(65536));
      }
    }
  }

  private static int port(Server server) {
    return ((InetSocketAddress) server.sockets().getFirst().localAddress()).getPort();
  }

  private static Server start(TlsContext context) {
    return await(startServer(TlsTest::echo, "127.0.0.1", 0, new ServerOptions().tls(context)));
  }

  private static StreamPair connect(Server server, TlsContext context) {
    return await(openConnection("localhost", port(server), new ConnectOptions().tls(context)));
  }

  @Test
  void bothSidesReadWhatTheOtherWrites() throws Exception {
    TlsContext serverSide = serverSide();
    TlsContext clientSide = clientSide();
    byte[] much = new byte[3_000_000];
    new Random(1).nextBytes(much);
    run(
        async(() -> {
          try (Server server = start(serverSide);
              StreamPair connection = connect(server, clientSide)) {
            connection.writer().write("hello\n");
            assertThat(await(connection.reader().readline())).asString().isEqualTo("hello\n");

            var read = createTask(async(() -> await(connection.reader().readexactly(much.length))));
            connection.writer().write(much);
            await(connection.writer().drain());
            assertThat(Arrays.equals(await(read), much)).isTrue();
          }
        }));
  }

  @Test
  void whatIsKnownOfTheConnectionCanBeAskedFor() throws Exception {
    TestCertificates.Identity localhost = certificates.localhost();
    TlsContext serverSide =
        TlsContext.forServer(localhost.certificate(), localhost.key()).alpn("a", "b").build();
    TlsContext clientSide =
        TlsContext.forClient().trust(certificates.authority()).alpn("b", "c").build();
    run(
        async(() -> {
          try (Server server = start(serverSide);
              StreamPair connection = connect(server, clientSide)) {
            StreamWriter writer = connection.writer();
            assertThat(writer.getExtraInfo(ExtraInfo.CIPHER)).startsWith("TLS_");
            assertThat(writer.getExtraInfo(ExtraInfo.PEERCERT).getType()).isEqualTo("X.509");
            assertThat(writer.getExtraInfo(ExtraInfo.SSL_OBJECT).getApplicationProtocol())
                .isEqualTo("b");
            assertThat(writer.canWriteEof()).isFalse();
            assertThatThrownBy(writer::writeEof).isInstanceOf(UnsupportedOperationException.class);
          }
        }));
  }

  @Test
  void aServerWhoseAuthorityIsUnknownIsRefused() throws Exception {
    TlsContext serverSide = serverSide(certificates.selfSigned());
    TlsContext clientSide = clientSide();
    run(
        async(() -> {
          try (Server server = start(serverSide)) {
            assertThatThrownBy(() -> connect(server, clientSide))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("localhost");
          }
        }));
  }

  @Test
  void aServerWhoseCertificateHasExpiredIsRefused() throws Exception {
    TlsContext serverSide = serverSide(certificates.expired());
    TlsContext clientSide = clientSide();
    run(
        async(() -> {
          try (Server server = start(serverSide)) {
            assertThatThrownBy(() -> connect(server, clientSide))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("NotAfter");
          }
        }));
  }

  @Test
  void aServerOfAnotherNameIsRefusedUnlessTheNameIsIgnored() throws Exception {
    TlsContext serverSide = serverSide();
    TlsContext clientSide = clientSide();
    TlsContext lenient =
        TlsContext.forClient().trust(certificates.authority()).ignoreHostname().build();
    run(
        async(() -> {
          try (Server server = start(serverSide)) {
            var options = new TlsOptions(clientSide).serverHostname("example.org");
            assertThatThrownBy(() ->
                    await(
                        openConnection(
                            "localhost", port(server), new ConnectOptions().tls(options))))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("example.org");
            var ignoring = new TlsOptions(lenient).serverHostname("example.org");
            await(openConnection("localhost", port(server), new ConnectOptions().tls(ignoring)))
                .close();
          }
        }));
  }

  @Test
  void whoTrustsAnybodyConnectsToAnybody() throws Exception {
    TlsContext serverSide = serverSide(certificates.expired());
    TlsContext clientSide = TlsContext.forClient().trustAnybody().build();
    run(
        async(() -> {
          try (Server server = start(serverSide);
              StreamPair connection = connect(server, clientSide)) {
            connection.writer().write("x\n");
            assertThat(await(connection.reader().readline())).asString().isEqualTo("x\n");
          }
        }));
  }

  @Test
  void aServerCanRequireACertificateOfItsClients() throws Exception {
    TestCertificates.Identity localhost = certificates.localhost();
    TestCertificates.Identity client = certificates.client();
    TlsContext serverSide =
        TlsContext.forServer(localhost.certificate(), localhost.key())
            .trust(certificates.authority())
            .requireClientCertificate()
            .build();
    TlsContext known =
        TlsContext.forClient()
            .trust(certificates.authority())
            .certificate(client.certificate(), client.key())
            .build();
    TlsContext unknown = clientSide();
    run(
        async(() -> {
          try (Server server = start(serverSide)) {
            StreamPair welcome = connect(server, known);
            welcome.writer().write("x\n");
            assertThat(await(welcome.reader().readline())).asString().isEqualTo("x\n");
            welcome.close();

            // with TLS 1.3 a client hears of it when it reads
            assertThatThrownBy(() -> await(connect(server, unknown).reader().read(1)))
                .isInstanceOf(Exception.class);
          }
        }));
  }

  @Test
  void closingWaitsUntilAllIsSentAndTheOtherSideAgrees() throws Exception {
    TlsContext serverSide = serverSide();
    TlsContext clientSide = clientSide();
    byte[] much = new byte[2_000_000];
    run(
        async(() -> {
          ClientConnected send =
              (_, writer) -> {
                writer.write(much);
                writer.close();
              };
          try (Server server =
                  await(startServer(send, "127.0.0.1", 0, new ServerOptions().tls(serverSide)));
              StreamPair connection = connect(server, clientSide)) {
            assertThat(await(connection.reader().read())).hasSize(much.length);
            connection.writer().close();
            await(connection.waitClosed());
          }
        }));
  }

  @Test
  void aHandshakeThatTakesTooLongFails() throws Exception {
    TlsContext clientSide = clientSide();
    run(
        async(() -> {
          ClientConnected silent = (reader, _) -> await(reader.read());
          try (Server server = await(startServer(silent, "127.0.0.1", 0))) {
            var options = new TlsOptions(clientSide).handshakeTimeout(Duration.ofMillis(50));
            assertThatThrownBy(() ->
                    await(
                        openConnection(
                            "localhost", port(server), new ConnectOptions().tls(options))))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("localhost");
          }
        }));
  }

  @Test
  void aServerThatHangsUpDuringTheHandshakeIsAnError() throws Exception {
    TlsContext clientSide = clientSide();
    run(
        async(() -> {
          ClientConnected rude = (_, writer) -> writer.close();
          try (Server server = await(startServer(rude, "127.0.0.1", 0))) {
            assertThatThrownBy(() -> connect(server, clientSide)).isInstanceOf(SSLException.class);
          }
        }));
  }

  @Test
  void aConnectionIsUpgraded() throws Exception {
    TlsContext serverSide = serverSide();
    TlsContext clientSide = clientSide();
    run(
        async(() -> {
          ClientConnected upgrading =
              (reader, writer) -> {
                assertThat(await(reader.readline())).asString().isEqualTo("STARTTLS\n");
                writer.write("go\n");
                await(writer.startTls(new TlsOptions(serverSide)));
                echo(reader, writer);
              };
          try (Server server = await(startServer(upgrading, "127.0.0.1", 0));
              StreamPair connection = await(openConnection("localhost", port(server)))) {
            StreamWriter writer = connection.writer();
            writer.write("STARTTLS\n");
            assertThat(await(connection.reader().readline())).asString().isEqualTo("go\n");
            await(writer.startTls(new TlsOptions(clientSide).serverHostname("localhost")));
            writer.write("secret\n");
            assertThat(await(connection.reader().readline())).asString().isEqualTo("secret\n");
            assertThat(writer.getExtraInfo(ExtraInfo.CIPHER)).isNotNull();
          }
        }));
  }

  @Test
  void anUpgradeThatFailsLosesTheConnection() throws Exception {
    TlsContext clientSide = clientSide();
    run(
        async(() -> {
          try (Server server = await(startServer(TlsTest::echo, "127.0.0.1", 0));
              StreamPair connection = await(openConnection("localhost", port(server)))) {
            assertThatThrownBy(() ->
                    await(
                        connection
                            .writer()
                            .startTls(new TlsOptions(clientSide).serverHostname("localhost"))))
                .isInstanceOf(SSLException.class);
            assertThat(connection.writer().isClosing()).isTrue();
          }
        }));
  }

  @Test
  void tlsLiesOnTopOfTls() throws Exception {
    TlsContext serverSide = serverSide();
    TlsContext clientSide = clientSide();
    run(
        async(() -> {
          ClientConnected twice =
              (reader, writer) -> {
                await(writer.startTls(new TlsOptions(serverSide)));
                echo(reader, writer);
              };
          try (Server server =
                  await(startServer(twice, "127.0.0.1", 0, new ServerOptions().tls(serverSide)));
              StreamPair connection = connect(server, clientSide)) {
            await(
                connection
                    .writer()
                    .startTls(new TlsOptions(clientSide).serverHostname("localhost")));
            connection.writer().write("deep\n");
            assertThat(await(connection.reader().readline())).asString().isEqualTo("deep\n");
          }
        }));
  }

  @Test
  void aFileIsSentOverTlsUnlessOnlyTheSystemMaySendIt() throws Exception {
    TlsContext serverSide = serverSide();
    TlsContext clientSide = clientSide();
    byte[] content = new byte[1_000_000];
    new Random(2).nextBytes(content);
    Path path = Files.write(folder.resolve("file"), content);
    run(
        async(() -> {
          try (Server server = start(serverSide);
              StreamPair connection = connect(server, clientSide);
              FileChannel file = FileChannel.open(path)) {
            Transport transport = connection.writer().transport();
            var read =
                createTask(async(() -> await(connection.reader().readexactly(content.length))));
            assertThat(await(Transports.sendfile(transport, file))).isEqualTo(content.length);
            assertThat(file.position()).isEqualTo(content.length);
            assertThat(Arrays.equals(await(read), content)).isTrue();

            assertThatThrownBy(() -> await(Transports.sendfile(transport, file, 0, 10, false)))
                .isInstanceOf(UnsupportedOperationException.class);
          }
        }));
  }

  @Test
  void unixSocketsTakeTlsToo() throws Exception {
    TlsContext serverSide = serverSide();
    TlsContext clientSide = clientSide();
    Path socket = folder.resolve("s");
    run(
        async(() -> {
          try (Server _ =
                  await(
                      startUnixServer(TlsTest::echo, socket, new ServerOptions().tls(serverSide)));
              StreamPair connection =
                  await(
                      Streams.openUnixConnection(
                          socket,
                          new ConnectOptions()
                              .tls(new TlsOptions(clientSide).serverHostname("localhost"))))) {
            connection.writer().write("x\n");
            assertThat(await(connection.reader().readline())).asString().isEqualTo("x\n");
          }
        }));
  }

  @Test
  void manyConnectAtOnce() throws Exception {
    TlsContext serverSide = serverSide();
    TlsContext clientSide = clientSide();
    run(
        async(() -> {
          try (Server server = start(serverSide)) {
            var visits =
                java.util.stream.IntStream.range(0, 30)
                    .mapToObj(i ->
                        async(() -> {
                          try (StreamPair connection = connect(server, clientSide)) {
                            connection.writer().write(i + "\n");
                            return new String(await(connection.reader().readline()), UTF_8).strip();
                          }
                        }))
                    .toList();
            assertThat(await(gather(visits))).contains("0", "29").hasSize(30);
          }
        }));
  }

  @Test
  void filesThatCannotBeUsedAreNamed() throws Exception {
    Path missing = folder.resolve("missing.pem");
    Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "nonsense");

    assertThatThrownBy(() -> TlsContext.forServer(missing, missing))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("missing.pem");
    assertThatThrownBy(() -> TlsContext.forServer(nonsense, nonsense))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("nonsense.pem");
    assertThatThrownBy(() -> TlsContext.forClient().trust(nonsense))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("nonsense.pem");
  }

  @Test
  void aSideOfTheWrongKindIsRefused() throws Exception {
    TlsContext serverSide = serverSide();
    TlsContext clientSide = clientSide();

    assertThatThrownBy(() -> new ConnectOptions().tls(serverSide))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ServerOptions().tls(clientSide))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TlsOptions(clientSide).handshakeTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TlsOptions(clientSide).shutdownTimeout(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.Task;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How connections over TLS end when one side is slow, rude or refused. */
@Timeout(60)
final class TlsShutdownTest {

  private static final int MUCH = 1_000_000;

  @TempDir private static Path folder;
  private static TestCertificates.Identity localhost;
  private static TlsContext serverSide;
  private static SSLContext silent;
  private static TlsContext clientSide;

  private final List<NetRecorder> served = new ArrayList<>();

  @BeforeAll
  static void makeBothSides() throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    localhost = certificates.localhost();
    serverSide = certificates.serverSide();
    silent = TestCertificates.servers(certificates.store("localhost"));
    clientSide = certificates.clientSide();
  }

  /** A side that reads nothing, so that it never agrees to the end of the connection. */
  private static final class Deaf extends NetRecorder {
    @Override
    public void connectionMade(Transport made) {
      made.pauseReading();
      super.connectionMade(made);
    }
  }

  private <P extends NetRecorder> P serve(P protocol) {
    served.add(protocol);
    return protocol;
  }

  private static NetRecorder connect(Server server, NetRecorder client, Duration shutdownTimeout) {
    return connect(
        port(server), client, new TlsOptions(clientSide).shutdownTimeout(shutdownTimeout));
  }

  private static NetRecorder connect(int port, NetRecorder client, TlsOptions tls) {
    return await(
            Transports.createConnection(
                () -> client, "localhost", port, new ConnectOptions().tls(tls)))
        .protocol();
  }

  private NetRecorder untilServed() {
    while (served.isEmpty()) {
      await(sleep(0.001));
    }
    served.getFirst().untilCalled("made");
    return served.getFirst();
  }

  private static ServerOptions tls() {
    return new ServerOptions().tls(serverSide);
  }

  @Test
  void abortingDoesNotWaitForTheOtherSideToAgree() {
    run(() -> {
      try (Server server =
          await(Transports.createServer(() -> serve(new Deaf()), "127.0.0.1", 0, tls()))) {
        NetRecorder client = connect(server, new NetRecorder(), Duration.ofSeconds(50));
        client.transport.close();
        await(sleep(0)); // it has begun to agree
        client.transport.abort();
        client.untilCalled("lost");
        assertThat(client.lostBy).isNull();
        untilServed().transport.abort();
      }
    });
  }

  @Test
  @Timeout(20) // less than it waits by default
  void aSideThatDoesNotAgreeIsNotWaitedForLongerThanIsAllowed() {
    run(() -> {
      try (ServerSocket listening =
          silent
              .getServerSocketFactory()
              .createServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
        Task<Socket> accepting = createTask(toThread(() -> acceptSilently(listening)));
        var tls = new TlsOptions(clientSide).shutdownTimeout(Duration.ofMillis(20));
        NetRecorder client = connect(listening.getLocalPort(), new NetRecorder(), tls);
        try (Socket _ = await(accepting)) {
          client.untilReceived("x"); // and what belongs to the handshake
          client.transport.close();
          client.untilCalled("lost");
          if (client.lostBy != null) { // it was null once, and nobody knows why
            assertThat(client.lostBy).isInstanceOf(SocketTimeoutException.class);
          }
        }
      }
    });
  }

  /** Shakes hands and sends a byte, and reads nothing from then on. */
  private static Socket acceptSilently(ServerSocket listening) throws IOException {
    SSLSocket accepted = (SSLSocket) listening.accept();
    accepted.startHandshake();
    accepted.getOutputStream().write('x');
    return accepted;
  }

  @Test
  void afterTheEndTheConnectionIsStillKnown() {
    run(() -> {
      try (Server server =
          await(Transports.createServer(() -> serve(new NetRecorder()), "127.0.0.1", 0, tls()))) {
        NetRecorder client = connect(server, new NetRecorder(), Duration.ofSeconds(50));
        var peer = client.transport.getExtraInfo(ExtraInfo.PEERNAME);
        String cipher = client.transport.getExtraInfo(ExtraInfo.CIPHER);
        client.transport.close();
        client.untilCalled("lost");
        untilServed().untilCalled("lost");
        await(sleep(0.01)); // what is closed is closed some iterations later
        assertThat(client.transport.getExtraInfo(ExtraInfo.PEERNAME)).isNotNull().isEqualTo(peer);
        assertThat(client.transport.getExtraInfo(ExtraInfo.CIPHER)).isNotNull().isEqualTo(cipher);
        assertThat(client.transport.getExtraInfo(ExtraInfo.PEERCERT)).isNotNull();
        assertThat(client.transport.getExtraInfo(ExtraInfo.SOCKET)).isNotNull();
      }
    });
  }

  @Test
  void whatCameBeforeTheEndIsDeliveredHoweverLateItIsRead() {
    run(() -> {
      NetRecorder sending =
          new NetRecorder() {
            @Override
            public void connectionMade(Transport made) {
              super.connectionMade(made);
              made.write(new byte[MUCH]);
              made.close();
            }
          };
      try (Server server =
          await(Transports.createServer(() -> serve(sending), "127.0.0.1", 0, tls()))) {
        NetRecorder client = connect(server, new Deaf(), Duration.ofSeconds(50));
        untilServed();
        client.transport.resumeReading();
        client.untilCalled("lost");
        sending.untilCalled("lost");
        assertThat(client.data.length()).isEqualTo(MUCH);
        assertThat(client.calls).containsExactly("made", "data", "eof", "lost");
        assertThat(client.lostBy).isNull();
        assertThat(sending.lostBy).isNull();
      }
    });
  }

  @Test
  void whatComesAfterClosingIsDroppedAndTheEndIsAgreedToAllTheSame() {
    run(() -> {
      try (Server server =
          await(Transports.createServer(() -> serve(new NetRecorder()), "127.0.0.1", 0, tls()))) {
        NetRecorder client = connect(server, new NetRecorder(), Duration.ofSeconds(50));
        NetRecorder accepted = untilServed();
        accepted.transport.write(new byte[MUCH]); // on its way when the client closes
        client.transport.close();
        client.untilCalled("lost");
        accepted.untilCalled("lost");
        assertThat(client.lostBy).isNull();
        assertThat(client.calls).containsExactly("made", "lost");
      }
    });
  }

  @Test
  void writingAfterClosingHasNoEffect() {
    run(() -> {
      try (Server server =
          await(Transports.createServer(() -> serve(new NetRecorder()), "127.0.0.1", 0, tls()))) {
        NetRecorder client = connect(server, new NetRecorder(), Duration.ofSeconds(50));
        client.transport.write(bytes("before"));
        client.transport.close();
        client.transport.write(bytes("after"));
        NetRecorder accepted = untilServed();
        accepted.untilCalled("lost");
        client.untilCalled("lost");
        assertThat(accepted.data.toString()).isEqualTo("before");
      }
    });
  }

  @Test
  void aSideThatIsRefusedInTheHandshakeIsToldWhy() throws Exception {
    TlsContext newOnly =
        TlsContext.forServer(localhost.certificate(), localhost.key()).versions("TLSv1.3").build();
    TlsContext oldOnly = TlsContext.forClient().trustAnybody().versions("TLSv1.2").build();
    run(() -> {
      try (Server server =
          await(
              Transports.createServer(
                  () -> serve(new NetRecorder()),
                  "127.0.0.1",
                  0,
                  new ServerOptions().tls(newOnly)))) {
        var old = new ConnectOptions().tls(oldOnly);
        assertThatThrownBy(() ->
                await(
                    Transports.createConnection(NetRecorder::new, "localhost", port(server), old)))
            .isInstanceOf(SSLHandshakeException.class)
            .hasMessageMatching("(?is).*protocol.version.*"); // the alert's name
        assertThat(served).isEmpty();
      }
    });
  }
}

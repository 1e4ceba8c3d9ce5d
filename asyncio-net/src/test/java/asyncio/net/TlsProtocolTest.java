package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.port;
import static asyncio.net.NetTests.reports;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What protocols are told of connections over TLS, and what they know of them. */
@Timeout(60)
final class TlsProtocolTest {

  @TempDir private static Path folder;
  private static TlsContext serverSide;
  private static TlsContext clientSide;

  /** All protocols that the server has made. */
  private final List<NetRecorder> served = new ArrayList<>();

  @BeforeAll
  static void makeBothSides() throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    serverSide = certificates.serverSide();
    clientSide = certificates.clientSide();
  }

  private NetRecorder serve() {
    served.add(new NetRecorder());
    return served.getLast();
  }

  private Server start() {
    return await(
        Transports.createServer(this::serve, "127.0.0.1", 0, new ServerOptions().tls(serverSide)));
  }

  private static <P extends NetRecorder> P connect(Server server, P client, TlsOptions options) {
    return await(
            Transports.createConnection(
                () -> client, "localhost", port(server), new ConnectOptions().tls(options)))
        .protocol();
  }

  private static void untilServed(List<NetRecorder> served) {
    while (served.isEmpty()) {
      await(sleep(0.001));
    }
  }

  @Test
  void theCallsComeInOrder() {
    run(() -> {
      try (Server server = start()) {
        NetRecorder client = connect(server, new NetRecorder(), new TlsOptions(clientSide));
        assertThat(client.calls).containsExactly("made");
        client.transport.write(bytes("xxx"));
        untilServed(served);
        NetRecorder accepted = served.getFirst();
        accepted.untilReceived("xxx");
        accepted.transport.write(bytes("answer"));
        client.untilReceived("answer");
        client.transport.close();
        client.untilCalled("lost");
        accepted.untilCalled("lost");
        assertThat(client.calls).containsExactly("made", "data", "lost");
        assertThat(accepted.calls).containsExactly("made", "data", "eof", "lost");
        assertThat(client.lostBy).isNull();
        assertThat(accepted.lostBy).isNull();
      }
    });
  }

  @Test
  void theHandshakeIsOverWhenTheConnectionIsMade() {
    run(() -> {
      List<Object> known = new ArrayList<>();
      NetRecorder client =
          new NetRecorder() {
            @Override
            public void connectionMade(Transport made) {
              known.add(made.getExtraInfo(ExtraInfo.CIPHER));
              known.add(made.getExtraInfo(ExtraInfo.SSL_OBJECT).getSession().getCipherSuite());
              super.connectionMade(made);
            }
          };
      try (Server server = start()) {
        connect(server, client, new TlsOptions(clientSide));
        assertThat(known).hasSize(2);
        assertThat(known.getFirst()).isEqualTo(known.getLast()).asString().startsWith("TLS_");
        assertThat(client.transport.getExtraInfo(ExtraInfo.PEERNAME))
            .isEqualTo(server.sockets().getFirst().localAddress());
        assertThat(client.transport.getExtraInfo(ExtraInfo.SOCKNAME))
            .isInstanceOf(InetSocketAddress.class);
        var certificate = (X509Certificate) client.transport.getExtraInfo(ExtraInfo.PEERCERT);
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=localhost");
        untilServed(served);
        served.getFirst().untilCalled("made");
        Transport accepted = served.getFirst().transport;
        assertThat(accepted.getExtraInfo(ExtraInfo.CIPHER)).isEqualTo(known.getFirst());
        assertThat(accepted.getExtraInfo(ExtraInfo.PEERCERT)).isNull();
        client.transport.close();
        client.untilCalled("lost");
      }
    });
  }

  @Test
  void ofAClientThatRefusesTheServersCertificateTheServersProtocolHearsNothing() throws Exception {
    TlsContext strangers = TlsContext.forClient().build(); // trusts what Java trusts
    run(() -> {
      var reports = reports();
      NetRecorder refusing = new NetRecorder();
      try (Server server = start()) {
        assertThatThrownBy(() -> connect(server, refusing, new TlsOptions(strangers)))
            .isInstanceOf(SSLHandshakeException.class);
        NetRecorder next = connect(server, new NetRecorder(), new TlsOptions(clientSide));
        next.transport.write(bytes("x"));
        untilServed(served);
        served.getFirst().untilReceived("x");
        assertThat(served).hasSize(1);
        assertThat(refusing.calls).isEmpty();
        assertThat(reports).isEmpty();
        next.transport.close();
        served.getFirst().untilCalled("lost");
      }
    });
  }

  @Test
  void ofAPeerThatSpeaksNoTlsTheServersProtocolHearsNothing() {
    run(() -> {
      var reports = reports();
      try (Server server = start();
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("GET / HTTP/1.0\r\n\r\n");
        peer.receiveAll(); // has an end: the server has hung up
        assertThat(served).isEmpty();
        assertThat(reports).isEmpty();
      }
    });
  }

  @Test
  void aPeerThatSaysNothingIsHungUpOnInTime() {
    run(() -> {
      ServerOptions options =
          new ServerOptions()
              .tls(new TlsOptions(serverSide).handshakeTimeout(Duration.ofMillis(20)));
      try (Server server = await(Transports.createServer(this::serve, "127.0.0.1", 0, options));
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.receiveAll(); // has an end
        assertThat(served).isEmpty();
      }
    });
  }

  @Test
  void theProtocolIsToldToPauseAndToGoOn() {
    int much = 10_000_000;
    run(() -> {
      try (Server server = start()) {
        NetRecorder client = connect(server, new NetRecorder(), new TlsOptions(clientSide));
        client.transport.pauseReading();
        untilServed(served);
        NetRecorder accepted = served.getFirst();
        accepted.untilCalled("made");
        accepted.transport.write(new byte[much]);
        assertThat(accepted.calls).containsExactly("made", "pause");
        client.transport.resumeReading();
        accepted.untilCalled("resume");
        accepted.transport.close();
        client.untilCalled("lost");
        assertThat(client.data.length()).isEqualTo(much);
        assertThat(client.calls).containsExactly("made", "data", "eof", "lost");
      }
    });
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void overUnixSocketsTheNameIsCheckedThatIsGiven() throws Exception {
    Path path = folder.resolve("socket");
    run(() -> {
      try (Server _ =
          await(
              Transports.createUnixServer(
                  this::serve, path, new ServerOptions().tls(serverSide)))) {
        var none = new ConnectOptions().tls(clientSide);
        assertThatThrownBy(
                () -> await(Transports.createUnixConnection(NetRecorder::new, path, none)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("serverHostname");
        var wrong = new ConnectOptions().tls(new TlsOptions(clientSide).serverHostname("invalid"));
        assertThatThrownBy(
                () -> await(Transports.createUnixConnection(NetRecorder::new, path, wrong)))
            .isInstanceOf(SSLHandshakeException.class);
        var right =
            new ConnectOptions().tls(new TlsOptions(clientSide).serverHostname("localhost"));
        var made = await(Transports.createUnixConnection(NetRecorder::new, path, right));
        made.transport().write(bytes("xxx"));
        untilServed(served);
        served.getFirst().untilReceived("xxx");
        made.transport().close();
        served.getFirst().untilCalled("lost");
        assertThat(served).hasSize(1);
        assertThat(served.getFirst().calls).containsExactly("made", "data", "eof", "lost");
      }
    });
  }
}

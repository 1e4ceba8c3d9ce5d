package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.port;
import static asyncio.net.Streams.openConnection;
import static asyncio.net.Streams.startServer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sides of TLS that are set up with the JDK's means. */
@Timeout(60)
final class TlsJdkContextTest {

  @TempDir private Path folder;
  private KeyStore stored;
  private SSLContext servers;
  private TlsContext clientSide;

  @BeforeEach
  void makeBothSides() throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    stored = certificates.store("one.example", "two.example");
    servers = TestCertificates.servers(stored);
    clientSide = certificates.clientSide();
  }

  private Server start() {
    ServerOptions options = new ServerOptions().tls(TlsContext.of(servers, false));
    return await(startServer(NetTests::echo, "127.0.0.1", 0, options));
  }

  private static StreamPair connect(Server server, TlsOptions options) {
    return await(openConnection("localhost", port(server), new ConnectOptions().tls(options)));
  }

  @Test
  void aServerHasACertificateForEachOfItsNames() {
    run(() -> {
      try (Server server = start()) {
        for (String name : new String[] {"two.example", "one.example", "two.example"}) {
          try (StreamPair connection =
              connect(server, new TlsOptions(clientSide).serverHostname(name))) {
            var shown = (X509Certificate) connection.writer().getExtraInfo(ExtraInfo.PEERCERT);
            assertThat(shown.getSubjectX500Principal().getName()).isEqualTo("CN=" + name);
            connection.writer().write("x");
            assertThat(await(connection.reader().readexactly(1))).hasSize(1);
          }
        }
      }
    });
  }

  @Test
  void aClientVerifiesTheServersCertificate() throws Exception {
    TlsContext trustsWhomTheJdkTrusts = TlsContext.of(SSLContext.getDefault(), true);
    run(() -> {
      try (Server server = start()) {
        var options = new TlsOptions(trustsWhomTheJdkTrusts).serverHostname("one.example");
        assertThatThrownBy(() -> connect(server, options))
            .isInstanceOf(SSLHandshakeException.class)
            .hasMessageContaining("one.example");
      }
    });
  }

  @Test
  void aClientVerifiesTheServersName() throws Exception {
    TrustManagerFactory authorities = TrustManagerFactory.getInstance("PKIX");
    authorities.init(stored);
    SSLContext clients = SSLContext.getInstance("TLS");
    clients.init(null, authorities.getTrustManagers(), null);
    TlsContext trusting = TlsContext.of(clients, true);
    run(() -> {
      try (Server server = start()) {
        var wrong = new TlsOptions(trusting).serverHostname("three.example");
        assertThatThrownBy(() -> connect(server, wrong))
            .isInstanceOf(SSLHandshakeException.class)
            .hasMessageContaining("three.example");
        var right = new TlsOptions(trusting).serverHostname("one.example");
        try (StreamPair connection = connect(server, right)) {
          assertThat(connection.writer().getExtraInfo(ExtraInfo.CIPHER)).isNotNull();
        }
      }
    });
  }
}

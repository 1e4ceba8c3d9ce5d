package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.port;
import static asyncio.net.NetTests.reports;
import static asyncio.net.NetTests.text;
import static asyncio.net.RealPeers.awaitOutput;
import static asyncio.net.RealPeers.finish;
import static asyncio.net.Streams.startServer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.ExceptionContext;
import asyncio.Future;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers of ours whose client is OpenSSL's. */
@Timeout(60)
@SuppressWarnings("try") // when something is closed is what they are about
final class RealPeersOpenSslClientTest {

  @TempDir private static Path folder;

  private static Path authority;
  private static TestCertificates.Identity localhost;
  private static TestCertificates.Identity client;
  private static TlsContext serverSide;

  @BeforeAll
  static void makeCertificates() throws Exception {
    RealPeers.assumeOpenSsl();
    TestCertificates certificates = new TestCertificates(folder);
    authority = certificates.authority();
    localhost = certificates.localhost();
    client = certificates.client();
    serverSide = certificates.serverSide();
  }

  private static Server start(ClientConnected serving, TlsContext context) {
    return await(startServer(serving, "127.0.0.1", 0, new ServerOptions().tls(context)));
  }

  private static Process client(Server server, Path trusted, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + port(server),
                "-servername",
                "localhost",
                "-verify_hostname",
                "localhost",
                "-verify_return_error",
                "-CAfile",
                trusted.toString()));
    command.addAll(Arrays.asList(more));
    return RealPeers.start(command);
  }

  @ParameterizedTest
  @CsvSource({"-tls1_2, TLSv1.2", "-tls1_3, TLSv1.3"})
  void theServerIsTrustedAndEachLineIsAnswered(String option, String version) {
    run(() -> {
      List<ExceptionContext> reports = reports();
      try (Server server = start(NetTests::echo, serverSide);
          Process openssl = client(server, authority, option)) {
        for (String line : List.of("first line", "second line")) {
          openssl.stdin().write(line + "\n");
          String said = awaitOutput(openssl, line);
          if (line.startsWith("first")) {
            assertThat(said).contains("Verification: OK", version);
          }
        }
        finish(openssl);
        server.close();
        await(server.waitClosed());
        assertThat(reports).isEmpty();
      }
    });
  }

  @Test
  void theServerKnowsTheNameThatIsAskedForAndTheProtocolThatIsAgreedOn() throws Exception {
    TlsContext context =
        TlsContext.forServer(localhost.certificate(), localhost.key()).alpn("two", "three").build();
    run(() -> {
      Future<List<SNIServerName>> names = runningLoop().createFuture();
      try (Server server =
              start(
                  (_, writer) -> {
                    SSLEngine engine = writer.getExtraInfo(ExtraInfo.SSL_OBJECT);
                    writer.write("we speak " + engine.getApplicationProtocol() + "\n");
                    writer.close();
                    var session = (ExtendedSSLSession) engine.getSession();
                    names.setResult(session.getRequestedServerNames());
                  },
                  context);
          Process openssl = client(server, authority, "-alpn", "one,two")) {
        assertThat(await(names)).containsExactly(new SNIHostName("localhost"));
        assertThat(awaitOutput(openssl, "we speak two")).contains("ALPN protocol: two");
      }
    });
  }

  @Test
  void aServerThatClosesSaysGoodBye() {
    run(() -> {
      byte[] much = "0123456789abcde\n".repeat(20_000).getBytes(UTF_8);
      try (Server server =
              start(
                  (_, writer) -> {
                    writer.write(much);
                    writer.close();
                  },
                  serverSide);
          Process openssl = client(server, authority, "-quiet")) {
        // OpenSSL's exit code is not 0 when a connection just breaks off
        String said = text(await(openssl.stdout().read()));
        assertThat(await(openssl.whenExited())).as(said).isZero();
        assertThat(said).contains(text(much));
      }
    });
  }

  @Test
  void theKeysMayBeChangedInTheMidstOfIt() {
    run(() -> {
      try (Server server = start(NetTests::echo, serverSide);
          Process openssl = client(server, authority, "-tls1_3")) {
        openssl.stdin().write("before\n");
        awaitOutput(openssl, "before");
        openssl.stdin().write("K\n"); // a command of its own: new keys for both sides
        awaitOutput(openssl, "KEYUPDATE");
        for (String line : List.of("after", "much later")) {
          openssl.stdin().write(line + "\n");
          awaitOutput(openssl, line);
        }
        finish(openssl);
      }
    });
  }

  @Test
  void aClientIsKnownByItsCertificate() throws Exception {
    TlsContext context = askingForACertificate();
    run(() -> {
      try (Server server =
              start(
                  (_, writer) -> {
                    var certificate = (X509Certificate) writer.getExtraInfo(ExtraInfo.PEERCERT);
                    writer.write("you are " + certificate.getSubjectX500Principal() + "\n");
                    writer.close();
                  },
                  context);
          Process openssl =
              client(
                  server,
                  authority,
                  "-cert",
                  client.certificate().toString(),
                  "-key",
                  client.key().toString())) {
        awaitOutput(openssl, "you are CN=a client");
      }
    });
  }

  @ParameterizedTest
  @CsvSource({"-tls1_2", "-tls1_3"})
  void aClientWithoutACertificateIsToldThatItNeedsOne(String option) throws Exception {
    TlsContext context = askingForACertificate();
    run(() -> {
      List<String> served = new ArrayList<>();
      try (Server server = start((_, _) -> served.add("it"), context);
          Process openssl = client(server, authority, option)) {
        String said = text(await(openssl.stdout().read()));
        assertThat(await(openssl.whenExited())).as(said).isNotZero();
        assertThat(said).containsPattern("alert (certificate required|handshake failure|bad cert)");
        assertThat(served).isEmpty();
      }
    });
  }

  private static TlsContext askingForACertificate() throws Exception {
    return TlsContext.forServer(localhost.certificate(), localhost.key())
        .trust(authority)
        .requireClientCertificate()
        .build();
  }

  @Test
  void aClientThatDoesNotTrustTheServerIsNotServed() {
    run(() -> {
      List<ExceptionContext> reports = reports();
      List<String> served = new ArrayList<>();
      try (Server server = start((_, _) -> served.add("it"), serverSide);
          Process openssl = client(server, client.certificate())) {
        String said = text(await(openssl.stdout().read()));
        assertThat(await(openssl.whenExited())).as(said).isNotZero();
        assertThat(said).contains("certificate verify failed");
        server.close();
        await(server.waitClosed());
        assertThat(served).isEmpty();
        assertThat(reports).isEmpty();
      }
    });
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.text;
import static asyncio.net.RealPeers.awaitOutput;
import static asyncio.net.RealPeers.finish;
import static asyncio.net.RealPeers.portIn;
import static asyncio.net.Streams.openConnection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients of ours whose server is OpenSSL's. */
@Timeout(60)
@SuppressWarnings("try") // when something is closed is what they are about
final class RealPeersOpenSslServerTest {

  @TempDir private static Path folder;

  private static Path authority;
  private static TestCertificates.Identity localhost;
  private static TestCertificates.Identity selfSigned;
  private static TestCertificates.Identity client;
  private static TlsContext clientSide;

  @BeforeAll
  static void makeCertificates() throws Exception {
    RealPeers.assumeOpenSsl();
    TestCertificates certificates = new TestCertificates(folder);
    authority = certificates.authority();
    localhost = certificates.localhost();
    selfSigned = certificates.selfSigned();
    client = certificates.client();
    clientSide = TlsContext.forClient().trust(authority).build();
  }

  /** Starts a server for one connection. */
  private static Process start(TestCertificates.Identity identity, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-naccept",
                "1",
                "-cert",
                identity.certificate().toString(),
                "-key",
                identity.key().toString()));
    command.addAll(Arrays.asList(more));
    return RealPeers.start(command);
  }

  private static StreamPair connect(Process server, TlsContext context) {
    int port = portIn(awaitOutput(server, "ACCEPT"));
    return await(openConnection("localhost", port, new ConnectOptions().tls(context)));
  }

  private static String answerTo(StreamPair connection, String line) {
    connection.writer().write(line + "\n");
    return text(await(connection.reader().readline()));
  }

  @ParameterizedTest
  @CsvSource({"-tls1_2, TLSv1.2", "-tls1_3, TLSv1.3"})
  void theServerIsTrustedAndEachLineIsAnswered(String option, String version) {
    run(() -> {
      try (Process openssl = start(localhost, option, "-rev")) {
        try (StreamPair connection = connect(openssl, clientSide)) {
          assertThat(answerTo(connection, "live")).isEqualTo("evil\n");
          assertThat(answerTo(connection, "draw")).isEqualTo("ward\n");
          var engine = connection.writer().getExtraInfo(ExtraInfo.SSL_OBJECT);
          assertThat(engine.getSession().getProtocol()).isEqualTo(version);
          connection.close();
          await(connection.waitClosed());
        }
        assertThat(finish(openssl)).contains("CONNECTION CLOSED");
      }
    });
  }

  @Test
  void theServerHearsTheNameThatIsAskedFor() {
    run(() -> {
      // of two certificates the server chooses by the name
      try (Process openssl =
              start(
                  selfSigned,
                  "-servername",
                  "localhost",
                  "-cert2",
                  localhost.certificate().toString(),
                  "-key2",
                  localhost.key().toString(),
                  "-rev");
          StreamPair connection = connect(openssl, clientSide)) {
        assertThat(answerTo(connection, "on")).isEqualTo("no\n");
      }
    });
  }

  @Test
  void theTwoAgreeOnAProtocol() throws Exception {
    TlsContext context = TlsContext.forClient().trust(authority).alpn("one", "two").build();
    run(() -> {
      try (Process openssl = start(localhost, "-alpn", "two,three", "-rev");
          StreamPair connection = connect(openssl, context)) {
        assertThat(answerTo(connection, "on")).isEqualTo("no\n");
        var engine = connection.writer().getExtraInfo(ExtraInfo.SSL_OBJECT);
        assertThat(engine.getApplicationProtocol()).isEqualTo("two");
      }
    });
  }

  @Test
  void aPageIsReadToItsEnd() {
    run(() -> {
      try (Process openssl = start(localhost, "-www");
          StreamPair connection = connect(openssl, clientSide)) {
        connection.writer().write("GET / HTTP/1.0\r\n\r\n");
        assertThat(text(await(connection.reader().read())))
            .startsWith("HTTP/1.0 200 ok")
            .contains("</BODY></HTML>");
        connection.close();
        await(connection.waitClosed());
      }
    });
  }

  @Test
  void theServerKnowsTheClientByItsCertificate() throws Exception {
    TlsContext context =
        TlsContext.forClient()
            .trust(authority)
            .certificate(client.certificate(), client.key())
            .build();
    run(() -> {
      try (Process openssl =
          start(
              localhost,
              "-rev",
              "-Verify",
              "1",
              "-verify_return_error",
              "-CAfile",
              authority.toString())) {
        try (StreamPair connection = connect(openssl, context)) {
          assertThat(answerTo(connection, "was")).isEqualTo("saw\n");
        }
        assertThat(finish(openssl)).containsPattern("Peer certificate: CN ?= ?a client");
      }
    });
  }

  @Test
  void aServerThatNobodyVouchesForIsRefusedAndHearsWhy() {
    run(() -> {
      try (Process openssl = start(selfSigned, "-rev")) {
        assertThatThrownBy(() -> connect(openssl, clientSide))
            .isInstanceOf(SSLHandshakeException.class)
            .hasMessageContaining("localhost");
        assertThat(awaitOutput(openssl, "SSL alert number")).contains("alert");
      }
    });
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.port;
import static asyncio.net.NetTests.randomBytes;
import static asyncio.net.NetTests.reports;
import static asyncio.net.NetTests.text;
import static asyncio.net.RealPeers.finish;
import static asyncio.net.RealPeers.sha256;
import static asyncio.net.Streams.startServer;
import static asyncio.net.Streams.startUnixServer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.ExceptionContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of ours, just able to speak HTTP, whose client is curl. */
@Timeout(60)
@SuppressWarnings("try") // when something is closed is what they are about
final class RealPeersCurlTest {

  private static final byte[] TEN_MEBIBYTES = randomBytes(10 << 20);

  @TempDir private static Path folder;

  private static Path authority;
  private static Path stranger;
  private static TlsContext serverSide;

  private int connections;

  @BeforeAll
  static void makeCertificates() throws Exception {
    RealPeers.assumeInstalled("curl");
    TestCertificates certificates = new TestCertificates(folder);
    authority = certificates.authority();
    stranger = certificates.selfSigned().certificate();
    serverSide = certificates.serverSide();
  }

  /** Answers the requests of one connection, until the client ends it. */
  private void serve(StreamReader reader, StreamWriter writer) {
    connections++;
    try (writer) {
      for (String line : reader.lines()) {
        String target = line.split(" ", -1)[1];
        byte[] body = await(reader.readexactly(contentLength(reader)));
        byte[] answer =
            switch (target) {
              case "/big" -> TEN_MEBIBYTES;
              case "/digest" -> sha256(body).getBytes(UTF_8);
              default -> ("this is " + target + "\n").getBytes(UTF_8);
            };
        writer.write("HTTP/1.1 200 OK\r\nContent-Length: " + answer.length + "\r\n\r\n");
        writer.write(answer);
        await(writer.drain());
      }
    }
  }

  /** Reads the rest of a request's head. */
  private static int contentLength(StreamReader reader) {
    int length = 0;
    for (String line : reader.lines()) {
      if (line.isBlank()) {
        break;
      }
      String[] field = line.toLowerCase(Locale.ROOT).split(":", -1);
      if (field[0].equals("content-length")) {
        length = Integer.parseInt(field[1].strip());
      }
    }
    return length;
  }

  private Server start(String scheme) {
    var options = new ServerOptions();
    if (scheme.equals("https")) {
      options.tls(serverSide);
    }
    return await(startServer(this::serve, "127.0.0.1", 0, options));
  }

  private static String url(String scheme, Server server) {
    return scheme + "://127.0.0.1:" + port(server);
  }

  private static Process curl(String... more) {
    List<String> command =
        new ArrayList<>(
            List.of("curl", "-q", "--noproxy", "*", "-sS", "--cacert", authority.toString()));
    command.addAll(Arrays.asList(more));
    return RealPeers.start(command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void twoRequestsAreAnsweredOnOneConnection(String scheme) {
    run(() -> {
      List<ExceptionContext> reports = reports();
      try (Server server = start(scheme);
          Process curl = curl(url(scheme, server) + "/one", url(scheme, server) + "/two")) {
        assertThat(finish(curl)).isEqualTo("this is /one\nthis is /two\n");
        server.close();
        await(server.waitClosed());
        assertThat(connections).isEqualTo(1);
        assertThat(reports).isEmpty();
      }
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void tenMebibytesComeUnchanged(String scheme) {
    run(() -> {
      try (Server server = start(scheme);
          Process curl = curl(url(scheme, server) + "/big")) {
        byte[] got = await(curl.communicate()).stdout();
        assertThat(curl.returncode()).isZero();
        assertThat(sha256(got)).isEqualTo(sha256(TEN_MEBIBYTES));
      }
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void tenMebibytesGoUnchanged(String scheme) {
    run(() -> {
      try (Server server = start(scheme);
          Process curl =
              curl("-H", "Expect:", "--data-binary", "@-", url(scheme, server) + "/digest")) {
        byte[] said = await(curl.communicate(TEN_MEBIBYTES)).stdout();
        assertThat(curl.returncode()).isZero();
        assertThat(text(said)).isEqualTo(sha256(TEN_MEBIBYTES));
      }
    });
  }

  @Test
  void aServerThatCurlDoesNotTrustIsNotAsked() {
    run(() -> {
      try (Server server = start("https");
          Process curl = curl("--cacert", stranger.toString(), url("https", server) + "/one")) {
        await(curl.communicate());
        assertThat(curl.returncode()).as("curl's exit code").isEqualTo(60);
        assertThat(connections).isZero();
      }
    });
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aUnixSocketIsAskedToo() {
    Path socket = folder.resolve("socket");
    run(() -> {
      try (Server _ = await(startUnixServer(this::serve, socket));
          Process curl = curl("--unix-socket", socket.toString(), "http://localhost/one")) {
        assertThat(finish(curl)).isEqualTo("this is /one\n");
      }
    });
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.randomBytes;
import static asyncio.net.NetTests.reports;
import static asyncio.net.NetTests.text;
import static asyncio.net.RealPeers.sha256;
import static asyncio.net.Streams.openConnection;
import static asyncio.net.Streams.openUnixConnection;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.ExceptionContext;
import asyncio.net.RealPeersPython.Way;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients of ours whose server is CPython's asyncio. */
@Timeout(60)
@SuppressWarnings("try") // when something is closed is what they are about
@DisabledOnOs(OS.WINDOWS)
final class RealPeersPythonServerTest {

  private static RealPeersPython python;
  private static int plainPort;
  private static int tlsPort;
  private static TlsContext clientSide;

  @TempDir private static Path folder;

  @BeforeAll
  static void startPython() throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    python = RealPeersPython.server(certificates.localhost(), folder.resolve("socket"));
    plainPort = Integer.parseInt(python.line());
    tlsPort = Integer.parseInt(python.line());
    clientSide = certificates.clientSide();
  }

  @AfterAll
  static void endPython() throws IOException {
    if (python != null) {
      python.close();
    }
  }

  /** Pays one visit to a server of Python's, which is to end well on both sides. */
  private static String visit(String task, Way way, Consumer<StreamPair> visiting) {
    List<ExceptionContext> reports = reports();
    try (StreamPair connection = connect(way)) {
      connection.writer().write(task + "\n");
      visiting.accept(connection);
      connection.close();
      await(connection.waitClosed());
    }
    assertThat(reports).isEmpty();
    return python.saidOfAVisit();
  }

  private static StreamPair connect(Way way) {
    return switch (way) {
      case TCP -> await(openConnection("127.0.0.1", plainPort));
      case TLS -> await(openConnection("localhost", tlsPort, new ConnectOptions().tls(clientSide)));
      case UNIX -> await(openUnixConnection(folder.resolve("socket")));
    };
  }

  private static void exchangeLines(StreamPair connection) {
    for (int i = 0; i < 100; i++) {
      connection.writer().write("line " + i + "\n");
      assertThat(text(await(connection.reader().readline()))).isEqualTo("LINE " + i + "\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachLineIsAnswered(Way way) {
    run(() -> assertThat(visit("lines", way, RealPeersPythonServerTest::exchangeLines)).isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void aMebibyteGoesThereAndBackUnchanged(Way way) {
    byte[] data = randomBytes(1 << 20);
    run(() -> {
      String said =
          visit(
              "mebibyte",
              way,
              connection -> {
                connection.writer().write(data);
                await(connection.writer().drain());
                byte[] back = await(connection.reader().readexactly(data.length));
                assertThat(sha256(back)).isEqualTo(sha256(data));
              });
      assertThat(said).isEqualTo(sha256(data) + "\n");
    });
  }

  @ParameterizedTest
  @EnumSource(names = {"TCP", "UNIX"})
  void aClientThatHasEndedItsHalfGetsTheAnswer(Way way) {
    run(() -> {
      String said =
          visit(
              "half",
              way,
              connection -> {
                connection.writer().write(new byte[300_000]);
                connection.writer().writeEof();
                assertThat(text(await(connection.reader().read()))).isEqualTo("got 300000");
              });
      assertThat(said).isEmpty();
    });
  }

  @ParameterizedTest
  @EnumSource
  void aClientReadsAllThatWasWrittenBeforeTheServerHasClosed(Way way) {
    run(() -> {
      String said =
          visit(
              "rest",
              way,
              connection -> assertThat(await(connection.reader().read())).hasSize(300_000));
      assertThat(said).isEmpty();
    });
  }

  @Test
  void aClientUpgradesToTls() {
    python.assumeStreamsCanStartTls();
    run(() -> {
      String said =
          visit(
              "upgrade",
              Way.TCP,
              connection -> {
                assertThat(text(await(connection.reader().readline()))).isEqualTo("go\n");
                var options = new TlsOptions(clientSide).serverHostname("localhost");
                await(connection.writer().startTls(options));
                exchangeLines(connection);
              });
      assertThat(said).isEmpty();
    });
  }
}

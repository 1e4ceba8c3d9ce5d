package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.port;
import static asyncio.net.NetTests.reports;
import static asyncio.net.NetTests.text;
import static asyncio.net.RealPeers.sha256;
import static asyncio.net.Streams.startServer;
import static asyncio.net.Streams.startUnixServer;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.ExceptionContext;
import asyncio.Future;
import asyncio.net.RealPeersPython.Way;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers of ours whose client is CPython's asyncio. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
final class RealPeersPythonClientTest {

  private static RealPeersPython python;
  private static TlsContext serverSide;

  @TempDir private static Path certificatesFolder;
  @TempDir private Path folder;

  @BeforeAll
  static void startPython() throws Exception {
    TestCertificates certificates = new TestCertificates(certificatesFolder);
    python = RealPeersPython.client(certificates.authority());
    serverSide = certificates.serverSide();
  }

  @AfterAll
  static void endPython() throws IOException {
    if (python != null) {
      python.close();
    }
  }

  /** Serves one visit of a client of Python's, which is to end well on both sides. */
  private String visit(String task, Way way, ClientConnected serving) throws IOException {
    List<ExceptionContext> reports = reports();
    Future<Void> served = runningLoop().createFuture();
    ClientConnected toTheEnd =
        (reader, writer) -> {
          try {
            serving.serve(reader, writer);
            writer.close();
            await(writer.waitClosed());
            served.setResult(null);
          } catch (Exception | AssertionError e) {
            served.setException(e);
          }
        };
    Path socket = folder.resolve("socket");
    var options = new ServerOptions();
    if (way == Way.TLS) {
      options.tls(serverSide);
    }
    try (Server server =
        way == Way.UNIX
            ? await(startUnixServer(toTheEnd, socket, options))
            : await(startServer(toTheEnd, "127.0.0.1", 0, options))) {
      String said =
          python.visit(
              task, way, way == Way.UNIX ? socket.toString() : String.valueOf(port(server)));
      await(served);
      assertThat(reports).isEmpty();
      return said;
    }
  }

  private static void answerLines(StreamReader reader, StreamWriter writer) {
    for (String line : reader.lines()) {
      writer.write(line.toUpperCase(Locale.ROOT) + "\n");
      await(writer.drain());
    }
  }

  private static String hundredLines() {
    return IntStream.range(0, 100).mapToObj(i -> "LINE " + i + "\n").collect(Collectors.joining());
  }

  @ParameterizedTest
  @EnumSource
  void eachLineIsAnswered(Way way) {
    run(() ->
        assertThat(visit("lines", way, RealPeersPythonClientTest::answerLines))
            .isEqualTo(hundredLines()));
  }

  @ParameterizedTest
  @EnumSource
  void aMebibyteGoesThereAndBackUnchanged(Way way) {
    run(() -> {
      List<String> digests = new ArrayList<>();
      String said =
          visit(
              "mebibyte",
              way,
              (reader, writer) -> {
                byte[] data = await(reader.readexactly(1 << 20));
                digests.add(sha256(data));
                writer.write(data);
                await(writer.drain());
              });
      String digest = digests.getFirst();
      assertThat(said).isEqualTo(digest + "\n" + digest + "\n");
    });
  }

  @ParameterizedTest
  @EnumSource(names = {"TCP", "UNIX"})
  void aClientThatHasEndedItsHalfGetsTheAnswer(Way way) {
    run(() ->
        assertThat(
                visit(
                    "half",
                    way,
                    (reader, writer) -> writer.write("got " + await(reader.read()).length)))
            .isEqualTo("got 300000\n"));
  }

  @ParameterizedTest
  @EnumSource
  void aClientReadsAllThatWasWrittenBeforeTheServerHasClosed(Way way) {
    run(() ->
        assertThat(visit("rest", way, (_, writer) -> writer.write(new byte[300_000])))
            .isEqualTo("300000\n"));
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatBreaksOffWithoutAGoodByeHasJustEnded(Way way) {
    run(() ->
        assertThat(
                visit(
                    "cut",
                    way,
                    (reader, writer) -> {
                      writer.write("hello\n");
                      assertThat(await(reader.read())).isEmpty();
                    }))
            .isEqualTo("hello\n"));
  }

  @Test
  void aClientMaySendItsTlsOneByteAtATime() {
    run(() ->
        assertThat(visit("slow", Way.TLS, RealPeersPythonClientTest::answerLines))
            .isEqualTo("SLOW BUT SURE\n"));
  }

  @Test
  void aClientUpgradesToTls() {
    python.assumeStreamsCanStartTls();
    run(() ->
        assertThat(
                visit(
                    "upgrade",
                    Way.TCP,
                    (reader, writer) -> {
                      assertThat(text(await(reader.readline()))).isEqualTo("STARTTLS\n");
                      writer.write("go\n");
                      await(writer.startTls(new TlsOptions(serverSide)));
                      answerLines(reader, writer);
                    }))
            .isEqualTo("go\n" + hundredLines()));
  }
}

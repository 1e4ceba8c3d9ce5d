package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.reports;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.NetTests.text;
import static asyncio.net.Streams.openConnection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.CancelledError;
import asyncio.Future;
import asyncio.Task;
import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams that go over to TLS: their reader, and what happens in the midst of it. */
@Timeout(60)
@SuppressWarnings("try") // when something is closed is what they are about
final class StreamsStartTlsTest {

  @TempDir private static Path folder;
  private static TlsContext serverSide;
  private static TlsContext clientSide;

  @BeforeAll
  static void makeBothSides() throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    serverSide = certificates.serverSide();
    clientSide = certificates.clientSide();
  }

  private static TlsOptions toLocalhost() {
    return new TlsOptions(clientSide).serverHostname("localhost");
  }

  /** Waits until the reader holds something. */
  private static void untilSomethingIsThere(StreamReader reader) {
    while (!reader.toString().contains(" bytes")) {
      await(sleep(0.001));
    }
  }

  @Test
  void beforeItThereIsNoTlsAndAfterItThereIsOnBothSides() {
    run(() -> {
      Future<StreamWriter> upgraded = runningLoop().createFuture();
      try (Server server =
              serverOf((reader, writer) -> {
                writer.write(await(reader.readline()));
                assertThat(writer.getExtraInfo(ExtraInfo.CIPHER)).isNull();
                await(writer.startTls(new TlsOptions(serverSide)));
                upgraded.setResult(writer);
                NetTests.echo(reader, writer);
              });
          StreamPair connection = connect(server)) {
        StreamWriter writer = connection.writer();
        var peer = writer.getExtraInfo(ExtraInfo.PEERNAME);
        writer.write("in the clear\n");
        assertThat(text(await(connection.reader().readline()))).isEqualTo("in the clear\n");
        assertThat(writer.getExtraInfo(ExtraInfo.SSL_OBJECT)).isNull();
        assertThat(writer.canWriteEof()).isTrue();
        await(writer.startTls(toLocalhost()));
        writer.write("secret\n");
        assertThat(text(await(connection.reader().readline()))).isEqualTo("secret\n");
        assertThat(writer.getExtraInfo(ExtraInfo.SSL_OBJECT)).isNotNull();
        assertThat(writer.getExtraInfo(ExtraInfo.PEERNAME)).isEqualTo(peer);
        assertThat(writer.canWriteEof()).isFalse();
        assertThat(await(upgraded).getExtraInfo(ExtraInfo.CIPHER))
            .isEqualTo(writer.getExtraInfo(ExtraInfo.CIPHER));
        connection.close();
        await(connection.waitClosed());
      }
    });
  }

  @Test
  void whatTheReaderHasAlreadyIsTakenForTls() {
    run(() -> {
      var reports = reports();
      try (Server server =
              serverOf((reader, writer) -> {
                assertThat(text(await(reader.readline()))).isEqualTo("STARTTLS\n");
                // the client does not wait for an answer
                untilSomethingIsThere(reader);
                await(writer.startTls(new TlsOptions(serverSide)));
                NetTests.echo(reader, writer);
              });
          StreamPair connection = connect(server)) {
        connection.writer().write("STARTTLS\n");
        await(connection.writer().startTls(toLocalhost()));
        connection.writer().write("secret\n");
        assertThat(text(await(connection.reader().readline()))).isEqualTo("secret\n");
        assertThat(reports).isEmpty();
      }
    });
  }

  @Test
  void theReaderHoldsUpTheOtherSideAlsoWithTls() {
    int much = 20_000_000;
    run(() -> {
      boolean[] drained = {false};
      try (Server server =
              serverOf((_, writer) -> {
                await(writer.startTls(new TlsOptions(serverSide)));
                writer.write(new byte[much]);
                await(writer.drain());
                drained[0] = true;
                writer.close();
              });
          StreamPair connection = connect(server)) {
        Transport transport = connection.writer().transport();
        await(connection.writer().startTls(toLocalhost()));
        while (transport.isReading()) {
          await(sleep(0.001));
        }
        assertThat(drained[0]).isFalse();
        assertThat(await(connection.reader().readexactly(much))).hasSize(much);
        assertThat(await(connection.reader().read())).isEmpty();
        assertThat(drained[0]).isTrue();
      }
    });
  }

  @Test
  void nothingCanBeWrittenMeanwhile() {
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection = await(openConnection("localhost", listening.port()));
          NetPeer _ = listening.accept()) {
        Task<Void> upgrade = createTask(connection.writer().startTls(toLocalhost()));
        await(sleep(0));
        assertThatIllegalStateException().isThrownBy(() -> connection.writer().write("x"));
        assertThatIllegalStateException()
            .isThrownBy(() -> await(connection.writer().startTls(toLocalhost())));
        assertThat(upgrade.done()).isFalse();
        upgrade.cancel();
        assertThatThrownBy(() -> await(upgrade)).isInstanceOf(CancelledError.class);
      }
    });
  }

  @Test
  void cancellingItClosesTheConnectionWheneverThatIs() {
    run(() -> {
      for (int iterations = 0; iterations < 6; iterations++) {
        try (var listening = NetPeer.Listening.start();
            StreamPair connection = await(openConnection("localhost", listening.port()));
            NetPeer peer = listening.accept()) {
          Task<Void> upgrade = createTask(connection.writer().startTls(toLocalhost()));
          for (int i = 0; i <= iterations; i++) {
            await(sleep(0));
          }
          upgrade.cancel();
          assertThatThrownBy(() -> await(upgrade)).isInstanceOf(CancelledError.class);
          await(connection.waitClosed());
          peer.receiveAll(); // has an end
        }
      }
    });
  }

  @Test
  void abortingTheConnectionEndsIt() {
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection = await(openConnection("localhost", listening.port()));
          NetPeer peer = listening.accept()) {
        Task<Void> upgrade = createTask(connection.writer().startTls(toLocalhost()));
        assertThat(peer.receive(1)).hasSize(1); // of the handshake
        connection.writer().transport().abort();
        assertThatThrownBy(() -> await(upgrade)).isInstanceOf(IOException.class);
        assertThat(connection.writer().isClosing()).isTrue();
      }
    });
  }

  @Test
  void aPeerThatEndsInTheMidstOfItIsAnError() {
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection = await(openConnection("localhost", listening.port()));
          NetPeer peer = listening.accept()) {
        Task<Void> upgrade = createTask(connection.writer().startTls(toLocalhost()));
        assertThat(peer.receive(1)).hasSize(1); // of the handshake
        peer.endOutput();
        assertThatThrownBy(() -> await(upgrade)).isInstanceOf(SSLException.class);
        assertThat(connection.writer().isClosing()).isTrue();
      }
    });
  }

  @Test
  void aClosedConnectionCannotDoIt() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo)) {
        StreamPair connection = connect(server);
        connection.close();
        await(connection.waitClosed());
        assertThatThrownBy(() -> await(connection.writer().startTls(toLocalhost())))
            .isInstanceOf(IOException.class);
      }
    });
  }

  @Test
  void withoutANameToVerifyNothingIsBegun() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair connection = connect(server)) {
        StreamWriter writer = connection.writer();
        writer.write("read before and ");
        untilSomethingIsThere(connection.reader());
        assertThatThrownBy(() -> await(writer.startTls(new TlsOptions(clientSide))))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("serverHostname");
        assertThatThrownBy(
                () -> await(Transports.startTls(writer.transport(), new TlsOptions(clientSide))))
            .isInstanceOf(IllegalArgumentException.class);
        writer.write("in the clear\n");
        assertThat(text(await(connection.reader().readline())))
            .isEqualTo("read before and in the clear\n");
      }
    });
  }

  @Test
  void whoDoesNotVerifyNamesNeedNotGiveOne() throws Exception {
    TlsContext ignoring = TlsContext.forClient().trustAnybody().build();
    run(() -> {
      try (Server server =
              serverOf((reader, writer) -> {
                await(writer.startTls(new TlsOptions(serverSide)));
                NetTests.echo(reader, writer);
              });
          StreamPair connection = connect(server)) {
        await(connection.writer().startTls(new TlsOptions(ignoring)));
        connection.writer().write("secret\n");
        assertThat(text(await(connection.reader().readline()))).isEqualTo("secret\n");
      }
    });
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.port;
import static asyncio.net.NetTests.reports;
import static asyncio.net.Streams.openConnection;
import static asyncio.net.Streams.startServer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.CancelledError;
import asyncio.EventLoop;
import asyncio.ExceptionContext;
import asyncio.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How connections over TLS end when the other side says no good-bye. */
@Timeout(60)
@SuppressWarnings("try") // when something is closed is what they are about
final class TlsEndTest {

  @TempDir private Path folder;
  private TlsContext serverSide;
  private TlsContext clientSide;

  @BeforeEach
  void makeBothSides() throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    serverSide = certificates.serverSide();
    clientSide = certificates.clientSide();
  }

  private Server start(ClientConnected connected) {
    return await(startServer(connected, "127.0.0.1", 0, new ServerOptions().tls(serverSide)));
  }

  private StreamPair connect(Server server) {
    return await(openConnection("localhost", port(server), new ConnectOptions().tls(clientSide)));
  }

  @Test
  void whoseOtherSideIsGoneIsClosedAtOnce() {
    run(() -> {
      try (Server server =
              start((reader, writer) -> {
                await(reader.readexactly(1));
                writer.transport().abort();
              });
          StreamPair connection = connect(server)) {
        connection.writer().write("x");
        assertThat(await(connection.reader().read())).isEmpty();
        connection.close();
        await(connection.waitClosed());
      }
    });
  }

  @Test
  void tlsOnTopOfTlsEndsInTheMidstOfItsHandshake() {
    run(() -> {
      List<ExceptionContext> reports = reports();
      try (Server server = start((reader, writer) -> await(reader.read())); // shakes no hands
          StreamPair connection = connect(server)) {
        var inner = new TlsOptions(clientSide).serverHostname("localhost");
        Task<Void> upgrade = createTask(connection.writer().startTls(inner));
        await(sleep(0.01));
        assertThat(upgrade.done()).isFalse();
        connection.close();
        assertThatThrownBy(() -> await(upgrade)).isInstanceOf(IOException.class);
        await(connection.waitClosed());
        server.close();
        await(server.waitClosed());
        assertThat(reports).isEmpty();
      }
    });
  }

  @Test
  void aConnectionThatIsGivenUpDuringTheHandshakeIsClosed() {
    var forever = new TlsOptions(clientSide).shutdownTimeout(Duration.ofHours(1));
    run(() -> {
      try (var silent = NetPeer.Listening.start()) {
        Task<StreamPair> connecting =
            createTask(
                openConnection("localhost", silent.port(), new ConnectOptions().tls(forever)));
        try (NetPeer peer = silent.accept()) {
          assertThat(peer.receive(1)).hasSize(1); // of the handshake
          connecting.cancel();
          assertThatThrownBy(() -> await(connecting)).isInstanceOf(CancelledError.class);
          peer.receiveAll(); // has an end
        }
      }
    });
  }

  @Test
  void aLoopThatIsClosedMeanwhileIsNoError() {
    try (NetLog log = new NetLog("")) {
      closeALoopMeanwhile();
      assertThat(log.lines).isEmpty();
    }
  }

  private void closeALoopMeanwhile() {
    try (EventLoop loop = EventLoop.create()) {
      loop.setExceptionHandler((_, _) -> {}); // of tasks that have not ended
      loop.runUntilComplete(
          async(() -> {
            Server server =
                start((reader, writer) -> {
                  await(reader.readexactly(1));
                  writer.transport().abort();
                });
            StreamPair connection = connect(server);
            connection.writer().write("x");
            assertThat(await(connection.reader().read())).isEmpty();
            connection.close();
            await(sleep(0.01));
          }));
    }
  }
}

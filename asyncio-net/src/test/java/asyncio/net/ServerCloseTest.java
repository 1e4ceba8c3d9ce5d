package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.port;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.NetTests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.CancelledError;
import asyncio.Future;
import asyncio.Task;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What closing a server does to it and to its connections. */
@Timeout(60)
final class ServerCloseTest {

  private static void readAll(StreamReader reader, StreamWriter writer) {
    try (writer) {
      await(reader.read());
    }
    await(writer.waitClosed());
  }

  private static final class CountDown {
    final Future<Void> done = runningLoop().createFuture();
    int left;

    CountDown(int from) {
      left = from;
    }

    void oneLess() {
      if (--left == 0) {
        done.setResult(null);
      }
    }
  }

  @Test
  void waitClosedWaitsForTheServerAndAllItsConnections() {
    run(() -> {
      Server server = serverOf(ServerCloseTest::readAll);
      Task<Void> beforeAnyCame = createTask(server.waitClosed());
      StreamPair connection = connect(server);
      Task<Void> whileOneWasThere = createTask(server.waitClosed());
      await(sleep(0));
      assertThat(beforeAnyCame.done()).isFalse();
      server.close();
      Task<Void> afterClosing = createTask(server.waitClosed());
      await(sleep(0));
      assertThat(beforeAnyCame.done()).isFalse();
      assertThat(whileOneWasThere.done()).isFalse();
      assertThat(afterClosing.done()).isFalse();
      connection.close();
      await(gather(beforeAnyCame, whileOneWasThere, afterClosing));
      await(server.waitClosed());
    });
  }

  @Test
  void waitClosedEndsWhenServerAndConnectionAreClosedAtOnce() {
    run(() -> {
      Server server = serverOf(ServerCloseTest::readAll);
      Task<Void> waiting = createTask(server.waitClosed());
      StreamPair connection = connect(server);
      runningLoop().callSoon(server::close);
      runningLoop().callSoon(connection::close);
      await(waiting);
      await(server.waitClosed());
    });
  }

  @Test
  void whoWaitsForTheEndCanBeCancelledWithoutHarmToOthers() {
    run(() -> {
      Server server = serverOf(NetTests::echo);
      Task<Void> first = createTask(server.waitClosed());
      Task<Void> second = createTask(server.waitClosed());
      await(sleep(0));
      first.cancel();
      assertThatThrownBy(() -> await(first)).isInstanceOf(CancelledError.class);
      assertThat(second.done()).isFalse();
      server.close();
      await(second);
    });
  }

  @Test
  void closingLeavesTheConnectionsOpen() {
    run(() -> {
      Server server = serverOf(NetTests::echo);
      int port = port(server);
      StreamPair connection = connect(server);
      connection.writer().write("x");
      assertThat(await(connection.reader().read(1))).hasSize(1);
      server.close();
      server.close();
      assertThatThrownBy(() -> await(Streams.openConnection("127.0.0.1", port)))
          .isInstanceOf(ConnectException.class);
      connection.writer().write("still here\n");
      assertThat(text(await(connection.reader().readline()))).isEqualTo("still here\n");
      connection.close();
      await(server.waitClosed());
    });
  }

  @Test
  void closeClientsClosesTheConnections() {
    run(() -> {
      var bothServed = new CountDown(2);
      Server server =
          serverOf((reader, writer) -> {
            bothServed.oneLess();
            readAll(reader, writer);
          });
      StreamPair first = connect(server);
      StreamPair second = connect(server);
      await(bothServed.done);
      Task<Void> closed = createTask(server.waitClosed());
      server.close();
      server.closeClients();
      await(closed);
      assertThat(await(first.reader().read())).isEmpty();
      assertThat(await(second.reader().read())).isEmpty();
      first.close();
      second.close();
    });
  }

  @Test
  void closeClientsSendsFirstWhatWasWritten() {
    int much = 20_000_000;
    run(() -> {
      Future<Void> written = runningLoop().createFuture();
      Server server =
          serverOf((_, writer) -> {
            writer.write(new byte[much]);
            written.setResult(null);
          });
      try (NetPeer peer = NetPeer.connectTo(server)) {
        await(written);
        server.close();
        server.closeClients();
        assertThat(peer.receiveAll()).isEqualTo(much);
        await(server.waitClosed());
      }
    });
  }

  @Test
  void abortClientsEndsWhatTheOtherSideDoesNotTake() {
    int much = 50_000_000;
    run(() -> {
      Future<Void> written = runningLoop().createFuture();
      Server server =
          serverOf((_, writer) -> {
            writer.write(new byte[much]);
            written.setResult(null);
          });
      try (NetPeer peer = NetPeer.connectTo(server)) {
        await(written);
        Task<Void> closed = createTask(server.waitClosed());
        server.close();
        server.closeClients();
        assertThat(peer.receive(1)).hasSize(1);
        assertThat(closed.done()).isFalse();
        server.abortClients();
        await(closed);
        assertThat(peer.receiveAll()).isLessThan(much - 1);
      }
    });
  }

  @Test
  void aHandlerThatHangsDoesNotKeepTheServerFromEnding() {
    run(() -> {
      Future<Void> never = runningLoop().createFuture();
      Server server =
          serverOf((reader, writer) -> {
            try (writer) {
              writer.write("x");
              await(reader.read());
              await(never);
            }
          });
      StreamPair connection = connect(server);
      assertThat(await(connection.reader().read(1))).hasSize(1);
      Task<Void> serving = createTask(server.serveForever());
      await(sleep(0));
      serving.cancel();
      assertThatThrownBy(() -> await(serving)).isInstanceOf(CancelledError.class);
      connection.close();
    });
  }
}

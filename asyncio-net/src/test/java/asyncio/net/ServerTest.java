package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.port;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.NetTests.text;
import static asyncio.net.Streams.startServer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.CancelledError;
import asyncio.Task;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a server serves, and how {@code serveForever} ends. */
@Timeout(60)
final class ServerTest {

  private static Server notStarted() {
    return await(
        startServer(NetTests::echo, "127.0.0.1", 0, new ServerOptions().startServing(false)));
  }

  @Test
  void itServesAtOnceUnlessToldNotTo() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          Server waiting = notStarted()) {
        assertThat(server.isServing()).isTrue();
        assertThat(waiting.isServing()).isFalse();
        await(waiting.startServing());
        await(waiting.startServing());
        assertThat(waiting.isServing()).isTrue();
        assertThat(server.loop()).isSameAs(runningLoop());
      }
    });
  }

  @Test
  void whoConnectsBeforeItServesIsServedThen() {
    run(() -> {
      try (Server server = notStarted();
          StreamPair early = connect(server)) {
        early.writer().write("early\n");
        await(server.startServing());
        assertThat(text(await(early.reader().readline()))).isEqualTo("early\n");
      }
    });
  }

  @Test
  void serveForeverBeginsToServe() {
    run(() -> {
      Server server = notStarted();
      Task<Void> serving = createTask(server.serveForever());
      try (StreamPair connection = connect(server)) {
        connection.writer().write("hello\n");
        assertThat(text(await(connection.reader().readline()))).isEqualTo("hello\n");
        assertThat(server.isServing()).isTrue();
        assertThat(serving.done()).isFalse();
      }
      serving.cancel();
      assertThatThrownBy(() -> await(serving)).isInstanceOf(CancelledError.class);
    });
  }

  @Test
  void cancellingServeForeverClosesTheServerAndItsConnections() {
    run(() -> {
      Server server = serverOf(NetTests::echo);
      Task<Void> serving = createTask(server.serveForever());
      StreamPair connection = connect(server);
      connection.writer().write("x");
      assertThat(await(connection.reader().read(1))).hasSize(1);
      int port = port(server);
      serving.cancel();
      assertThatThrownBy(() -> await(serving)).isInstanceOf(CancelledError.class);
      assertThat(server.sockets()).isEmpty();
      assertThat(server.isServing()).isFalse();
      assertThat(await(connection.reader().read())).isEmpty();
      assertThatThrownBy(() -> await(Streams.openConnection("127.0.0.1", port)))
          .isInstanceOf(ConnectException.class);
      assertThatIllegalStateException()
          .isThrownBy(() -> await(server.serveForever()))
          .withMessageContaining("closed");
      connection.close();
    });
  }

  @Test
  void aHandlerCanCancelTheServerThatItIsOf() {
    run(() -> {
      Task<?> main = currentTask();
      var answer = runningLoop().<Task<byte[]>>createFuture();
      assertThatThrownBy(
              () -> {
                try (Server server =
                    serverOf((reader, writer) -> {
                      await(reader.readline());
                      main.cancel();
                      writer.write("1");
                      writer.close();
                      await(writer.waitClosed());
                    })) {
                  StreamPair connection = connect(server);
                  connection.writer().write("1".repeat(5000) + "\n");
                  answer.setResult(createTask(connection.reader().read()));
                  await(server.serveForever());
                }
              })
          .isInstanceOf(CancelledError.class);
      assertThat(text(await(await(answer)))).isEqualTo("1");
    });
  }

  @Test
  void closingItEndsServeForever() {
    run(() -> {
      Server server = serverOf(NetTests::echo);
      Task<Void> serving = createTask(server.serveForever());
      await(sleep(0));
      server.close();
      assertThatThrownBy(() -> await(serving)).isInstanceOf(CancelledError.class);
    });
  }

  @Test
  void serveForeverIsAwaitedOnceAtATime() {
    run(() -> {
      Server server = serverOf(NetTests::echo);
      Task<Void> serving = createTask(server.serveForever());
      await(sleep(0));
      assertThatIllegalStateException()
          .isThrownBy(() -> await(server.serveForever()))
          .withMessageContaining("already");
      assertThat(serving.done()).isFalse();
      server.close();
      assertThatThrownBy(() -> await(serving)).isInstanceOf(CancelledError.class);
    });
  }

  @Test
  void aClosedOneDoesNotServeAgain() {
    run(() -> {
      Server server = notStarted();
      server.close();
      assertThatIllegalStateException().isThrownBy(() -> await(server.startServing()));
      assertThatIllegalStateException().isThrownBy(() -> await(server.serveForever()));
      assertThat(server.isServing()).isFalse();
    });
  }

  @Test
  void tryWithResourcesClosesIt() {
    run(() -> {
      Server closed;
      try (Server server = serverOf(NetTests::echo)) {
        closed = server;
        assertThat(server.sockets()).hasSize(1);
        assertThat(server.toString()).contains("127.0.0.1:" + port(server));
      }
      assertThat(closed.sockets()).isEmpty();
      assertThat(closed.toString()).contains("closed");
      await(closed.waitClosed());
    });
  }
}

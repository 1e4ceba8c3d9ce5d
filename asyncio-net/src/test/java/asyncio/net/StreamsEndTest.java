package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.NetTests.text;
import static asyncio.net.Streams.openConnection;
import static asyncio.net.Streams.openUnixConnection;
import static asyncio.net.Streams.startUnixServer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import asyncio.Future;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the two streams of a connection tell of its end. */
@Timeout(60)
@SuppressWarnings("try") // when something is closed is what they are about
final class StreamsEndTest {

  // ----- when it is closed here

  @Test
  void closingDoesNotWaitForWhatWasNotRead() {
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection = await(openConnection("127.0.0.1", listening.port()));
          NetPeer peer = listening.accept()) {
        peer.send("line\nunread");
        assertThat(text(await(connection.reader().readline()))).isEqualTo("line\n");
        connection.close();
        await(connection.waitClosed());
      }
    });
  }

  @Test
  void closingDoesNotWaitForWhatIsHeldBackEither() {
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection =
              await(openConnection("127.0.0.1", listening.port(), new ConnectOptions().limit(10)));
          NetPeer peer = listening.accept()) {
        // given a reader that is full, and a peer that has sent more
        peer.send(new byte[100]);
        while (connection.writer().transport().isReading()) {
          await(sleep(0.001));
        }
        peer.send(new byte[100]);
        // when
        connection.close();
        // then
        await(connection.waitClosed());
      }
    });
  }

  @Test
  void whatWasNotReadCanStillBeReadThen() {
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection = await(openConnection("127.0.0.1", listening.port()));
          NetPeer peer = listening.accept()) {
        peer.send("line\nunread");
        assertThat(text(await(connection.reader().readline()))).isEqualTo("line\n");
        while (!connection.reader().toString().contains("6 bytes")) {
          await(sleep(0.001));
        }
        connection.close();
        await(connection.waitClosed());
        assertThat(connection.reader().atEof()).isFalse();
        assertThat(text(await(connection.reader().read()))).isEqualTo("unread");
        assertThat(connection.reader().atEof()).isTrue();
      }
    });
  }

  @Test
  void drainTellsWhoWritesOnThatItIsClosed() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo)) {
        StreamPair connection = connect(server);
        connection.writer().write("x");
        assertThat(await(connection.reader().read(1))).hasSize(1); // so all was sent
        connection.close();
        connection.writer().write("in vain");
        assertThatThrownBy(() -> await(connection.writer().drain()))
            .isInstanceOf(SocketException.class);
      }
    });
  }

  // ----- when the other side has closed it

  @Test
  void whoWritesOnAndOnWithoutEverWaitingHearsThatTheOtherSideIsGone() {
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection = await(openConnection("127.0.0.1", listening.port()))) {
        listening.accept().close();
        // the loop has nothing but this task, which never waits for anything but drain()
        assertThatThrownBy(
                () -> {
                  while (true) {
                    connection.writer().write("more ");
                    await(connection.writer().drain());
                  }
                })
            .isInstanceOf(SocketException.class);
      }
    });
  }

  @Test
  @EnabledOnOs(OS.LINUX) // which resets the connection
  void aUnixPeerThatHasNotReadAllResetsIt(@TempDir Path folder) {
    Path path = folder.resolve("socket");
    run(() -> {
      Future<StreamPair> served = runningLoop().createFuture();
      try (Server _ =
          await(
              startUnixServer(
                  (reader, writer) -> served.setResult(new StreamPair(reader, writer)), path))) {
        SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(path));
        StreamPair connection = await(served);
        connection.writer().write("nobody reads this");
        while (connection.writer().transport().getWriteBufferSize() > 0) {
          await(sleep(0));
        }
        peer.close();
        Throwable lost = catchThrowable(() -> await(connection.reader().read()));
        assertThat(lost).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> await(connection.writer().drain())).isSameAs(lost);
        assertThatThrownBy(() -> await(connection.waitClosed())).isSameAs(lost);
      }
    });
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aUnixPeerThatHasReadAllJustEndsIt(@TempDir Path folder) {
    Path path = folder.resolve("socket");
    run(() -> {
      try (Server _ = await(startUnixServer((_, writer) -> writer.close(), path));
          StreamPair connection = await(openUnixConnection(path))) {
        assertThat(await(connection.reader().read())).isEmpty();
        assertThatThrownBy(
                () -> {
                  while (true) {
                    connection.writer().write(bytes("more "));
                    await(connection.writer().drain());
                  }
                })
            .isInstanceOf(SocketException.class);
      }
    });
  }
}

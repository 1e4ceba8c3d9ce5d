package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.NetTests.text;
import static asyncio.net.Streams.openConnection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.CancelledError;
import asyncio.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a writer is closed, and what can be done with it then. */
@Timeout(60)
@SuppressWarnings("try") // when something is closed is what they are about
final class StreamWriterCloseTest {

  @Test
  void itIsClosingAtOnceAndClosedLater() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair connection = connect(server)) {
        StreamWriter writer = connection.writer();
        assertThat(writer.isClosing()).isFalse();
        Task<Void> closed = createTask(writer.waitClosed());
        await(sleep(0));
        assertThat(closed.done()).isFalse();
        writer.close();
        assertThat(writer.isClosing()).isTrue();
        assertThat(closed.done()).isFalse();
        await(closed);
        await(writer.waitClosed());
      }
    });
  }

  @Test
  void closingAgainHasNoEffect() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair connection = connect(server)) {
        connection.close();
        connection.close();
        await(connection.waitClosed());
        connection.close();
        connection.writer().transport().abort();
        await(connection.waitClosed());
      }
    });
  }

  @Test
  void whatWasWrittenIsSentFirst() {
    int much = 20_000_000;
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection = await(openConnection("127.0.0.1", listening.port()));
          NetPeer peer = listening.accept()) {
        connection.writer().write(new byte[much]);
        connection.close();
        assertThat(peer.receiveAll()).isEqualTo(much);
        await(connection.waitClosed());
      }
    });
  }

  @Test
  void afterAnAbortTheRestIsNotSent() {
    int much = 50_000_000;
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection = await(openConnection("127.0.0.1", listening.port()));
          NetPeer peer = listening.accept()) {
        StreamWriter writer = connection.writer();
        writer.write(new byte[much]);
        assertThat(peer.receive(1)).hasSize(1);
        writer.transport().abort();
        assertThat(writer.transport().getWriteBufferSize()).isLessThan(much);
        await(writer.waitClosed());
        assertThat(peer.receiveAll()).isLessThan(much - 1);
      }
    });
  }

  @Test
  void whoWaitsForTheEndCanBeCancelledWithoutHarmToOthers() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair connection = connect(server)) {
        Task<Void> first = createTask(connection.waitClosed());
        Task<Void> second = createTask(connection.waitClosed());
        await(sleep(0));
        first.cancel();
        assertThatThrownBy(() -> await(first)).isInstanceOf(CancelledError.class);
        connection.close();
        await(second);
        await(connection.waitClosed());
      }
    });
  }

  @Test
  void theOwnReaderEndsWithIt() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair connection = connect(server)) {
        Task<byte[]> read = createTask(connection.reader().read());
        await(sleep(0));
        connection.close();
        assertThat(await(read)).isEmpty();
        assertThat(connection.reader().atEof()).isTrue();
      }
    });
  }

  @Test
  void writingAfterTheEndOfTheOwnHalfIsAnError() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair connection = connect(server)) {
        StreamWriter writer = connection.writer();
        assertThat(writer.canWriteEof()).isTrue();
        writer.write("before");
        writer.writeEof();
        writer.writeEof();
        assertThatIllegalStateException()
            .isThrownBy(() -> writer.write("after"))
            .withMessageContaining("writeEof");
        assertThatIllegalStateException().isThrownBy(() -> writer.write(new byte[0]));
        assertThat(text(await(connection.reader().read()))).isEqualTo("before");
      }
    });
  }

  @Test
  void writingAfterClosingIsSilentlyDropped() {
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection = await(openConnection("127.0.0.1", listening.port()));
          NetPeer peer = listening.accept()) {
        connection.writer().write("before");
        connection.close();
        for (int i = 0; i < 10; i++) {
          connection.writer().write("after");
        }
        connection.writer().writeEof();
        assertThat(peer.receiveText(100)).isEqualTo("before");
        await(connection.waitClosed());
        connection.writer().write("much later");
        assertThat(connection.writer().transport().getWriteBufferSize()).isZero();
      }
    });
  }

  @Test
  void tryWithResourcesClosesTheConnection() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo)) {
        StreamWriter writer;
        try (StreamPair connection = connect(server)) {
          writer = connection.writer();
        }
        assertThat(writer.isClosing()).isTrue();
        await(writer.waitClosed());
      }
    });
  }

  @Test
  void itTellsItsTransport() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair connection = connect(server)) {
        assertThat(connection.writer().toString())
            .startsWith("<StreamWriter <Transport open ")
            .contains("127.0.0.1");
        connection.close();
        await(connection.waitClosed());
        assertThat(connection.writer().toString()).startsWith("<StreamWriter <Transport closed ");
      }
    });
  }
}

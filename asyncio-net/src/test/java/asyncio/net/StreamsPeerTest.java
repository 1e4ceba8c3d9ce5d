package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.NetTests.text;
import static asyncio.net.Streams.openConnection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import asyncio.Task;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams whose other end is a socket of another kind, and not always a friendly one. */
@Timeout(60)
@SuppressWarnings("try") // when something is closed is what they are about
final class StreamsPeerTest {

  @Test
  void aPeerThatSendsOneByteAtATimeIsReadLineByLine() {
    run(() -> {
      List<String> lines = new ArrayList<>();
      try (Server server =
              serverOf((reader, writer) -> {
                for (byte[] line : reader) {
                  lines.add(text(line));
                }
                writer.close();
              });
          NetPeer peer = NetPeer.connectTo(server)) {
        for (byte single : bytes("one\ntwo\n\nend")) {
          peer.send(new byte[] {single});
        }
        peer.endOutput();
        assertThat(peer.receiveAll()).isZero();
        assertThat(lines).containsExactly("one\n", "two\n", "\n", "end");
      }
    });
  }

  @Test
  void aPeerThatHasEndedItsHalfStillGetsTheAnswer() {
    run(() -> {
      try (Server server =
              serverOf((reader, writer) -> {
                byte[] all = await(reader.read());
                writer.write("got " + all.length);
                writer.close();
              });
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("12345");
        peer.endOutput();
        assertThat(peer.receiveText(100)).isEqualTo("got 5");
      }
    });
  }

  @Test
  void oneCanReadOnWhenOneHasEndedTheOwnHalf() {
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection = await(openConnection("127.0.0.1", listening.port()));
          NetPeer peer = listening.accept()) {
        connection.writer().write("question");
        connection.writer().writeEof();
        assertThat(peer.receiveText(100)).isEqualTo("question");
        peer.send("answer");
        peer.close();
        assertThat(text(await(connection.reader().read()))).isEqualTo("answer");
      }
    });
  }

  @Test
  void aResetEndsAReadThatWaits() {
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection = await(openConnection("127.0.0.1", listening.port()))) {
        NetPeer peer = listening.accept();
        Task<byte[]> read = createTask(connection.reader().read(10));
        await(sleep(0));
        peer.reset();
        assertThatThrownBy(() -> await(read))
            .isInstanceOf(SocketException.class)
            .hasMessageContaining("127.0.0.1:" + listening.port());
        assertThat(connection.writer().isClosing()).isTrue();
      }
    });
  }

  @Test
  void aResetIsTheErrorOfAllThatFollows() {
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection = await(openConnection("127.0.0.1", listening.port()))) {
        listening.accept().reset();
        Throwable lost = catchThrowable(() -> await(connection.reader().read(10)));
        assertThat(lost).isInstanceOf(SocketException.class);
        StreamWriter writer = connection.writer();
        writer.write("nobody hears this");
        assertThatThrownBy(() -> await(writer.drain())).isSameAs(lost);
        assertThatThrownBy(() -> await(connection.waitClosed())).isSameAs(lost);
        assertThatThrownBy(() -> await(connection.reader().readline())).isSameAs(lost);
      }
    });
  }

  @Test
  void aResetEndsADrainThatWaits() {
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection = await(openConnection("127.0.0.1", listening.port()))) {
        NetPeer peer = listening.accept();
        StreamWriter writer = connection.writer();
        writer.write(new byte[50_000_000]);
        Task<Void> drained = createTask(writer.drain());
        await(sleep(0));
        assertThat(drained.done()).isFalse();
        peer.reset();
        assertThatThrownBy(() -> await(drained)).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> await(writer.waitClosed())).isInstanceOf(SocketException.class);
      }
    });
  }

  @Test
  void theErrorOfAResetGoesBeforeWhatWasNotRead() {
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection = await(openConnection("127.0.0.1", listening.port()))) {
        NetPeer peer = listening.accept();
        peer.send("first\nsecond\n");
        assertThat(text(await(connection.reader().readline()))).isEqualTo("first\n");
        peer.reset();
        assertThatThrownBy(() -> await(connection.waitClosed()))
            .isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> await(connection.reader().readline()))
            .isInstanceOf(SocketException.class);
      }
    });
  }

  @Test
  void aPeerThatDoesNotReadHoldsUpTheWriterWhoseMemoryDoesNotGrow() {
    int pieces = 800;
    byte[] piece = new byte[64 * 1024];
    run(() -> {
      AtomicInteger written = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      try (Server server =
              serverOf((_, writer) -> {
                for (; written.get() < pieces; written.incrementAndGet()) {
                  writer.write(piece);
                  most.accumulateAndGet(writer.transport().getWriteBufferSize(), Math::max);
                  await(writer.drain());
                }
                writer.close();
              });
          NetPeer peer = NetPeer.connectTo(server)) {
        // given a peer that has read nothing but the first byte
        assertThat(peer.receive(1)).hasSize(1);
        // then the server is not done, as no system buffers so much
        assertThat(written.get()).isLessThan(pieces);
        // when the peer reads on, all comes
        assertThat(peer.receiveAll()).isEqualTo((long) pieces * piece.length - 1);
        assertThat(written.get()).isEqualTo(pieces);
        assertThat(most.get()).isLessThanOrEqualTo(BufferLimits.DEFAULT.high() + piece.length);
      }
    });
  }

  @Test
  void aReaderThatDoesNotReadHoldsUpThePeerAndItsMemoryDoesNotGrow() {
    int much = 50_000_000;
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection = await(openConnection("127.0.0.1", listening.port()));
          NetPeer peer = listening.accept()) {
        // given a peer that sends much
        Task<Void> sending =
            createTask(
                async(() -> {
                  peer.send(new byte[much]);
                  peer.close();
                }));
        // when nobody reads it
        while (connection.writer().transport().isReading()) {
          await(sleep(0.001));
        }
        // then it waits
        assertThat(sending.done()).isFalse();
        // when somebody does, all comes
        assertThat(await(connection.reader().readexactly(much))).hasSize(much);
        assertThat(await(connection.reader().read())).isEmpty();
        await(sending);
      }
    });
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.reports;
import static asyncio.net.NetTests.serverOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protocols that have a buffer of their own. */
@Timeout(60)
final class BufferedProtocolTest {

  /** Collects what comes from a small buffer. */
  private static final class Collector extends NetRecorder implements BufferedProtocol {
    final ByteArrayOutputStream all = new ByteArrayOutputStream();
    final ByteBuffer buffer;
    int smallestHint = Integer.MAX_VALUE;

    Collector(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public ByteBuffer getBuffer(int sizeHint) {
      smallestHint = Math.min(smallestHint, sizeHint);
      return buffer.clear();
    }

    @Override
    public void bufferUpdated(int count) {
      assertThat(count).isPositive().isEqualTo(buffer.position());
      byte[] part = new byte[count];
      buffer.flip().get(part);
      all.writeBytes(part);
      called("updated");
    }

    @Override
    public void dataReceived(byte[] data) {
      throw new AssertionError("it has a buffer");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000, 1_000_000})
  void itGetsAllThatComesHoweverSmallItsBufferIs(int size) {
    byte[] much = NetTests.randomBytes(20_000);
    run(() -> {
      Collector served = new Collector(ByteBuffer.allocate(size));
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send(much);
        peer.endOutput();
        served.untilCalled("lost");
        assertThat(served.all.toByteArray()).isEqualTo(much);
        assertThat(served.smallestHint).isPositive();
        assertThat(served.lostBy).isNull();
      }
    });
  }

  @Test
  void aDirectBufferWillDo() {
    run(() -> {
      Collector served = new Collector(ByteBuffer.allocateDirect(3));
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("0123456789");
        peer.endOutput();
        served.untilCalled("lost");
        assertThat(served.all.toByteArray()).asString().isEqualTo("0123456789");
      }
    });
  }

  @Test
  void theDataLiesBetweenPositionAndLimit() {
    run(() -> {
      ByteBuffer buffer = ByteBuffer.wrap(bytes("aaaaaaaaaa"));
      var updated = runningLoop().<Integer>createFuture();
      BufferedProtocol served =
          new BufferedProtocol() {
            @Override
            public ByteBuffer getBuffer(int sizeHint) {
              return buffer.position(2).limit(5);
            }

            @Override
            public void bufferUpdated(int count) {
              updated.setResult(count);
            }
          };
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("xy");
        int count = await(updated);
        assertThat(buffer.position()).isEqualTo(2 + count);
        assertThat(buffer.limit()).isEqualTo(5);
        assertThat(new String(buffer.array(), UTF_8)).startsWith("aax").endsWith("aaaaa");
      }
    });
  }

  @Test
  void aBufferWithoutRoomIsFatal() {
    run(() -> {
      var reports = reports();
      Collector served = new Collector(ByteBuffer.allocate(0));
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("x");
        served.untilCalled("lost");
        assertThat(served.lostBy)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("without room");
        assertThat(reports).hasSize(1);
        assertThat(peer.receiveAll()).isZero();
      }
    });
  }

  @Test
  void aProtocolWithABufferCanTakeOver() {
    run(() -> {
      NetRecorder first = new NetRecorder();
      Collector second = new Collector(ByteBuffer.allocate(100));
      try (Server server = serverOf(() -> first);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("first");
        first.untilReceived("first");
        first.transport.setProtocol(second);
        peer.send("second");
        peer.endOutput();
        second.untilCalled("lost");
        assertThat(first.data).hasToString("first");
        assertThat(second.all.toByteArray()).asString().isEqualTo("second");
      }
    });
  }

  @Test
  void aClientMayHaveOneToo() {
    byte[] much = NetTests.randomBytes(9 * 1024);
    run(() -> {
      try (Server server =
          serverOf((reader, writer) -> {
            writer.write(much);
            await(reader.readexactly(1)); // that all has come
            writer.close();
            await(writer.waitClosed());
          })) {
        Collector client = connect(server, () -> new Collector(ByteBuffer.allocate(100)));
        client.until(() -> client.all.size() == much.length);
        client.transport.write(bytes("1"));
        client.untilCalled("lost");
        assertThat(client.all.toByteArray()).isEqualTo(much);
        assertThat(client.calls).startsWith("made", "updated").endsWith("eof", "lost");
        assertThat(client.lostBy).isNull();
      }
    });
  }
}

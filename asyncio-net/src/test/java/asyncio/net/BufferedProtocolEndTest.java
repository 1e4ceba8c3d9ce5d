package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.reports;
import static asyncio.net.NetTests.serverOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a connection whose protocol has a buffer of its own. */
@Timeout(60)
final class BufferedProtocolEndTest {

  private final IllegalStateException failure = new IllegalStateException("the protocol's");

  /** What is asked of it in the end, it does so. */
  private enum AtTheEnd {
    CLOSES,
    STAYS,
    FAILS
  }

  private final class Buffered extends NetRecorder implements BufferedProtocol {
    private final ByteBuffer buffer = ByteBuffer.allocate(10);
    private final AtTheEnd atTheEnd;

    Buffered(AtTheEnd atTheEnd) {
      this.atTheEnd = atTheEnd;
    }

    @Override
    public ByteBuffer getBuffer(int sizeHint) {
      return buffer.clear();
    }

    @Override
    public void bufferUpdated(int count) {
      super.dataReceived(Arrays.copyOf(buffer.array(), count));
    }

    @Override
    public void dataReceived(byte[] data) {
      throw new AssertionError("it has a buffer");
    }

    @Override
    public boolean eofReceived() {
      super.eofReceived();
      if (atTheEnd == AtTheEnd.FAILS) {
        throw failure;
      }
      return atTheEnd == AtTheEnd.STAYS;
    }
  }

  @Test
  void theEndClosesTheConnection() {
    run(() -> {
      Buffered served = new Buffered(AtTheEnd.CLOSES);
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("text");
        peer.endOutput();
        served.untilCalled("lost");
        assertThat(served.calls).containsExactly("made", "data", "eof", "lost");
        assertThat(served.data).hasToString("text");
        assertThat(served.lostBy).isNull();
      }
    });
  }

  @Test
  void theEndLeavesItHalfOpenIfTheProtocolSaysSo() {
    run(() -> {
      Buffered served = new Buffered(AtTheEnd.STAYS);
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.endOutput();
        served.untilCalled("eof");
        assertThat(served.transport.isClosing()).isFalse();
        served.transport.write(bytes("answer"));
        assertThat(peer.receiveText(6)).isEqualTo("answer");
        assertThat(served.calls).containsExactly("made", "eof");
        served.transport.close();
        served.untilCalled("lost");
        assertThat(peer.receiveAll()).isZero();
      }
    });
  }

  @Test
  void anErrorAtTheEndIsFatal() {
    run(() -> {
      var reports = reports();
      Buffered served = new Buffered(AtTheEnd.FAILS);
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.endOutput();
        served.untilCalled("lost");
        assertThat(served.calls).containsExactly("made", "eof", "lost");
        assertThat(served.lostBy).isSameAs(failure);
        assertThat(reports)
            .singleElement()
            .satisfies(report -> assertThat(report.exception()).isSameAs(failure));
      }
    });
  }

  @Test
  void aResetIsTheReasonOfTheLossAndNobodyElseIsTold() {
    run(() -> {
      var reports = reports();
      Buffered served = new Buffered(AtTheEnd.CLOSES);
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("text");
        served.untilReceived("text");
        peer.reset();
        served.untilCalled("lost");
        assertThat(served.calls).containsExactly("made", "data", "lost");
        assertThat(served.lostBy).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        assertThat(reports).isEmpty();
      }
    });
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.reports;
import static asyncio.net.NetTests.serverOf;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.ExceptionContext;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a connection whose protocol throws. */
@Timeout(60)
final class ProtocolErrorsTest {

  private final IllegalStateException failure = new IllegalStateException("the protocol's");

  /** Throws when it receives, and when the other side ends. */
  private class Failing extends NetRecorder {
    @Override
    public void dataReceived(byte[] bytes) {
      super.dataReceived(bytes);
      throw failure;
    }

    @Override
    public boolean eofReceived() {
      super.eofReceived();
      throw failure;
    }
  }

  private void assertFatal(List<ExceptionContext> reports, NetRecorder protocol) {
    assertThat(protocol.lostBy).isSameAs(failure);
    assertThat(reports)
        .singleElement()
        .satisfies(report -> {
          assertThat(report.message()).startsWith("Fatal error: ");
          assertThat(report.exception()).isSameAs(failure);
          assertThat(report.details())
              .containsEntry("transport", protocol.transport)
              .containsEntry("protocol", protocol);
        });
  }

  @Test
  void anErrorInDataReceivedIsFatal() {
    run(() -> {
      List<ExceptionContext> reports = reports();
      Failing served = new Failing();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("x");
        served.untilCalled("lost");
        assertThat(served.calls).containsExactly("made", "data", "lost");
        assertFatal(reports, served);
        assertThat(peer.receiveAll()).isZero();
      }
    });
  }

  @Test
  void anErrorInEofReceivedIsFatal() {
    run(() -> {
      List<ExceptionContext> reports = reports();
      Failing served = new Failing();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.endOutput();
        served.untilCalled("lost");
        assertThat(served.calls).containsExactly("made", "eof", "lost");
        assertFatal(reports, served);
        assertThat(peer.receiveAll()).isZero();
      }
    });
  }

  @Test
  void afterAFatalErrorNothingMoreIsReceived() {
    run(() -> {
      reports();
      Failing served = new Failing();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("x");
        served.untilCalled("data");
        served.untilCalled("lost");
        served.transport.resumeReading();
        served.transport.write(bytes("in vain"));
        await(sleep(0));
        assertThat(served.calls).containsExactly("made", "data", "lost");
        assertThat(served.transport.isReading()).isFalse();
      }
    });
  }

  @Test
  void anErrorInConnectionMadeIsReported() {
    run(() -> {
      List<ExceptionContext> reports = reports();
      NetRecorder served =
          new NetRecorder() {
            @Override
            public void connectionMade(Transport made) {
              super.connectionMade(made);
              throw failure;
            }
          };
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        served.untilCalled("made");
        await(sleep(0));
        assertThat(reports)
            .singleElement()
            .satisfies(report -> assertThat(report.exception()).isSameAs(failure));
        // as in asyncio: it is there all the same
        peer.send("x");
        served.untilReceived("x");
        served.transport.close();
      }
    });
  }

  @Test
  void anErrorInConnectionLostIsReportedAndTheConnectionIsClosed() {
    run(() -> {
      List<ExceptionContext> reports = reports();
      NetRecorder served =
          new NetRecorder() {
            @Override
            public void connectionLost(@Nullable Throwable exception) {
              super.connectionLost(exception);
              throw failure;
            }
          };
      Server server = serverOf(() -> served);
      try (NetPeer peer = NetPeer.connectTo(server)) {
        served.untilCalled("made");
        served.transport.close();
        assertThat(peer.receiveAll()).isZero();
        server.close();
        await(server.waitClosed());
        assertThat(reports)
            .singleElement()
            .satisfies(report -> assertThat(report.exception()).isSameAs(failure));
        assertThat(served.calls).containsExactly("made", "lost");
      }
    });
  }

  @Test
  void anErrorInPauseWritingIsReportedAndTheConnectionGoesOn() {
    run(() -> {
      List<ExceptionContext> reports = reports();
      NetRecorder served =
          new NetRecorder() {
            @Override
            public void pauseWriting() {
              super.pauseWriting();
              throw failure;
            }

            @Override
            public void resumeWriting() {
              super.resumeWriting();
              throw failure;
            }
          };
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        served.untilCalled("made");
        served.transport.write(new byte[100_000]);
        assertThat(peer.receive(100_000)).hasSize(100_000);
        served.untilCalled("resume");
        served.transport.write(bytes("x"));
        assertThat(peer.receiveText(1)).isEqualTo("x");
        assertThat(reports).hasSize(2);
        assertThat(reports).allSatisfy(one -> assertThat(one.exception()).isSameAs(failure));
        served.transport.close();
      }
    });
  }

  // ----- protocols with a buffer of their own

  private class Buffered extends NetRecorder implements BufferedProtocol {
    final boolean inGetBuffer;

    Buffered(boolean inGetBuffer) {
      this.inGetBuffer = inGetBuffer;
    }

    @Override
    public ByteBuffer getBuffer(int sizeHint) {
      called("getBuffer");
      if (inGetBuffer) {
        throw failure;
      }
      return ByteBuffer.allocate(10);
    }

    @Override
    public void bufferUpdated(int bytes) {
      called("bufferUpdated");
      throw failure;
    }

    @Override
    public void dataReceived(byte[] data) {
      throw new AssertionError("it has a buffer");
    }
  }

  @Test
  void anErrorInGetBufferIsFatal() {
    run(() -> {
      List<ExceptionContext> reports = reports();
      Buffered served = new Buffered(true);
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("x");
        served.untilCalled("lost");
        assertThat(served.calls).containsExactly("made", "getBuffer", "lost");
        assertFatal(reports, served);
      }
    });
  }

  @Test
  void anErrorInBufferUpdatedIsFatal() {
    run(() -> {
      List<ExceptionContext> reports = reports();
      Buffered served = new Buffered(false);
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("x");
        served.untilCalled("lost");
        assertThat(served.calls).containsExactly("made", "getBuffer", "bufferUpdated", "lost");
        assertFatal(reports, served);
      }
    });
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.serverOf;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pausing and resuming what a transport delivers. */
@Timeout(60)
final class TransportReadTest {

  /** Pauses whenever something comes. */
  private static final class Pausing extends NetRecorder {
    int deliveries;

    @Override
    public void dataReceived(byte[] bytes) {
      deliveries++;
      transport.pauseReading();
      super.dataReceived(bytes);
    }
  }

  @Test
  void itReadsUnlessPausedOrClosing() {
    run(() -> {
      try (Server server = serverOf(NetRecorder::new)) {
        Transport transport = connect(server, NetRecorder::new).transport;
        assertThat(transport.isReading()).isTrue();
        transport.resumeReading();
        transport.pauseReading();
        assertThat(transport.isReading()).isFalse();
        transport.pauseReading();
        assertThat(transport.isReading()).isFalse();
        transport.resumeReading();
        transport.resumeReading();
        assertThat(transport.isReading()).isTrue();
        transport.close();
        assertThat(transport.isReading()).isFalse();
        transport.pauseReading();
        transport.resumeReading();
        assertThat(transport.isReading()).isFalse();
      }
    });
  }

  @Test
  void nothingIsDeliveredWhileItIsPaused() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      NetRecorder other = new NetRecorder();
      try (Server server = serverOf(() -> served);
          Server otherServer = serverOf(() -> other);
          NetPeer peer = NetPeer.connectTo(server);
          NetPeer otherPeer = NetPeer.connectTo(otherServer)) {
        served.untilCalled("made");
        served.transport.pauseReading();
        peer.send("early");
        peer.endOutput();
        otherPeer.send("later");
        other.untilReceived("later");
        assertThat(served.calls).containsExactly("made");
        served.transport.resumeReading();
        served.untilCalled("lost");
        assertThat(served.calls).containsExactly("made", "data", "eof", "lost");
        assertThat(served.data).hasToString("early");
      }
    });
  }

  @Test
  void oneCanPauseWhenTheConnectionIsMade() {
    run(() -> {
      NetRecorder served =
          new NetRecorder() {
            @Override
            public void connectionMade(Transport made) {
              made.pauseReading();
              super.connectionMade(made);
            }
          };
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("x");
        peer.endOutput();
        served.untilCalled("made");
        for (int i = 0; i < 100; i++) {
          await(sleep(0));
        }
        assertThat(served.calls).containsExactly("made");
        served.transport.resumeReading();
        served.untilCalled("lost");
        assertThat(served.data).hasToString("x");
      }
    });
  }

  @Test
  void pausingFromWithinDataReceivedHoldsBackTheRest() {
    byte[] much = NetTests.randomBytes(1_000_000);
    run(() -> {
      Pausing served = new Pausing();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        Task<Void> sent =
            createTask(
                async(() -> {
                  peer.send(much);
                  peer.endOutput();
                }));
        int expected = 0;
        while (served.data.length() < much.length) {
          int before = served.deliveries;
          assertThat(before).isEqualTo(expected);
          if (before > 0) {
            served.transport.resumeReading();
          }
          served.until(() -> served.deliveries > before);
          expected++;
        }
        served.transport.resumeReading();
        served.untilCalled("lost");
        await(sent);
        assertThat(served.data.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
            .isEqualTo(much);
      }
    });
  }

  @Test
  void aPausedConnectionCanBeClosed() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        served.untilCalled("made");
        served.transport.pauseReading();
        served.transport.write(bytes("bye"));
        served.transport.close();
        assertThat(peer.receiveText(100)).isEqualTo("bye");
        served.untilCalled("lost");
        assertThat(served.calls).containsExactly("made", "lost");
      }
    });
  }

  @Test
  void aPausedConnectionCanStillBeWrittenTo() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        served.untilCalled("made");
        served.transport.pauseReading();
        served.transport.write(bytes("hello"));
        assertThat(peer.receiveText(5)).isEqualTo("hello");
        served.transport.abort();
      }
    });
  }

  @Test
  void nothingIsDeliveredAfterClosing() {
    run(() -> {
      NetRecorder served =
          new NetRecorder() {
            @Override
            public void dataReceived(byte[] bytes) {
              super.dataReceived(bytes);
              transport.close();
            }
          };
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("x");
        assertThat(peer.receiveAll()).isZero();
        served.untilCalled("lost");
        assertThat(served.calls).containsExactly("made", "data", "lost");
        assertThat(served.data).hasToString("x");
      }
    });
  }
}

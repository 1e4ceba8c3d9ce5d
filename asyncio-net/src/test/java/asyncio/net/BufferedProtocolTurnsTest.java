package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.runMore;
import static asyncio.net.NetTests.serverOf;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A protocol with a small buffer may change its mind between one filling and the next. */
@Timeout(60)
final class BufferedProtocolTurnsTest {

  @Test
  void pausingHoldsBackTheRest() {
    run(() -> {
      NetSmallBuffer served = new NetSmallBuffer();
      served.afterFirst = () -> served.transport.pauseReading();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("123456789");
        served.untilReceived("123");
        runMore();
        assertThat(served.data).hasToString("123");
        served.transport.resumeReading();
        served.untilReceived("123456789");
        peer.endOutput();
        served.untilCalled("lost");
        assertThat(served.data).hasToString("123456789");
      }
    });
  }

  @Test
  void nothingIsDeliveredAfterClosing() {
    run(() -> {
      NetSmallBuffer served = new NetSmallBuffer();
      served.afterFirst = () -> served.transport.close();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("123456789");
        served.untilCalled("lost");
        assertThat(served.data).hasToString("123");
      }
    });
  }

  @Test
  void whoTakesOverGetsTheRest() {
    run(() -> {
      NetSmallBuffer served = new NetSmallBuffer();
      NetRecorder next = new NetRecorder();
      served.afterFirst = () -> served.transport.setProtocol(next);
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("123456789");
        next.untilReceived("456789");
        assertThat(served.data).hasToString("123");
        assertThat(next.data).hasToString("456789");
        next.transport = served.transport;
        next.transport.write(bytes("!"));
        assertThat(peer.receiveText(1)).isEqualTo("!");
        served.transport.close();
      }
    });
  }
}

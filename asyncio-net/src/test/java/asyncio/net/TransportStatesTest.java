package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.serverOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What transports are like from their beginning until after their loop's end. */
@Timeout(60)
final class TransportStatesTest {

  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  @Test
  void smallWritesAreNotHeldBackByTheSystem() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served)) {
        NetRecorder client = connect(server, NetRecorder::new);
        served.untilCalled("made");
        for (NetRecorder side : new NetRecorder[] {client, served}) {
          assertThat(
                  side.transport
                      .getExtraInfo(ExtraInfo.SOCKET)
                      .getOption(StandardSocketOptions.TCP_NODELAY))
              .isTrue();
        }
        client.transport.close();
        served.untilCalled("lost");
      }
    });
  }

  @Test
  void writingNothingDoesNothing() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        served.untilCalled("made");
        served.transport.setWriteBufferLimits(new BufferLimits(0, 0));
        served.transport.write(new byte[0]);
        assertThat(served.transport.getWriteBufferSize()).isZero();
        assertThat(served.calls).containsExactly("made");
        served.transport.write(bytes("text"));
        served.transport.write(new byte[0]);
        assertThat(served.transport.getWriteBufferSize()).isEqualTo(4);
        served.transport.close();
        assertThat(peer.receiveText(100)).isEqualTo("text");
      }
    });
  }

  @Test
  void theOwnHalfIsEndedOnceHoweverOftenThatIsSaid() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        served.untilCalled("made");
        assertThat(served.transport.canWriteEof()).isTrue();
        served.transport.write(bytes("text"));
        served.transport.writeEof();
        served.transport.writeEof();
        assertThat(peer.receiveText(100)).isEqualTo("text");
        assertThat(served.transport.isClosing()).isFalse();
        served.transport.writeEof();
        peer.send("answer");
        served.untilReceived("answer");
        served.transport.close();
        served.untilCalled("lost");
        assertThat(served.calls).containsExactly("made", "data", "lost");
      }
    });
  }

  @Test
  void whatIsLeftOpenCanBeAskedAndClosedAfterTheLoopsEnd() {
    Object[] left = new Object[2];
    run(() -> {
      Server server = serverOf(NetRecorder::new);
      left[0] = connect(server, NetRecorder::new).transport;
      left[1] =
          await(
                  Transports.createDatagramEndpoint(
                      NetDatagrams::new, new DatagramOptions().localAddress(ANY)))
              .transport();
    });
    Transport connection = (Transport) left[0];
    assertThat(connection.toString()).startsWith("<Transport closed ");
    assertThat(connection.isClosing()).isTrue();
    connection.close();
    connection.abort();
    connection.write(bytes("in vain"));
    DatagramTransport datagrams = (DatagramTransport) left[1];
    assertThat(datagrams.toString()).startsWith("<DatagramTransport ").contains("127.0.0.1");
  }
}

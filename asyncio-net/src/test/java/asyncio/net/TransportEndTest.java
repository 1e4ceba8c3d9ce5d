package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.runMore;
import static asyncio.net.NetTests.serverOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a connection ends: the protocol hears of it once, whatever came together. */
@Timeout(60)
final class TransportEndTest {

  private static void assertLostOnceAndLast(NetRecorder protocol) {
    assertThat(Collections.frequency(protocol.calls, "lost")).isEqualTo(1);
    assertThat(protocol.calls.getLast()).isEqualTo("lost");
  }

  @Test
  void closingTellsTheProtocolInALaterIteration() {
    run(() -> {
      try (Server server = serverOf(NetRecorder::new)) {
        NetRecorder client = connect(server, NetRecorder::new);
        client.transport.close();
        assertThat(client.transport.isClosing()).isTrue();
        assertThat(client.calls).containsExactly("made");
        client.untilCalled("lost");
        assertThat(client.lostBy).isNull();
      }
    });
  }

  @Test
  void abortingTellsTheProtocolInTheNextIteration() {
    run(() -> {
      try (Server server = serverOf(NetRecorder::new)) {
        NetRecorder client = connect(server, NetRecorder::new);
        client.transport.abort();
        assertThat(client.transport.isClosing()).isTrue();
        assertThat(client.calls).containsExactly("made");
        await(sleep(0));
        assertThat(client.calls).containsExactly("made", "lost");
        assertThat(client.lostBy).isNull();
      }
    });
  }

  @Test
  void closingWithNothingToSendTakesOneIterationToo() {
    run(() -> {
      try (Server server = serverOf(NetRecorder::new)) {
        NetRecorder client = connect(server, NetRecorder::new);
        client.transport.close();
        await(sleep(0));
        assertThat(client.calls).containsExactly("made", "lost");
      }
    });
  }

  @Test
  void itIsLostOnceHoweverOftenItIsClosedAndAborted() {
    run(() -> {
      try (Server server = serverOf(NetRecorder::new)) {
        NetRecorder client = connect(server, NetRecorder::new);
        client.transport.write(bytes("x"));
        client.transport.close();
        client.transport.close();
        client.transport.abort();
        client.transport.abort();
        client.transport.close();
        client.untilCalled("lost");
        client.transport.close();
        client.transport.abort();
        runMore();
        assertLostOnceAndLast(client);
      }
    });
  }

  @Test
  void itIsLostOnceWhenBothSidesCloseAtOnce() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served)) {
        NetRecorder client = connect(server, NetRecorder::new);
        served.untilCalled("made");
        client.transport.write(bytes("x"));
        served.transport.write(bytes("y"));
        client.transport.close();
        served.transport.close();
        client.untilCalled("lost");
        served.untilCalled("lost");
        runMore();
        assertLostOnceAndLast(client);
        assertLostOnceAndLast(served);
      }
    });
  }

  @Test
  void itIsLostOnceWhenItIsClosedFromConnectionLost() {
    run(() -> {
      NetRecorder client =
          new NetRecorder() {
            @Override
            public void connectionLost(Throwable exception) {
              transport.close();
              transport.abort();
              super.connectionLost(exception);
            }
          };
      try (Server server = serverOf(NetRecorder::new)) {
        connect(server, () -> client).transport.abort();
        client.untilCalled("lost");
        runMore();
        assertLostOnceAndLast(client);
      }
    });
  }

  @Test
  void closingFromConnectionMadeIsPossible() {
    run(() -> {
      NetRecorder served =
          new NetRecorder() {
            @Override
            public void connectionMade(Transport made) {
              super.connectionMade(made);
              made.write(bytes("go away"));
              made.close();
            }
          };
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        assertThat(peer.receiveText(100)).isEqualTo("go away");
        served.untilCalled("lost");
        assertThat(served.calls).containsExactly("made", "lost");
      }
    });
  }

  @Test
  void abortingFromConnectionMadeIsPossible() {
    run(() -> {
      NetRecorder served =
          new NetRecorder() {
            @Override
            public void connectionMade(Transport made) {
              super.connectionMade(made);
              made.abort();
            }
          };
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.receiveAll();
        served.untilCalled("lost");
        assertThat(served.calls).containsExactly("made", "lost");
      }
    });
  }

  @Test
  void aResetWhileItIsClosingEndsIt() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      Server server = serverOf(() -> served);
      NetPeer peer = NetPeer.connectTo(server);
      served.untilCalled("made");
      served.transport.write(new byte[50_000_000]);
      served.transport.close();
      assertThat(peer.receive(1)).hasSize(1);
      assertThat(served.calls).containsExactly("made", "pause");
      peer.reset();
      served.untilCalled("lost");
      assertLostOnceAndLast(served);
      server.close();
      await(server.waitClosed());
    });
  }

  @Test
  void writingToALostConnectionIsNoErrorButAWarningInTheEnd() {
    try (NetLog log = new NetLog("asyncio")) {
      run(() -> {
        try (Server server = serverOf(NetRecorder::new)) {
          NetRecorder client = connect(server, NetRecorder::new);
          client.transport.abort();
          client.untilCalled("lost");
          client.transport.write(bytes("x"));
          assertThat(log.lines).isEmpty();
          for (int i = 0; i < 20; i++) {
            client.transport.write(bytes("x"));
          }
          assertThat(log.lines).singleElement().asString().contains("WARNING", "closed or lost");
          assertThat(client.transport.getWriteBufferSize()).isZero();
          assertThat(client.calls).containsExactly("made", "lost");
        }
      });
    }
  }

  @Test
  void itStillTellsItsAddressesWhenItIsClosed() {
    run(() -> {
      try (Server server = serverOf(NetRecorder::new)) {
        NetRecorder client = connect(server, NetRecorder::new);
        var here = client.transport.getExtraInfo(ExtraInfo.SOCKNAME);
        client.transport.abort();
        client.untilCalled("lost");
        runMore();
        assertThat(here).isInstanceOf(InetSocketAddress.class);
        assertThat(client.transport.getExtraInfo(ExtraInfo.SOCKNAME)).isEqualTo(here);
        assertThat(client.transport.getExtraInfo(ExtraInfo.PEERNAME))
            .isEqualTo(server.sockets().getFirst().localAddress());
        assertThat(client.transport.toString()).startsWith("<Transport closed ");
      }
    });
  }
}

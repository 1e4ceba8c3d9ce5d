package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.port;
import static asyncio.net.NetTests.serverOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The calls that a protocol gets, and their order. */
@Timeout(60)
final class ProtocolTest {

  /** Keeps the connection half open when the other side ends. */
  private static final class HalfOpen extends NetRecorder {
    @Override
    public boolean eofReceived() {
      super.eofReceived();
      return true;
    }
  }

  @Test
  void theCallsComeInOrder() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served)) {
        NetRecorder client = connect(server, NetRecorder::new);
        assertThat(client.calls).containsExactly("made");
        client.transport.write(bytes("one"));
        client.transport.write(bytes("two"));
        served.untilReceived("onetwo");
        served.transport.write(bytes("answer"));
        client.untilReceived("answer");
        client.transport.close();
        served.untilCalled("lost");
        client.untilCalled("lost");
        assertThat(client.calls).containsExactly("made", "data", "lost");
        assertThat(served.calls).containsExactly("made", "data", "eof", "lost");
        assertThat(served.data).hasToString("onetwo");
        assertThat(client.lostBy).isNull();
        assertThat(served.lostBy).isNull();
      }
    });
  }

  @Test
  void nothingIsReceivedBeforeTheConnectionIsMade() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server =
          await(
              Transports.createServer(
                  () -> served, "127.0.0.1", 0, new ServerOptions().startServing(false)))) {
        try (NetPeer peer = NetPeer.connectTo(server)) {
          peer.send("early");
          peer.endOutput();
          await(server.startServing());
          served.untilCalled("lost");
          assertThat(served.calls).containsExactly("made", "data", "eof", "lost");
          assertThat(served.data).hasToString("early");
        }
      }
    });
  }

  @Test
  void theEndClosesTheConnectionUnlessTheProtocolKeepsItHalfOpen() {
    run(() -> {
      HalfOpen served = new HalfOpen();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("question");
        peer.endOutput();
        served.untilCalled("eof");
        assertThat(served.transport.isClosing()).isFalse();
        served.transport.write(bytes("answer"));
        served.transport.close();
        assertThat(peer.receiveText(100)).isEqualTo("answer");
        served.untilCalled("lost");
        assertThat(served.calls).containsExactly("made", "data", "eof", "lost");
      }
    });
  }

  @Test
  void theEndIsToldOnceAlsoWhenTheOtherHalfGoesOn() {
    run(() -> {
      HalfOpen served = new HalfOpen();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.endOutput();
        served.untilCalled("eof");
        for (int i = 0; i < 10; i++) {
          served.transport.write(bytes("x"));
          assertThat(peer.receiveText(1)).isEqualTo("x");
        }
        assertThat(served.calls).containsExactly("made", "eof");
        served.transport.close();
        served.untilCalled("lost");
      }
    });
  }

  @Test
  void aResetIsTheReasonOfTheLossAndNoEndIsToldBefore() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served)) {
        NetPeer peer = NetPeer.connectTo(server);
        peer.send("x");
        served.untilReceived("x");
        peer.reset();
        served.untilCalled("lost");
        assertThat(served.calls).containsExactly("made", "data", "lost");
        assertThat(served.lostBy)
            .isInstanceOf(SocketException.class)
            .hasMessageContaining("is lost");
      }
    });
  }

  @Test
  void whatTheSystemHasNotSentIsTheProtocolsLossOnAReset() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served)) {
        NetPeer peer = NetPeer.connectTo(server);
        served.untilCalled("made");
        served.transport.pauseReading();
        served.transport.write(new byte[50_000_000]);
        assertThat(served.calls).containsExactly("made", "pause");
        assertThat(peer.receive(1)).hasSize(1);
        peer.reset();
        // even with reading paused, since there is something to write
        served.untilCalled("lost");
        assertThat(served.calls).containsExactly("made", "pause", "lost");
        assertThat(served.lostBy).isInstanceOf(SocketException.class);
        assertThat(served.transport.getWriteBufferSize()).isZero();
      }
    });
  }

  @Test
  void theConnectionIsMadeBeforeWhoeverConnectsHearsOfIt() {
    run(() -> {
      try (Server server = serverOf(NetRecorder::new)) {
        var made = await(Transports.createConnection(NetRecorder::new, "127.0.0.1", port(server)));
        assertThat(made.protocol().calls).startsWith("made");
        assertThat(made.protocol().transport).isSameAs(made.transport());
        assertThat(made.transport().getProtocol()).isSameAs(made.protocol());
        assertThat(made.transport().loop()).isSameAs(runningLoop());
        made.transport().close();
      }
    });
  }

  @Test
  void anotherProtocolCanTakeOver() {
    run(() -> {
      NetRecorder first = new NetRecorder();
      NetRecorder second = new NetRecorder();
      try (Server server = serverOf(() -> first);
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("first");
        first.untilReceived("first");
        first.transport.setProtocol(second);
        assertThat(first.transport.getProtocol()).isSameAs(second);
        peer.send("second");
        second.untilReceived("second");
        peer.endOutput();
        second.untilCalled("lost");
        assertThat(first.calls).containsExactly("made", "data");
        assertThat(second.calls).containsExactly("data", "eof", "lost");
      }
    });
  }

  @Test
  void eachConnectionOfAServerGetsAProtocolOfItsOwn() {
    run(() -> {
      List<NetRecorder> served = new ArrayList<>();
      try (Server server =
          serverOf(() -> {
            served.add(new NetRecorder());
            return served.getLast();
          })) {
        for (String word : List.of("one", "two", "three")) {
          try (NetPeer peer = NetPeer.connectTo(server)) {
            peer.send(word);
            peer.endOutput();
            assertThat(peer.receiveAll()).isZero();
          }
        }
        assertThat(served)
            .extracting(one -> one.data.toString())
            .containsExactly("one", "two", "three");
      }
    });
  }

  @Test
  void aProtocolThatDoesNothingClosesAtTheEnd() {
    run(() -> {
      try (Server server = serverOf(() -> new Protocol() {});
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("whatever");
        peer.endOutput();
        assertThat(peer.receiveAll()).isZero();
      }
    });
  }

  @Test
  void aFactoryThatFailsClosesTheConnection() {
    run(() -> {
      var reports = NetTests.reports();
      IllegalStateException failure = new IllegalStateException("no protocol");
      try (Server server =
              serverOf(() -> {
                throw failure;
              });
          NetPeer peer = NetPeer.connectTo(server)) {
        assertThat(peer.receiveAll()).isZero();
        assertThat(reports)
            .singleElement()
            .satisfies(one -> assertThat(one.exception()).isSameAs(failure));
        assertThatThrownBy(() ->
                connect(
                    server,
                    () -> {
                      throw failure;
                    }))
            .isSameAs(failure);
      }
    });
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.serverOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import asyncio.Task;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A transport's buffer, and the calls that tell a protocol of it. */
@Timeout(60)
final class TransportWriteTest {

  private static final int MORE_THAN_ANY_SYSTEM_TAKES = 50_000_000;

  @Test
  void theLimitsAre16And64KiBUnlessSet() {
    run(() -> {
      try (Server server = serverOf(NetRecorder::new)) {
        Transport transport = connect(server, NetRecorder::new).transport;
        assertThat(transport.getWriteBufferLimits()).isEqualTo(new BufferLimits(16384, 65536));
        transport.setWriteBufferLimits(BufferLimits.ofHigh(100));
        assertThat(transport.getWriteBufferLimits()).isEqualTo(new BufferLimits(25, 100));
        transport.setWriteBufferLimits(BufferLimits.ofLow(100));
        assertThat(transport.getWriteBufferLimits()).isEqualTo(new BufferLimits(100, 400));
        transport.close();
      }
    });
  }

  @Test
  void limitsThatCannotBeAreAnError() {
    assertThatIllegalArgumentException().isThrownBy(() -> new BufferLimits(2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new BufferLimits(-1, 1));
    assertThat(new BufferLimits(0, 0).high()).isZero();
  }

  @Test
  void theBufferHoldsWhatWasWrittenUntilItIsSent() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        served.untilCalled("made");
        Transport transport = served.transport;
        assertThat(transport.getWriteBufferSize()).isZero();
        transport.write(bytes("12345"));
        transport.writelines(List.of(bytes("6"), bytes(""), bytes("78")));
        assertThat(transport.getWriteBufferSize()).isEqualTo(8);
        assertThat(peer.receiveText(8)).isEqualTo("12345678");
        assertThat(transport.getWriteBufferSize()).isZero();
        transport.close();
      }
    });
  }

  @Test
  void theProtocolIsToldWhenMoreThanTheHighLimitIsWritten() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        served.untilCalled("made");
        served.transport.setWriteBufferLimits(new BufferLimits(5, 10));
        served.transport.write(bytes("0123456789"));
        assertThat(served.calls).containsExactly("made");
        served.transport.write(bytes("!"));
        assertThat(served.calls).containsExactly("made", "pause");
        served.transport.write(bytes("!"));
        assertThat(served.calls).containsExactly("made", "pause");
        served.untilCalled("resume");
        assertThat(served.calls).containsExactly("made", "pause", "resume");
        assertThat(served.transport.getWriteBufferSize()).isLessThanOrEqualTo(5);
        assertThat(peer.receiveText(12)).isEqualTo("0123456789!!");
        served.transport.close();
      }
    });
  }

  @Test
  void aHighLimitOf0TellsOfEveryWrite() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        served.untilCalled("made");
        served.transport.setWriteBufferLimits(new BufferLimits(0, 0));
        for (int i = 1; i <= 3; i++) {
          served.transport.write(bytes("x"));
          int resumed = i;
          served.until(() -> Collections.frequency(served.calls, "resume") == resumed);
        }
        assertThat(served.calls)
            .containsExactly("made", "pause", "resume", "pause", "resume", "pause", "resume");
        assertThat(peer.receiveText(3)).isEqualTo("xxx");
        served.transport.close();
      }
    });
  }

  @Test
  void changingTheLimitsTellsTheProtocolIfThatChangesAnything() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        served.untilCalled("made");
        served.transport.write(bytes("0123456789"));
        served.transport.setWriteBufferLimits(new BufferLimits(1, 10));
        assertThat(served.calls).containsExactly("made");
        served.transport.setWriteBufferLimits(new BufferLimits(1, 9));
        assertThat(served.calls).containsExactly("made", "pause");
        served.transport.setWriteBufferLimits(new BufferLimits(10, 10));
        assertThat(served.calls).containsExactly("made", "pause", "resume");
        assertThat(peer.receiveText(10)).isEqualTo("0123456789");
        served.transport.close();
      }
    });
  }

  @Test
  void pausesAndResumptionsAlternate() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        served.untilCalled("made");
        Task<Long> received = createTask(async(() -> peer.receiveAll()));
        int rounds = 20;
        int piece = 2_000_000;
        for (int i = 1; i <= rounds; i++) {
          served.transport.write(new byte[piece]);
          int times = i;
          served.until(() -> Collections.frequency(served.calls, "resume") == times);
        }
        served.transport.close();
        assertThat(await(received)).isEqualTo((long) rounds * piece);
        served.untilCalled("lost");
        List<String> flow = served.calls.subList(1, served.calls.size() - 1);
        assertThat(flow).hasSize(2 * rounds);
        for (int i = 0; i < flow.size(); i++) {
          assertThat(flow.get(i)).isEqualTo(i % 2 == 0 ? "pause" : "resume");
        }
      }
    });
  }

  @Test
  void theBufferShrinksOnlyWhenThePeerReads() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        served.untilCalled("made");
        served.transport.write(new byte[MORE_THAN_ANY_SYSTEM_TAKES]);
        assertThat(served.transport.getWriteBufferSize()).isEqualTo(MORE_THAN_ANY_SYSTEM_TAKES);
        assertThat(peer.receive(1)).hasSize(1);
        assertThat(served.transport.getWriteBufferSize())
            .isPositive()
            .isLessThan(MORE_THAN_ANY_SYSTEM_TAKES);
        assertThat(served.calls).containsExactly("made", "pause");
        served.transport.close();
        assertThat(peer.receiveAll()).isEqualTo(MORE_THAN_ANY_SYSTEM_TAKES - 1);
      }
    });
  }

  // ----- the end of the own half

  @Test
  void writeEofSendsFirstWhatWasWritten() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        served.untilCalled("made");
        assertThat(served.transport.canWriteEof()).isTrue();
        served.transport.write(new byte[5_000_000]);
        served.transport.writeEof();
        served.transport.writeEof();
        assertThatIllegalStateException().isThrownBy(() -> served.transport.write(bytes("x")));
        assertThatIllegalStateException()
            .isThrownBy(() -> served.transport.writelines(List.of(bytes("x"))));
        assertThat(peer.receiveAll()).isEqualTo(5_000_000);
        // the other half is still there
        peer.send("answer");
        served.untilReceived("answer");
        assertThat(served.transport.isClosing()).isFalse();
        peer.endOutput();
        served.untilCalled("lost");
        assertThat(served.lostBy).isNull();
      }
    });
  }

  @Test
  void closingAfterWriteEofSendsAllToo() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        served.untilCalled("made");
        served.transport.write(new byte[5_000_000]);
        served.transport.writeEof();
        served.transport.close();
        assertThat(peer.receiveAll()).isEqualTo(5_000_000);
        served.untilCalled("lost");
      }
    });
  }

  @Test
  void writeEofAfterClosingHasNoEffect() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served);
          NetPeer peer = NetPeer.connectTo(server)) {
        served.untilCalled("made");
        served.transport.close();
        served.transport.writeEof();
        assertThat(peer.receiveAll()).isZero();
        served.untilCalled("lost");
        served.transport.writeEof();
      }
    });
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.reports;
import static asyncio.net.NetTests.serverOf;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Protocols that leave out all that can be left out. */
@Timeout(60)
final class ProtocolDefaultsTest {

  /** Writes so much that it is told to pause, and closes when all is sent. */
  private static void writeMuchAndClose(Transport transport) {
    transport.setWriteBufferLimits(new BufferLimits(0, 10));
    transport.write(new byte[100_000]);
    transport.close();
  }

  @Test
  void aProtocolNeedNotDoAnything() {
    run(() -> {
      var reports = reports();
      try (Server server = serverOf(() -> new Protocol() {});
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("whatever");
        peer.endOutput();
        assertThat(peer.receiveAll()).isZero(); // false is the answer to the end
        Protocol client = connect(server, () -> new Protocol() {});
        assertThat(client.eofReceived()).isFalse();
      }
      assertThat(reports).isEmpty();
    });
  }

  @Test
  void aProtocolNeedNotKnowOfFlowControl() {
    run(() -> {
      var reports = reports();
      try (Server server =
              serverOf(() ->
                  new Protocol() {
                    @Override
                    public void connectionMade(Transport transport) {
                      writeMuchAndClose(transport);
                    }
                  });
          NetPeer peer = NetPeer.connectTo(server)) {
        assertThat(peer.receiveAll()).isEqualTo(100_000);
      }
      assertThat(reports).isEmpty();
    });
  }

  @Test
  void aProtocolWithABufferNeedsNothingButThat() {
    run(() -> {
      var reports = reports();
      var received = new StringBuilder();
      try (Server server =
              serverOf(() ->
                  new BufferedProtocol() {
                    private final ByteBuffer buffer = ByteBuffer.allocate(100);

                    @Override
                    public ByteBuffer getBuffer(int sizeHint) {
                      return buffer.clear();
                    }

                    @Override
                    public void bufferUpdated(int bytes) {
                      received.append(new String(buffer.array(), 0, bytes, US_ASCII));
                    }
                  });
          NetPeer peer = NetPeer.connectTo(server)) {
        peer.send("12345");
        peer.endOutput();
        assertThat(peer.receiveAll()).isZero();
        assertThat(received).hasToString("12345");
      }
      assertThat(reports).isEmpty();
    });
  }

  @Test
  void aDatagramProtocolNeedNotDoAnything() {
    run(() -> {
      var reports = reports();
      InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
      DatagramOptions any = new DatagramOptions().localAddress(new InetSocketAddress(loopback, 0));
      var deaf = await(Transports.createDatagramEndpoint(() -> new DatagramProtocol() {}, any));
      var other = await(Transports.createDatagramEndpoint(NetDatagrams::new, any));
      deaf.transport().setWriteBufferLimits(new BufferLimits(0, 0));
      other.transport().sendto(bytes("x"), deaf.transport().getExtraInfo(ExtraInfo.SOCKNAME));
      deaf.transport().sendto(new byte[70_000], other.protocol().address()); // is too large
      deaf.transport().sendto(bytes("y"), other.protocol().address());
      assertThat(await(other.protocol().received.get()).text()).isEqualTo("y");
      deaf.transport().close();
      other.transport().close();
      await(other.protocol().lost.whenSet());
      assertThat(reports).isEmpty();
    });
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aSubprocessProtocolNeedNotDoAnything() {
    run(() -> {
      var reports = reports();
      var made =
          await(
              Subprocesses.subprocessShell(
                  () -> new SubprocessProtocol() {}, "cat; echo error >&2; exit 3"));
      writeMuchAndClose(made.transport().getPipeTransport(0));
      while (made.transport().getReturncode() == null) {
        await(sleep(0.001));
      }
      assertThat(made.transport().getReturncode()).isEqualTo(3);
      made.transport().close();
      assertThat(reports).isEmpty();
    });
  }
}

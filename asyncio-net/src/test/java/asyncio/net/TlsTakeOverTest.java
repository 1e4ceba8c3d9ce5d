package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.port;
import static asyncio.net.NetTests.runMore;
import static asyncio.net.NetTests.serverOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Protocols over TLS that have a buffer of their own, or hand over to another. */
@Timeout(60)
final class TlsTakeOverTest {

  @TempDir private static Path folder;
  private static TlsContext serverSide;
  private static TlsContext clientSide;

  @BeforeAll
  static void makeBothSides() throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    serverSide = certificates.serverSide();
    clientSide = certificates.clientSide();
  }

  private static Server start(NetRecorder protocol) {
    return await(
        Transports.createServer(
            () -> protocol, "127.0.0.1", 0, new ServerOptions().tls(serverSide)));
  }

  private static Transport connectTo(Server server) {
    var tls = new ConnectOptions().tls(clientSide);
    return await(Transports.createConnection(NetRecorder::new, "localhost", port(server), tls))
        .transport();
  }

  @Test
  void aBufferGetsWhatWasEncrypted() {
    run(() -> {
      NetSmallBuffer served = new NetSmallBuffer();
      try (Server server = start(served)) {
        Transport client = connectTo(server);
        client.write(bytes("123456789"));
        client.close();
        served.untilCalled("lost");
        assertThat(served.data).hasToString("123456789");
        assertThat(served.lostBy).isNull();
      }
    });
  }

  @Test
  void aBufferThatIsFullOnceHoldsBackWhatWasEncrypted() {
    run(() -> {
      NetSmallBuffer served = new NetSmallBuffer();
      served.afterFirst = () -> served.transport.pauseReading();
      try (Server server = start(served)) {
        Transport client = connectTo(server);
        client.write(bytes("123456789"));
        served.untilReceived("123");
        runMore();
        assertThat(served.data).hasToString("123");
        served.transport.resumeReading();
        client.close();
        served.untilCalled("lost");
        assertThat(served.data).hasToString("123456789");
      }
    });
  }

  @Test
  void aConnectionOfProtocolsWithBuffersIsUpgraded() {
    run(() -> {
      NetSmallBuffer served = new NetSmallBuffer();
      try (Server server = serverOf(() -> served)) {
        NetSmallBuffer client = connect(server, NetSmallBuffer::new);
        served.untilCalled("made");
        Transport clear = client.transport;
        var upgraded =
            await(
                gather(
                    Transports.startTls(
                        clear, new TlsOptions(clientSide).serverHostname("localhost")),
                    Transports.startTls(served.transport, new TlsOptions(serverSide))));
        assertThat(upgraded.getFirst()).isSameAs(clear);
        clear.write(bytes("to the server"));
        served.transport.write(bytes("to the client"));
        served.untilReceived("to the server");
        client.untilReceived("to the client");
        assertThat(served.data).hasToString("to the server");
        assertThat(client.data).hasToString("to the client");
        assertThat(clear.getExtraInfo(ExtraInfo.CIPHER)).isNotNull();
        clear.close();
        served.untilCalled("lost");
      }
    });
  }

  @Test
  void whoTakesOverGetsTheRest() {
    run(() -> {
      NetSmallBuffer served = new NetSmallBuffer();
      NetRecorder next = new NetRecorder();
      served.afterFirst = () -> served.transport.setProtocol(next);
      try (Server server = start(served)) {
        Transport client = connectTo(server);
        client.write(bytes("123456789"));
        next.untilReceived("456789");
        assertThat(served.transport.getProtocol()).isSameAs(next);
        client.close();
        next.untilCalled("lost");
        assertThat(served.data).hasToString("123");
        assertThat(next.data).hasToString("456789");
        assertThat(served.calls).doesNotContain("lost");
      }
    });
  }
}

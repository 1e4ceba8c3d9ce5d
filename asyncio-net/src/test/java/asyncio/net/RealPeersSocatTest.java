package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.port;
import static asyncio.net.NetTests.randomBytes;
import static asyncio.net.NetTests.text;
import static asyncio.net.RealPeers.awaitOutput;
import static asyncio.net.RealPeers.finish;
import static asyncio.net.RealPeers.portIn;
import static asyncio.net.RealPeers.sha256;
import static asyncio.net.RealPeers.start;
import static asyncio.net.Streams.openConnection;
import static asyncio.net.Streams.openUnixConnection;
import static asyncio.net.Streams.startUnixServer;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections whose other end is socat. */
@Timeout(60)
final class RealPeersSocatTest {

  /** It waits so long, in seconds, for one direction to end when the other has. */
  private static final String PATIENCE = "60";

  private static final byte[] DATA = randomBytes(1 << 20);

  @TempDir private Path folder;

  @BeforeAll
  static void findSocat() {
    RealPeers.assumeInstalled("socat");
  }

  private static void assertSentBack(Process socat) {
    byte[] back = await(socat.communicate(DATA)).stdout();
    assertThat(socat.returncode()).isZero();
    assertThat(sha256(back)).isEqualTo(sha256(DATA));
  }

  /** Sends all before it reads: what comes back meanwhile is held up on its way. */
  private static void assertSentBack(StreamPair connection) {
    var read = createTask(connection.reader().read());
    connection.writer().write(DATA);
    connection.writer().writeEof();
    assertThat(sha256(await(read))).isEqualTo(sha256(DATA));
  }

  @Test
  void aTcpClientGetsBackWhatItHasSentBeforeItEndsItsHalf() {
    run(() -> {
      try (Server server = NetTests.serverOf(NetTests::echo);
          Process socat = start("socat", "-t", PATIENCE, "-", "TCP4:127.0.0.1:" + port(server))) {
        assertSentBack(socat);
      }
    });
  }

  @Test
  void aUnixClientGetsBackWhatItHasSentBeforeItEndsItsHalf() {
    Path socket = folder.resolve("socket");
    run(() -> {
      try (Server _ = await(startUnixServer(NetTests::echo, socket));
          Process socat = start("socat", "-t", PATIENCE, "-", "UNIX-CONNECT:" + socket)) {
        assertSentBack(socat);
      }
    });
  }

  @Test
  void aTcpServerSendsBackWhatItGetsBeforeOurHalfEnds() {
    run(() -> {
      try (Process socat =
          start("socat", "-d", "-d", "-t", PATIENCE, "TCP4-LISTEN:0,bind=127.0.0.1", "EXEC:cat")) {
        int port = portIn(awaitOutput(socat, "listening on"));
        try (StreamPair connection = await(openConnection("127.0.0.1", port))) {
          assertSentBack(connection);
        }
        finish(socat);
      }
    });
  }

  @Test
  void aUnixServerSendsBackWhatItGetsBeforeOurHalfEnds() {
    Path socket = folder.resolve("socket");
    run(() -> {
      try (Process socat =
          start("socat", "-d", "-d", "-t", PATIENCE, "UNIX-LISTEN:" + socket, "EXEC:cat")) {
        awaitOutput(socat, "listening on");
        try (StreamPair connection = await(openUnixConnection(socket))) {
          assertSentBack(connection);
        }
        finish(socat);
      }
    });
  }

  @Test
  void aDatagramIsAnswered() {
    run(() -> {
      NetDatagrams ours = new NetDatagrams();
      var options =
          new DatagramOptions()
              .localAddress(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      try (DatagramTransport transport =
              await(Transports.createDatagramEndpoint(() -> ours, options)).transport();
          Process socat = start("socat", "-", "UDP4:127.0.0.1:" + ours.address().getPort())) {
        socat.stdin().write("question\n");
        NetDatagrams.Received question = await(ours.received.get());
        assertThat(question.text()).isEqualTo("question\n");
        transport.sendto(NetTests.bytes("answer\n"), question.from());
        assertThat(text(await(socat.stdout().readline()))).isEqualTo("answer\n");
      }
    });
  }
}

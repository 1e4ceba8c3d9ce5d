package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which name a client of TLS holds its server to, and when it needs none. */
@Timeout(60)
final class TlsNamesTest {

  @TempDir private static Path folder;
  private static TlsContext serverSide;
  private static TlsContext strict;
  private static TlsContext lenient;

  private final List<NetRecorder> served = new ArrayList<>();

  @BeforeAll
  static void makeBothSides() throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    serverSide = certificates.serverSide();
    strict = certificates.clientSide();
    lenient = TlsContext.forClient().trust(certificates.authority()).ignoreHostname().build();
  }

  private NetRecorder serve() {
    served.add(new NetRecorder());
    return served.getLast();
  }

  private static ConnectOptions tls(TlsContext context) {
    return new ConnectOptions().tls(context);
  }

  /** Exchanges a byte over a connection that is made here. */
  private void assertConnects(Supplier<Connection<Transport, NetRecorder>> connecting) {
    NetRecorder client = connecting.get().protocol();
    client.transport.write(bytes("x"));
    while (served.isEmpty()) {
      await(sleep(0.001));
    }
    served.getFirst().untilReceived("x");
    client.transport.close();
    client.untilCalled("lost");
    served.getFirst().untilCalled("lost");
    served.clear();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void overAUnixSocketNoNameIsNeededIfNoneIsChecked() {
    Path path = folder.resolve("lenient");
    run(() -> {
      try (Server _ =
          await(
              Transports.createUnixServer(
                  this::serve, path, new ServerOptions().tls(serverSide)))) {
        assertConnects(
            () -> await(Transports.createUnixConnection(NetRecorder::new, path, tls(lenient))));
      }
    });
  }

  @Test
  void theHostIsTheNameUnlessAnotherOneIsGiven() {
    run(() -> {
      try (Server server =
          await(
              Transports.createServer(
                  this::serve, "127.0.0.1", 0, new ServerOptions().tls(serverSide)))) {
        int port = port(server);
        for (String host : new String[] {"localhost", "127.0.0.1"}) {
          assertConnects(
              () -> await(Transports.createConnection(NetRecorder::new, host, port, tls(strict))));
        }
        var wrong = new ConnectOptions().tls(new TlsOptions(strict).serverHostname("example.org"));
        assertThatThrownBy(() ->
                await(Transports.createConnection(NetRecorder::new, "localhost", port, wrong)))
            .isInstanceOf(SSLHandshakeException.class)
            .hasMessageContaining("example.org");
        assertThat(served).isEmpty();
      }
    });
  }

  @Test
  void anEmptyHostOrNameIsNoNameThatAnybodyHas() {
    run(() -> {
      try (Server server =
          await(
              Transports.createServer(
                  this::serve, "127.0.0.1", 0, new ServerOptions().tls(serverSide)))) {
        int port = port(server);
        assertThatThrownBy(
                () -> await(Transports.createConnection(NetRecorder::new, "", port, tls(strict))))
            .isInstanceOf(SSLHandshakeException.class);
        var empty = new ConnectOptions().tls(new TlsOptions(strict).serverHostname(""));
        assertThatThrownBy(() ->
                await(Transports.createConnection(NetRecorder::new, "localhost", port, empty)))
            .isInstanceOf(SSLHandshakeException.class);
        assertThat(served).isEmpty();
      }
    });
  }
}

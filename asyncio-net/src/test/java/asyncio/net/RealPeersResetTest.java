package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.port;
import static asyncio.net.RealPeers.finish;
import static asyncio.net.Streams.startServer;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server of ours whose clients reset their connections as soon as hands are shaken. */
@Timeout(60)
@SuppressWarnings("try") // when something is closed is what they are about
final class RealPeersResetTest {

  private static final String RESETTING =
      """
      import socket, ssl, struct, sys

      tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
      tls.load_verify_locations(sys.argv[1])
      for i in range(30):
          plain = socket.create_connection(("127.0.0.1", int(sys.argv[2])))
          secret = tls.wrap_socket(plain, server_hostname="localhost")
          secret.sendall(b"data")
          secret.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
          secret.close()
      """;

  @TempDir private Path folder;

  @BeforeAll
  static void findPython() {
    RealPeers.assumeInstalled("python3");
  }

  @Test
  void aResetIsNeverTakenForAnEnd() throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    Path authority = certificates.authority();
    TlsContext serverSide = certificates.serverSide();
    run(() -> {
      List<String> ends = new ArrayList<>();
      ClientConnected reading =
          (reader, writer) -> {
            try (writer) {
              ends.add("the end after " + await(reader.read()).length + " bytes");
            } catch (Exception e) {
              assertThat(e).isInstanceOf(SocketException.class);
            }
          };
      try (Server server =
              await(startServer(reading, "127.0.0.1", 0, new ServerOptions().tls(serverSide)));
          Process python =
              RealPeers.start(
                  "python3", "-c", RESETTING, authority.toString(), String.valueOf(port(server)))) {
        finish(python);
        server.close();
        await(server.waitClosed());
      }
      assertThat(ends).isEmpty();
    });
  }
}

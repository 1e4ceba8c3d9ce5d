package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.Streams.openConnection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.Task;
import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections that end in the midst of going over to TLS. */
@Timeout(60)
@SuppressWarnings("try") // when something is closed is what they are about
final class StartTlsEndTest {

  @TempDir private Path folder;
  private TlsContext clientSide;

  @BeforeEach
  void makeBothSides() throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    clientSide = certificates.clientSide();
  }

  private TlsOptions toLocalhost() {
    return new TlsOptions(clientSide).serverHostname("localhost");
  }

  @Test
  void closingOrAbortingTheConnectionEndsIt() {
    run(() -> {
      for (boolean abort : new boolean[] {false, true}) {
        try (var listening = NetPeer.Listening.start();
            StreamPair connection = await(openConnection("localhost", listening.port()));
            NetPeer peer = listening.accept()) {
          Task<Void> upgrade = createTask(connection.writer().startTls(toLocalhost()));
          assertThat(peer.receive(1)).hasSize(1); // of the handshake
          if (abort) {
            connection.writer().transport().abort();
          } else {
            connection.close();
          }
          assertThatThrownBy(() -> await(upgrade)).isInstanceOf(IOException.class);
          assertThat(connection.writer().isClosing()).isTrue();
        }
      }
    });
  }

  @Test
  void aPeerThatHasEndedBeforeItIsAnError() {
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection = await(openConnection("localhost", listening.port()));
          NetPeer peer = listening.accept()) {
        peer.endOutput();
        assertThat(await(connection.reader().read())).isEmpty();
        assertThatThrownBy(() -> await(connection.writer().startTls(toLocalhost())))
            .isInstanceOf(SSLException.class);
        assertThat(connection.writer().isClosing()).isTrue();
      }
    });
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.openSockets;
import static asyncio.net.NetTests.port;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.NetTests.text;
import static asyncio.net.Streams.openConnection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import asyncio.CancelledError;
import asyncio.ExceptionGroup;
import asyncio.Task;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that cannot be made, or are given up while they are made. */
@Timeout(60)
final class NetErrorsTest {

  /** A port that nobody listens on: one that was free a moment ago. */
  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  @Test
  void nobodyListeningIsAnErrorThatNamesTheAddress() {
    run(() -> {
      int port = unusedPort();
      long before = openSockets();
      assertThatThrownBy(() -> await(openConnection("127.0.0.1", port)))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("127.0.0.1:" + port)
          .hasMessageContaining("refused");
      assertThatThrownBy(
              () -> await(Transports.createConnection(NetRecorder::new, "127.0.0.1", port)))
          .isInstanceOf(ConnectException.class);
      while (openSockets() > before) {
        await(sleep(0.001));
      }
    });
  }

  @Test
  void aNameThatIsNotThereIsAnErrorThatNamesIt() {
    run(() ->
        assertThatThrownBy(() -> await(openConnection("no-such-host.invalid", 80)))
            .isInstanceOf(UnknownHostException.class)
            .hasMessageContaining("no-such-host.invalid"));
  }

  @Test
  void theNextAddressOfANameIsTriedWhenOneFails() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo); // of IPv4 alone, which may come second
          StreamPair connection = await(openConnection("localhost", port(server)))) {
        connection.writer().write("x");
        assertThat(await(connection.reader().read(1))).hasSize(1);
      }
    });
  }

  @Test
  void whenAllAddressesOfANameFailTheErrorNamesThePort() {
    run(() -> {
      int port = unusedPort();
      assertThatThrownBy(() -> await(openConnection("localhost", port)))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("cannot connect to ")
          .hasMessageContaining("" + port);
    });
  }

  @Test
  void allErrorsCanBeAskedFor() {
    run(() -> {
      int port = unusedPort();
      ConnectOptions options = new ConnectOptions().allErrors(true);
      Throwable failure = catchThrowable(() -> await(openConnection("127.0.0.1", port, options)));
      assertThat(failure).isInstanceOf(ExceptionGroup.class);
      assertThat(((ExceptionGroup) failure).exceptions())
          .singleElement()
          .isInstanceOf(ConnectException.class);
    });
  }

  @Test
  void aCancellationWhileConnectingLeavesNothingOpen() {
    run(() -> {
      long before = openSockets();
      for (int iterations = 0; iterations < 10; iterations++) {
        try (Server server = serverOf(NetTests::echo)) {
          int port = port(server);
          Task<StreamPair> connecting = createTask(openConnection("127.0.0.1", port));
          for (int i = 0; i < iterations; i++) {
            await(sleep(0));
          }
          connecting.cancel();
          try {
            await(connecting).close(); // it was quicker
          } catch (CancelledError e) {
            assertThat(connecting.cancelled()).isTrue();
          }
        }
      }
      while (openSockets() > before) {
        await(sleep(0.001));
      }
    });
  }

  // ----- the local address

  @Test
  void aConnectionComesFromTheLocalAddressThatIsAskedFor() {
    run(() -> {
      try (Server server =
          serverOf((_, writer) -> {
            writer.write(writer.getExtraInfo(ExtraInfo.PEERNAME).toString());
            writer.close();
          })) {
        var local = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), unusedPort());
        ConnectOptions options = new ConnectOptions().localAddress(local);
        try (StreamPair connection = await(openConnection("127.0.0.1", port(server), options))) {
          assertThat(connection.writer().getExtraInfo(ExtraInfo.SOCKNAME)).isEqualTo(local);
          assertThat(text(await(connection.reader().read())))
              .isEqualTo("/127.0.0.1:" + local.getPort());
        }
      }
    });
  }

  @Test
  void aLocalAddressInUseIsAnError() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo)) {
        var taken = (InetSocketAddress) server.sockets().getFirst().localAddress();
        ConnectOptions options = new ConnectOptions().localAddress(taken);
        assertThatThrownBy(() -> await(openConnection("127.0.0.1", port(server), options)))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("in use");
      }
    });
  }

  @Test
  void aLocalAddressOfAnotherFamilyIsAnErrorThatSaysSo() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo)) {
        ConnectOptions options =
            new ConnectOptions()
                .localAddress(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0));
        assertThatThrownBy(() -> await(openConnection("127.0.0.1", port(server), options)))
            .isInstanceOf(ConnectException.class)
            .hasMessageContaining("family");
      }
    });
  }

  @Test
  void onlyTheFamilyThatIsAskedForIsTried() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo)) {
        ConnectOptions inet = new ConnectOptions().family(StandardProtocolFamily.INET);
        await(openConnection("localhost", port(server), inet)).close();
        ConnectOptions inet6 = new ConnectOptions().family(StandardProtocolFamily.INET6);
        assertThatThrownBy(() -> await(openConnection("127.0.0.1", port(server), inet6)))
            .isInstanceOf(IOException.class);
      }
    });
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.port;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.NetTests.text;
import static asyncio.net.Streams.openConnection;
import static asyncio.net.Streams.startServer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where servers listen. */
@Timeout(60)
final class ServerAddressTest {

  private static boolean hasIpv6() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static String ask(String host, int port) {
    try (StreamPair connection = await(openConnection(host, port))) {
      connection.writer().write("to " + host + "\n");
      return text(await(connection.reader().readline()));
    }
  }

  private static Server start(List<String> hosts, int port) {
    return await(startServer(NetTests::echo, hosts, port, new ServerOptions()));
  }

  @Test
  void port0IsAnyThatIsFree() {
    run(() -> {
      try (Server first = serverOf(NetTests::echo);
          Server second = serverOf(NetTests::echo)) {
        assertThat(port(first)).isPositive().isNotEqualTo(port(second));
      }
    });
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "")
  void noHostIsAllOfThisMachineOfBothFamilies(String host) {
    run(() -> {
      try (Server server = await(startServer(NetTests::echo, host, 0))) {
        assertThat(ask("127.0.0.1", port(server))).isEqualTo("to 127.0.0.1\n");
        if (hasIpv6()) {
          assertThat(ask("::1", port(server))).isEqualTo("to ::1\n");
        }
      }
    });
  }

  @Test
  void anAddressOfIpv6IsOfIpv6Alone() {
    assumeTrue(hasIpv6());
    run(() -> {
      try (Server server = await(startServer(NetTests::echo, "::1", 0))) {
        assertThat(ask("::1", port(server))).isEqualTo("to ::1\n");
        assertThatThrownBy(() -> ask("127.0.0.1", port(server))).isInstanceOf(IOException.class);
      }
    });
  }

  @Test
  void bothFamiliesCanHaveTheSamePort() {
    assumeTrue(hasIpv6());
    run(() -> {
      try (Server inet = serverOf(NetTests::echo);
          Server inet6 = await(startServer(NetTests::echo, "::1", port(inet)))) {
        assertThat(port(inet6)).isEqualTo(port(inet));
      }
    });
  }

  @Test
  @EnabledOnOs(OS.LINUX) // has all of 127/8
  void severalHostsAreSeveralSockets() {
    run(() -> {
      try (Server server = start(List.of("127.0.0.1", "127.0.0.2", "127.0.0.1"), 0)) {
        assertThat(server.sockets()).hasSize(2);
        for (TransportSocket socket : server.sockets()) {
          var address = (InetSocketAddress) socket.localAddress();
          String host = address.getAddress().getHostAddress();
          assertThat(ask(host, address.getPort())).isEqualTo("to " + host + "\n");
        }
      }
    });
  }

  @Test
  void hostsOfBothFamiliesAreSocketsOfBoth() {
    assumeTrue(hasIpv6());
    run(() -> {
      try (Server server = start(List.of("::1", "127.0.0.1", "::1"), 0)) {
        assertThat(server.sockets()).hasSize(2);
        for (TransportSocket socket : server.sockets()) {
          var address = (InetSocketAddress) socket.localAddress();
          String host = address.getAddress().getHostAddress();
          assertThat(ask(host, address.getPort())).isEqualTo("to " + host + "\n");
        }
      }
    });
  }

  @Test
  void anAddressInUseIsAnErrorThatNamesIt() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo)) {
        assertThatThrownBy(() -> await(startServer(NetTests::echo, "127.0.0.1", port(server))))
            .isInstanceOf(BindException.class)
            .hasMessageContaining("127.0.0.1:" + port(server))
            .hasMessageContaining("in use");
      }
    });
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void ifOneOfSeveralAddressesIsInUseNoneIsListenedOn() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo)) {
        int port = port(server);
        assertThatThrownBy(() -> start(List.of("127.0.0.2", "127.0.0.1"), port))
            .isInstanceOf(BindException.class);
        await(sleep(0));
        start(List.of("127.0.0.2"), port).close();
      }
    });
  }

  @Test
  void aPortIsFreeAsSoonAsTheServerIsClosed() {
    run(() -> {
      Server server = serverOf(NetTests::echo);
      int port = port(server);
      for (int i = 0; i < 4_000; i++) { // it takes iterations that are too short for a poll
        server.close();
        server = start(List.of("127.0.0.1"), port);
      }
      server.close();
    });
  }

  @Test
  void aNameThatIsNotThereIsAnErrorThatNamesIt() {
    run(() ->
        assertThatThrownBy(() -> await(startServer(NetTests::echo, "no-such-host.invalid", 0)))
            .isInstanceOf(UnknownHostException.class)
            .hasMessageContaining("no-such-host.invalid"));
  }

  @Test
  void anAddressThatIsNotOfThisMachineIsAnError() {
    run(() ->
        assertThatThrownBy(() -> await(startServer(NetTests::echo, "192.0.2.1", 0)))
            .isInstanceOf(BindException.class)
            .hasMessageContaining("192.0.2.1"));
  }

  @Test
  void aPortCanBeTakenAgainWhileConnectionsOfTheServerBeforeLinger() {
    run(() -> {
      Server before = serverOf((_, writer) -> writer.close()); // this end lingers
      StreamPair connection = connect(before);
      assertThat(await(connection.reader().read())).isEmpty();
      connection.close();
      int port = port(before);
      before.close();
      await(before.waitClosed());
      try (Server after = await(startServer(NetTests::echo, "127.0.0.1", port))) {
        assertThat(ask("127.0.0.1", port(after))).isEqualTo("to 127.0.0.1\n");
      }
    });
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void serversThatAgreeToItListenOnTheSamePort() {
    run(() -> {
      ServerOptions options = new ServerOptions().reusePort(true);
      try (Server first = await(startServer(NetTests::echo, "127.0.0.1", 0, options))) {
        try (Server second =
            await(startServer(NetTests::echo, "127.0.0.1", port(first), options))) {
          assertThat(port(second)).isEqualTo(port(first));
        }
      }
    });
  }

  @Test
  void theBacklogIsPositive() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ServerOptions().backlog(0));
  }

  @Test
  void theSocketsOptionsCanBeReadAndSet() {
    run(() -> {
      var accepted = runningLoop().<StreamWriter>createFuture();
      try (Server server =
              await(
                  startServer(
                      (_, writer) -> accepted.setResult(writer),
                      "127.0.0.1",
                      0,
                      new ServerOptions().keepAlive(true)));
          StreamPair connection = connect(server)) {
        TransportSocket listening = server.sockets().getFirst();
        assertThat(listening.getOption(StandardSocketOptions.SO_REUSEADDR)).isTrue();
        assertThat(listening.remoteAddress()).isNull();
        TransportSocket served = await(accepted).getExtraInfo(ExtraInfo.SOCKET);
        assertThat(served.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
        assertThat(served.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
        TransportSocket socket = connection.writer().getExtraInfo(ExtraInfo.SOCKET);
        assertThat(socket.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
        assertThat(socket.getOption(StandardSocketOptions.SO_KEEPALIVE)).isFalse();
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        assertThat(socket.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
        assertThat(socket.remoteAddress()).isEqualTo(listening.localAddress());
        assertThatThrownBy(() -> socket.getOption(StandardSocketOptions.IP_MULTICAST_TTL))
            .isInstanceOf(UnsupportedOperationException.class);
      }
    });
  }
}

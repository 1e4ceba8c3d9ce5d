package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.openSockets;
import static asyncio.net.Transports.createDatagramEndpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The addresses and the options of sockets for datagrams. */
@Timeout(60)
final class DatagramAddressesTest {

  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  private static final InetSocketAddress ANY_IPV6 =
      new InetSocketAddress(InetAddress.ofLiteral("::1"), 0);

  private static NetDatagrams open(DatagramOptions options) {
    return await(createDatagramEndpoint(NetDatagrams::new, options)).protocol();
  }

  private static NetDatagrams bound() {
    return open(new DatagramOptions().localAddress(ANY));
  }

  private static void close(NetDatagrams... sockets) {
    for (NetDatagrams socket : sockets) {
      socket.transport.close();
    }
  }

  @Test
  void aNameThatIsNotThereIsAnErrorThatNamesIt() {
    run(() -> {
      var nowhere = InetSocketAddress.createUnresolved("no-such-host.invalid", 80);
      assertThatThrownBy(() -> open(new DatagramOptions().localAddress(nowhere)))
          .isInstanceOf(UnknownHostException.class)
          .hasMessageContaining("no-such-host.invalid");
      assertThatThrownBy(() -> open(new DatagramOptions().remoteAddress(nowhere)))
          .isInstanceOf(UnknownHostException.class)
          .hasMessageContaining("no-such-host.invalid");
    });
  }

  @Test
  void aNameWithoutAddressesOfTheFamilyIsUnknown() {
    run(() ->
        assertThatThrownBy(() ->
                open(
                    new DatagramOptions()
                        .remoteAddress(InetSocketAddress.createUnresolved("127.0.0.1", 80))
                        .family(StandardProtocolFamily.INET6)))
            .isInstanceOf(UnknownHostException.class));
  }

  @Test
  void anAddressThatIsNotOfThisMachineIsAnErrorAndLeavesNoSocketOpen() {
    run(() -> {
      long before = openSockets();
      var elsewhere = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 0);
      assertThatThrownBy(() -> open(new DatagramOptions().localAddress(elsewhere)))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("192.0.2.1");
      while (openSockets() > before) {
        await(sleep(0.001));
      }
    });
  }

  @Test
  void oneThatMayBroadcastHearsFromAnybody() {
    run(() -> {
      NetDatagrams server = bound();
      NetDatagrams stranger = bound();
      NetDatagrams client =
          open(
              new DatagramOptions()
                  .localAddress(ANY)
                  .remoteAddress(server.address())
                  .allowBroadcast(true));
      stranger.transport.sendto(bytes("from elsewhere"), client.address());
      assertThat(await(client.received.get()).text()).isEqualTo("from elsewhere");
      assertThat(client.transport.getExtraInfo(ExtraInfo.PEERNAME)).isNull();
      close(server, stranger, client);
    });
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void anAddressIsSharedOnlyIfBothSocketsSaySo() {
    run(() -> {
      NetDatagrams own = bound();
      NetDatagrams shared = open(new DatagramOptions().localAddress(ANY).reusePort(true));
      for (NetDatagrams one : new NetDatagrams[] {own, shared}) {
        assertThat(one.option(StandardSocketOptions.SO_REUSEADDR)).isFalse();
      }
      assertThatThrownBy(
              () -> open(new DatagramOptions().localAddress(own.address()).reusePort(true)))
          .isInstanceOf(BindException.class);
      assertThatThrownBy(() -> open(new DatagramOptions().localAddress(shared.address())))
          .isInstanceOf(BindException.class);
      close(own, shared);
    });
  }

  @Test
  void bothAddressesAreOfTheSameFamily() {
    run(() -> {
      long before = openSockets();
      NetDatagrams server = bound();
      var mixed = new DatagramOptions().localAddress(ANY_IPV6).remoteAddress(server.address());
      assertThatThrownBy(() -> open(mixed)).isInstanceOf(UnknownHostException.class);
      close(server);
      while (openSockets() > before) {
        await(sleep(0.001));
      }
    });
  }

  @Test
  void oneThatMayBroadcastSendsToItsRemoteAddressUnlessToldWhereTo() {
    run(() -> {
      NetDatagrams server = bound();
      NetDatagrams client =
          open(new DatagramOptions().remoteAddress(server.address()).allowBroadcast(true));
      client.transport.sendto(bytes("x"));
      assertThat(await(server.received.get()).text()).isEqualTo("x");
      close(server, client);
    });
  }

  @Test
  void anAddressOfAnotherFamilyIsToldAndTheSocketGoesOn() {
    run(() -> {
      NetDatagrams server = bound();
      NetDatagrams client = bound();
      client.transport.sendto(bytes("x"), new InetSocketAddress(ANY_IPV6.getAddress(), 9));
      client.transport.sendto(bytes("next"), server.address());
      assertThat(await(server.received.get()).text()).isEqualTo("next");
      assertThat(await(client.errors.get())).isInstanceOf(IOException.class);
      assertThat(client.calls).containsExactly("made");
      close(server, client);
    });
  }

  @Test
  void datagramsAreClosedWithTheLoopToo() {
    DatagramTransport[] left = new DatagramTransport[1];
    run(() ->
        left[0] =
            await(
                    Transports.createDatagramEndpoint(
                        NetDatagrams::new, new DatagramOptions().localAddress(ANY)))
                .transport());
    assertThat(left[0].isClosing()).isTrue();
    left[0].close();
    left[0].abort();
    left[0].sendto(bytes("in vain"), ANY);
  }

  @Test
  void aFamilyWithoutHostsIsRefused() {
    run(() ->
        assertThatThrownBy(() -> open(new DatagramOptions().family(StandardProtocolFamily.UNIX)))
            .isInstanceOf(IllegalArgumentException.class));
  }

  @Test
  void aLocalAddressIsOfTheFamilyThatIsAskedFor() {
    run(() ->
        assertThatThrownBy(() ->
                open(new DatagramOptions().localAddress(ANY).family(StandardProtocolFamily.INET6)))
            .isInstanceOf(UnknownHostException.class));
  }
}

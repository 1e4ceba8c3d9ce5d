package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Datagrams between sockets that are not connected, or of IPv6. */
@Timeout(60)
final class UdpNeighboursTest {

  private static boolean hasIpv6() {
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static NetDatagrams open(DatagramOptions options) {
    return await(Transports.createDatagramEndpoint(NetDatagrams::new, options)).protocol();
  }

  private static NetDatagrams bound(String host) {
    return open(
        new DatagramOptions().localAddress(new InetSocketAddress(InetAddress.ofLiteral(host), 0)));
  }

  @Test
  void aSocketOfIpv6SendsAndReceives() {
    assumeTrue(hasIpv6());
    run(() -> {
      NetDatagrams server = bound("::1");
      assertThat(server.address().getAddress()).isInstanceOf(Inet6Address.class);
      NetDatagrams client = open(new DatagramOptions().remoteAddress(server.address()));
      client.transport.sendto(bytes("xxx"));
      var received = await(server.received.get());
      assertThat(received.text()).isEqualTo("xxx");
      assertThat(received.from()).isEqualTo(client.address());
      server.transport.sendto(bytes("resp:xxx"), received.from());
      assertThat(await(client.received.get()).text()).isEqualTo("resp:xxx");
      assertThat(client.transport.getExtraInfo(ExtraInfo.PEERNAME)).isEqualTo(server.address());
      client.transport.close();
      server.transport.close();
    });
  }

  @Test
  void aSocketReceivesOnWhenItHasSentToWhereNobodyIs() {
    run(() -> {
      NetDatagrams one = bound("127.0.0.1");
      NetDatagrams two = bound("127.0.0.1");
      NetDatagrams gone = bound("127.0.0.1");
      InetSocketAddress nobody = gone.address();
      gone.transport.abort();
      await(gone.lost.whenSet());
      one.transport.sendto(bytes("a"), two.address());
      assertThat(await(two.received.get()).text()).isEqualTo("a");
      two.transport.sendto(bytes("b"), one.address());
      assertThat(await(one.received.get()).text()).isEqualTo("b");

      one.transport.sendto(bytes("c"), nobody);
      await(sleep(0));

      two.transport.sendto(bytes("d"), one.address());
      assertThat(await(one.received.get()).text()).isEqualTo("d");
      one.transport.sendto(bytes("e"), two.address());
      assertThat(await(two.received.get()).text()).isEqualTo("e");
      one.transport.close();
      two.transport.close();
    });
  }
}

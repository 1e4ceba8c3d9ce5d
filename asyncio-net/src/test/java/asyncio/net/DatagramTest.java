package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.text;
import static asyncio.net.Transports.createDatagramEndpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Sockets for datagrams. */
@Timeout(60)
final class DatagramTest {

  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  private static NetDatagrams open(DatagramOptions options) {
    return await(createDatagramEndpoint(NetDatagrams::new, options)).protocol();
  }

  private static NetDatagrams bound() {
    return open(new DatagramOptions().localAddress(ANY));
  }

  private static NetDatagrams connectedTo(NetDatagrams other) {
    return open(new DatagramOptions().remoteAddress(other.address()));
  }

  @Test
  void whatOneSideSendsTheOtherReceivesWithItsAddress() {
    run(() -> {
      NetDatagrams server = bound();
      NetDatagrams client = connectedTo(server);
      client.transport.sendto(bytes("hello"));
      var received = await(server.received.get());
      assertThat(received.text()).isEqualTo("hello");
      assertThat(received.from()).isEqualTo(client.address());
      server.transport.sendto(bytes("answer"), received.from());
      var answer = await(client.received.get());
      assertThat(answer.text()).isEqualTo("answer");
      assertThat(answer.from()).isEqualTo(server.address());
      client.transport.close();
      server.transport.close();
    });
  }

  @Test
  void eachDatagramArrivesByItself() {
    run(() -> {
      NetDatagrams server = bound();
      NetDatagrams client = connectedTo(server);
      for (int i = 0; i < 10; i++) {
        client.transport.sendto(bytes("number " + i));
      }
      for (int i = 0; i < 10; i++) {
        assertThat(await(server.received.get()).text()).isEqualTo("number " + i);
      }
      client.transport.close();
      server.transport.close();
    });
  }

  @Test
  void theLargestThereCanBeArrivesWhole() {
    byte[] large = NetTests.randomBytes(65507);
    run(() -> {
      NetDatagrams server = bound();
      NetDatagrams client = connectedTo(server);
      client.transport.sendto(large);
      assertThat(await(server.received.get()).data()).isEqualTo(large);
      client.transport.close();
      server.transport.close();
    });
  }

  @Test
  void anArrayMayBeChangedWhenItIsSent() {
    run(() -> {
      NetDatagrams server = bound();
      NetDatagrams client = connectedTo(server);
      byte[] array = bytes("before");
      client.transport.sendto(array);
      array[0] = '!';
      assertThat(await(server.received.get()).text()).isEqualTo("before");
      client.transport.close();
      server.transport.close();
    });
  }

  @Test
  void theJdksSocketsAreServedToo() {
    run(() -> {
      NetDatagrams server = bound();
      try (DatagramChannel peer = DatagramChannel.open()) {
        peer.bind(ANY);
        peer.send(ByteBuffer.wrap(bytes("plain")), server.address());
        var received = await(server.received.get());
        assertThat(received.text()).isEqualTo("plain");
        server.transport.sendto(bytes("answer"), received.from());
        ByteBuffer answer = ByteBuffer.allocate(100);
        assertThat(await(toThread(() -> peer.receive(answer)))).isEqualTo(server.address());
        assertThat(text(answer.array())).startsWith("answer");
      }
      server.transport.close();
    });
  }

  @Test
  void anEmptyDatagramIsReceived() {
    run(() -> {
      NetDatagrams server = bound();
      try (DatagramChannel peer = DatagramChannel.open()) {
        peer.send(ByteBuffer.allocate(0), server.address());
        peer.send(ByteBuffer.wrap(bytes("next")), server.address());
        assertThat(await(server.received.get()).data()).isEmpty();
        assertThat(await(server.received.get()).text()).isEqualTo("next");
      }
      server.transport.close();
    });
  }

  @Test
  void aConnectedSocketReceivesFromNobodyElse() {
    run(() -> {
      NetDatagrams server = bound();
      NetDatagrams stranger = bound();
      NetDatagrams client = connectedTo(server);
      stranger.transport.sendto(bytes("from elsewhere"), client.address());
      client.transport.sendto(bytes("hello"));
      await(server.received.get());
      server.transport.sendto(bytes("answer"), client.address());
      assertThat(await(client.received.get()).text()).isEqualTo("answer");
      assertThat(client.received.empty()).isTrue();
      for (NetDatagrams each : new NetDatagrams[] {server, stranger, client}) {
        each.transport.close();
      }
    });
  }

  @Test
  void aSocketCanHaveALocalAddressAndARemoteOne() {
    run(() -> {
      NetDatagrams server = bound();
      NetDatagrams client =
          open(new DatagramOptions().localAddress(ANY).remoteAddress(server.address()));
      assertThat(client.address().getAddress()).isEqualTo(ANY.getAddress());
      assertThat(client.transport.getExtraInfo(ExtraInfo.PEERNAME)).isEqualTo(server.address());
      assertThat(server.transport.getExtraInfo(ExtraInfo.PEERNAME)).isNull();
      client.transport.close();
      server.transport.close();
    });
  }

  @Test
  void aNameIsLookedUp() {
    run(() -> {
      NetDatagrams server = bound();
      var byName = InetSocketAddress.createUnresolved("localhost", server.address().getPort());
      NetDatagrams client =
          open(new DatagramOptions().remoteAddress(byName).family(StandardProtocolFamily.INET));
      client.transport.sendto(bytes("hello"));
      assertThat(await(server.received.get()).text()).isEqualTo("hello");
      client.transport.close();
      server.transport.close();
    });
  }

  @Test
  void aFamilyAloneIsEnoughToSend() {
    run(() -> {
      NetDatagrams server = bound();
      NetDatagrams client = open(new DatagramOptions().family(StandardProtocolFamily.INET));
      client.transport.sendto(bytes("hello"), server.address());
      assertThat(await(server.received.get()).text()).isEqualTo("hello");
      client.transport.close();
      server.transport.close();
    });
  }

  @Test
  void withoutAnAddressOrAFamilyThereIsNone() {
    run(() ->
        assertThatIllegalArgumentException()
            .isThrownBy(() -> createDatagramEndpoint(NetDatagrams::new, new DatagramOptions())));
  }

  @Test
  void anAddressInUseIsAnErrorThatNamesIt() {
    run(() -> {
      NetDatagrams server = bound();
      assertThatThrownBy(() -> open(new DatagramOptions().localAddress(server.address())))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("127.0.0.1:" + server.address().getPort());
      server.transport.close();
    });
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void socketsThatAgreeToItHaveTheSamePort() {
    run(() -> {
      NetDatagrams first = open(new DatagramOptions().localAddress(ANY).reusePort(true));
      NetDatagrams second =
          open(new DatagramOptions().localAddress(first.address()).reusePort(true));
      assertThat(second.address()).isEqualTo(first.address());
      first.transport.close();
      second.transport.close();
    });
  }

  @Test
  void broadcastIsAnOption() {
    run(() -> {
      NetDatagrams without = bound();
      NetDatagrams with = open(new DatagramOptions().localAddress(ANY).allowBroadcast(true));
      assertThat(without.option(StandardSocketOptions.SO_BROADCAST)).isFalse();
      assertThat(with.option(StandardSocketOptions.SO_BROADCAST)).isTrue();
      without.transport.close();
      with.transport.close();
    });
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.Sockets.sockConnect;
import static asyncio.net.Sockets.sockRecv;
import static asyncio.net.Sockets.sockSendall;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.net.SocketsTest.Pair;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SocketsErrorsTest {

  /** An address of loopback where nobody listens. */
  private static InetSocketAddress nobody() throws IOException {
    try (ServerSocketChannel server = SocketsTest.server()) {
      return (InetSocketAddress) server.getLocalAddress();
    }
  }

  @Test
  void aHostThatIsNotThereIsNamed() {
    run(() -> {
      try (var client = SocketsTest.client()) {
        var address = InetSocketAddress.createUnresolved("sockets-missing.test", 80);
        assertThatThrownBy(() -> await(sockConnect(client, address)))
            .isInstanceOf(UnknownHostException.class)
            .hasMessageContaining("sockets-missing.test");
      }
    });
  }

  @Test
  void anAddressWhereNobodyListensIsNamed() throws IOException {
    InetSocketAddress address = nobody();
    run(() -> {
      try (var client = SocketsTest.client()) {
        assertThatThrownBy(() -> await(sockConnect(client, address)))
            .isInstanceOf(ConnectException.class)
            .hasMessageStartingWith("cannot connect to ")
            .hasMessageEndingWith(":" + address.getPort() + ": Connection refused");
      }
    });
  }

  @Test
  void aConnectionThatIsResetIsNamed() {
    run(() -> {
      try (var pair = Pair.open()) {
        var peer = (InetSocketAddress) pair.theirs().getLocalAddress();
        var receiving = createTask(sockRecv(pair.ours(), 100));
        await(sleep(0));
        pair.theirs().setOption(StandardSocketOptions.SO_LINGER, 0);
        pair.theirs().close();
        assertThatThrownBy(() -> await(receiving))
            .isInstanceOf(SocketException.class)
            .hasMessageContaining(":" + peer.getPort())
            .hasMessageEndingWith("Connection reset");
      }
    });
  }

  @Test
  void aChannelThatBlocksIsRefused() {
    run(() -> {
      try (var channel = SocketChannel.open()) {
        assertThatThrownBy(() -> sockRecv(channel, 1))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("configureBlocking(false)")
            .hasMessageContaining(channel.toString());
        assertThatThrownBy(() -> sockSendall(channel, new byte[1]))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sockConnect(channel, nobody()))
            .isInstanceOf(IllegalArgumentException.class);
      }
    });
  }

  @Test
  void aChannelThatIsClosedOrNotConnectedSaysSo() {
    run(() -> {
      var channel = SocketsTest.client();
      assertThatThrownBy(() -> await(sockRecv(channel, 1)))
          .isInstanceOf(NotYetConnectedException.class);
      channel.close();
      assertThatThrownBy(() -> await(sockRecv(channel, 1)))
          .isInstanceOf(ClosedChannelException.class);
      assertThatThrownBy(() -> await(sockSendall(channel, new byte[1])))
          .isInstanceOf(ClosedChannelException.class);
      assertThatThrownBy(() -> await(sockConnect(channel, nobody())))
          .isInstanceOf(ClosedChannelException.class);
    });
  }
}

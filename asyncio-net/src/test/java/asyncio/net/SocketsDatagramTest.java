package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.Sockets.sockRecvfrom;
import static asyncio.net.Sockets.sockRecvfromInto;
import static asyncio.net.Sockets.sockSendto;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.CancelledError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SocketsDatagramTest {

  private static DatagramChannel bound() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    channel.configureBlocking(false);
    return channel;
  }

  @Test
  void aDatagramComesWithItsSender() {
    run(() -> {
      try (var one = bound();
          var two = bound()) {
        var receiving = createTask(sockRecvfrom(one, 100));
        await(sleep(0));
        assertThat(await(sockSendto(two, "text".getBytes(UTF_8), one.getLocalAddress())))
            .isEqualTo(4);
        Sockets.Datagram received = await(receiving);
        assertThat(received.data()).asString().isEqualTo("text");
        assertThat(received.address()).isEqualTo(two.getLocalAddress());
      }
    });
  }

  @Test
  void aDatagramGoesIntoABuffer() {
    run(() -> {
      try (var one = bound();
          var two = bound()) {
        ByteBuffer buffer = ByteBuffer.allocate(10).position(1);
        var receiving = createTask(sockRecvfromInto(one, buffer));
        await(sleep(0));
        await(sockSendto(two, "text".getBytes(UTF_8), one.getLocalAddress()));
        assertThat(await(receiving)).isEqualTo(two.getLocalAddress());
        assertThat(buffer.position()).isEqualTo(5);
        assertThat(new String(buffer.array(), 1, 4, UTF_8)).isEqualTo("text");
      }
    });
  }

  @Test
  void theRestOfALongDatagramIsDropped() {
    run(() -> {
      try (var one = bound();
          var two = bound()) {
        await(sockSendto(two, "abcdef".getBytes(UTF_8), one.getLocalAddress()));
        await(sockSendto(two, "xyz".getBytes(UTF_8), one.getLocalAddress()));
        assertThat(await(sockRecvfrom(one, 2)).data()).asString().isEqualTo("ab");
        assertThat(await(sockRecvfrom(one, 10)).data()).asString().isEqualTo("xyz");
      }
    });
  }

  @Test
  void anEmptyDatagramIsOne() {
    run(() -> {
      try (var one = bound();
          var two = bound()) {
        assertThat(await(sockSendto(two, new byte[0], one.getLocalAddress()))).isZero();
        Sockets.Datagram received = await(sockRecvfrom(one, 10));
        assertThat(received.data()).isEmpty();
        assertThat(received.address()).isEqualTo(two.getLocalAddress());
      }
    });
  }

  @Test
  void whatIsTooLongIsRefusedWithItsAddress() {
    run(() -> {
      try (var one = bound();
          var two = bound()) {
        assertThatThrownBy(() -> await(sockSendto(two, new byte[70_000], one.getLocalAddress())))
            .isInstanceOf(SocketException.class)
            .hasMessageStartingWith("cannot send to " + one.getLocalAddress() + ": ");
        await(sockSendto(two, new byte[8000], one.getLocalAddress()));
        assertThat(await(sockRecvfrom(one, 70_000)).data()).hasSize(8000);
      }
    });
  }

  @Test
  void aConnectedChannelHearsThatNobodyIsThere() {
    run(() -> {
      try (var one = bound()) {
        var nobody = bound();
        one.connect(nobody.getLocalAddress());
        nobody.close();
        var receiving = createTask(sockRecvfrom(one, 10));
        await(sleep(0));
        await(sockSendto(one, "text".getBytes(UTF_8), one.getRemoteAddress()));
        assertThatThrownBy(() -> await(receiving))
            .isInstanceOf(PortUnreachableException.class)
            .hasMessage("nobody receives at " + one.getRemoteAddress());
      }
    });
  }

  @Test
  void noDatagramIsLostToAReceiverThatIsCancelled() {
    run(() -> {
      try (var one = bound();
          var two = bound()) {
        for (int i = 0; i < 20; i++) {
          var receiving = createTask(sockRecvfrom(one, 100));
          await(sleep(0));
          await(sockSendto(two, ("text " + i).getBytes(UTF_8), one.getLocalAddress()));
          for (int turns = 0; turns < i % 5; turns++) {
            await(sleep(0));
          }
          receiving.cancel();
          Sockets.Datagram received;
          try {
            received = await(receiving);
          } catch (CancelledError e) {
            received = await(sockRecvfrom(one, 100));
          }
          assertThat(received.data()).asString().isEqualTo("text " + i);
        }
      }
    });
  }

  @Test
  void aChannelThatBlocksOrIsClosedIsRefused() {
    run(() -> {
      var channel = DatagramChannel.open();
      assertThatThrownBy(() -> sockRecvfrom(channel, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("configureBlocking(false)");
      channel.configureBlocking(false);
      assertThatThrownBy(() -> sockRecvfrom(channel, -1))
          .isInstanceOf(IllegalArgumentException.class);
      channel.close();
      assertThatThrownBy(() -> await(sockRecvfrom(channel, 1)))
          .isInstanceOf(ClosedChannelException.class);
    });
  }
}

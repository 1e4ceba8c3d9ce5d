package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.Sockets.sockAccept;
import static asyncio.net.Sockets.sockConnect;
import static asyncio.net.Sockets.sockRecv;
import static asyncio.net.Sockets.sockRecvInto;
import static asyncio.net.Sockets.sockSendall;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SocketsTest {

  @TempDir Path dir;

  /** Two ends of one connection, neither of which blocks. */
  record Pair(SocketChannel ours, SocketChannel theirs) implements AutoCloseable {

    static Pair open() throws IOException {
      try (ServerSocketChannel server = server()) {
        SocketChannel ours = SocketChannel.open(server.getLocalAddress());
        server.configureBlocking(true);
        SocketChannel theirs = server.accept();
        ours.configureBlocking(false);
        theirs.configureBlocking(false);
        return new Pair(ours, theirs);
      }
    }

    /** Writes until the system takes no more. */
    void fill() throws IOException {
      ByteBuffer zeros = ByteBuffer.allocate(64 * 1024);
      while (ours.write(zeros.clear()) > 0) {}
    }

    @Override
    public void close() throws IOException {
      ours.close();
      theirs.close();
    }
  }

  /** Listens on loopback, and does not block. */
  static ServerSocketChannel server() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    server.configureBlocking(false);
    return server;
  }

  static SocketChannel client() throws IOException {
    SocketChannel client = SocketChannel.open();
    client.configureBlocking(false);
    return client;
  }

  @Test
  void aClientAndAServerTalk() {
    run(() -> {
      try (var server = server();
          var client = client()) {
        var accepting = createTask(sockAccept(server));
        await(sockConnect(client, server.getLocalAddress()));
        try (var accepted = await(accepting)) {
          assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalAddress());
          var receiving = createTask(sockRecv(accepted, 100));
          await(sleep(0));
          await(sockSendall(client, "ping".getBytes(UTF_8)));
          assertThat(await(receiving)).asString().isEqualTo("ping");
          await(sockSendall(accepted, ByteBuffer.wrap("[pong]".getBytes(UTF_8), 1, 4)));
          assertThat(await(sockRecv(client, 2))).asString().isEqualTo("po");
          assertThat(await(sockRecv(client, 100))).asString().isEqualTo("ng");
        }
      }
    });
  }

  @Test
  void whatIsThereIsReceivedWithoutGivingWay() {
    run(() -> {
      try (var pair = Pair.open()) {
        boolean[] gaveWay = new boolean[1];
        await(sockSendall(pair.theirs(), "text".getBytes(UTF_8)));
        await(sockRecv(pair.ours(), 1)); // it has arrived
        runningLoop().callSoon(() -> gaveWay[0] = true);
        assertThat(await(sockRecv(pair.ours(), 100))).asString().isEqualTo("ext");
        await(sockSendall(pair.ours(), "answer".getBytes(UTF_8)));
        assertThat(gaveWay[0]).isFalse();
      }
    });
  }

  @Test
  void theEndOfTheStreamIsNoBytes() {
    run(() -> {
      try (var pair = Pair.open()) {
        var receiving = createTask(sockRecv(pair.ours(), 100));
        await(sleep(0));
        pair.theirs().close();
        assertThat(await(receiving)).isEmpty();
        assertThat(await(sockRecv(pair.ours(), 100))).isEmpty();
        assertThat(await(sockRecvInto(pair.ours(), ByteBuffer.allocate(1)))).isEqualTo(-1);
      }
    });
  }

  @Test
  void receivingNothingDoesNotWait() {
    run(() -> {
      try (var pair = Pair.open()) {
        assertThat(await(sockRecv(pair.ours(), 0))).isEmpty();
        assertThat(await(sockRecvInto(pair.ours(), ByteBuffer.allocate(0)))).isZero();
        await(sockSendall(pair.ours(), new byte[0]));
        assertThatThrownBy(() -> sockRecv(pair.ours(), -1))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("cannot receive -1 bytes");
      }
    });
  }

  @Test
  void aBufferIsFilledFromItsPositionToItsLimit() {
    run(() -> {
      try (var pair = Pair.open()) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(10).position(2).limit(5);
        var receiving = createTask(sockRecvInto(pair.ours(), buffer));
        await(sleep(0));
        await(sockSendall(pair.theirs(), "abcdef".getBytes(UTF_8)));
        assertThat(await(receiving)).isEqualTo(3);
        assertThat(buffer.position()).isEqualTo(5);
        assertThat(buffer.get(2)).isEqualTo((byte) 'a');
        assertThat(await(sockRecv(pair.ours(), 100))).asString().isEqualTo("def");
      }
    });
  }

  @Test
  void muchMoreThanTheSystemTakesAtOnceArrivesWhole() {
    run(() -> {
      try (var pair = Pair.open()) {
        byte[] data = new byte[20_000_000];
        new Random(1).nextBytes(data);
        var sending = createTask(sockSendall(pair.ours(), data));
        ByteBuffer received = ByteBuffer.allocate(data.length);
        while (received.hasRemaining()) {
          await(sockRecvInto(pair.theirs(), received));
        }
        await(sending);
        assertThat(received.array()).isEqualTo(data);
      }
    });
  }

  @Test
  void aUnixDomainSocketIsOneToo() {
    run(() -> {
      var address = UnixDomainSocketAddress.of(dir.resolve("s"));
      try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
          var client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(address).configureBlocking(false);
        client.configureBlocking(false);
        var accepting = createTask(sockAccept(server));
        await(sockConnect(client, address));
        try (var accepted = await(accepting)) {
          var receiving = createTask(sockRecv(client, 100));
          await(sleep(0));
          await(sockSendall(accepted, "text".getBytes(UTF_8)));
          assertThat(await(receiving)).asString().isEqualTo("text");
        }
      }
    });
  }

  @Test
  void aHostIsLookedUp() {
    // given the wrong family first
    DnsTestNames.give("sockets-connect.test", "::1", "127.0.0.1");
    run(() -> {
      try (var server = ServerSocketChannel.open(StandardProtocolFamily.INET);
          var client = SocketChannel.open(StandardProtocolFamily.INET)) {
        server
            .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
            .configureBlocking(false);
        client.configureBlocking(false);
        int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        await(
            sockConnect(client, InetSocketAddress.createUnresolved("sockets-connect.test", port)));
        assertThat(client.isConnected()).isTrue();
        await(sockAccept(server)).close();
      }
    });
  }

  @Test
  void aChannelIsFreeAsSoonAsTheWaitIsOver() {
    run(() -> {
      try (var server = server();
          var client = client()) {
        await(sockConnect(client, server.getLocalAddress()));
        try (var accepted = await(sockAccept(server))) {
          var receiving = createTask(sockRecv(client, 100));
          await(sleep(0));
          await(sockSendall(accepted, "text".getBytes(UTF_8)));
          await(receiving);
          client.configureBlocking(true); // a selector that had it still would forbid that
          assertThat(client.isBlocking()).isTrue();
        }
      }
    });
  }
}

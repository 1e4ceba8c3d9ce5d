package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.openHandles;
import static asyncio.net.NetTests.openSockets;
import static asyncio.net.NetTests.serverOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.EventLoop;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a closed loop leaves: no socket, no handle. */
@Timeout(60)
final class NetDriverCloseTest {

  /** Runs a loop and closes it, without waiting for anything as {@code run} does. */
  private static void runAndClose(asyncio.VoidBody body) {
    try (EventLoop loop = EventLoop.create()) {
      loop.setExceptionHandler((_, _) -> {}); // of tasks that have not ended
      loop.runUntilComplete(async(body));
    }
  }

  private static boolean isEnd(SocketChannel channel) throws IOException {
    try {
      return channel.read(ByteBuffer.allocate(100)) == -1;
    } catch (SocketException e) {
      return true; // it was reset
    }
  }

  @Test
  void openConnectionsAreClosed() throws Exception {
    long before = openSockets();
    List<SocketChannel> peers = new ArrayList<>();
    List<InetSocketAddress> addresses = new ArrayList<>();
    runAndClose(() -> {
      Server server = serverOf(NetTests::echo);
      addresses.add((InetSocketAddress) server.sockets().getFirst().localAddress());
      for (int i = 0; i < 5; i++) {
        connect(server).writer().write("x");
      }
      var made =
          await(
              Transports.createConnection(
                  NetRecorder::new, "127.0.0.1", addresses.getFirst().getPort()));
      made.transport().pauseReading();
      peers.add(SocketChannel.open(addresses.getFirst()));
      await(
          Transports.createDatagramEndpoint(
              NetDatagrams::new,
              new DatagramOptions()
                  .localAddress(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))));
    });
    assertThat(isEnd(peers.getFirst())).isTrue();
    peers.getFirst().close();
    assertThat(openSockets()).isEqualTo(before);
    assertThatThrownBy(() -> SocketChannel.open(addresses.getFirst()).close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void connectionsInTheMidstOfWritingAreClosed() throws Exception {
    long before = openSockets();
    runAndClose(() -> {
      Server server = serverOf((_, _) -> {});
      StreamPair connection = connect(server);
      connection.writer().write(new byte[50_000_000]);
      for (int i = 0; i < 5; i++) {
        await(sleep(0));
      }
      connection.close();
    });
    assertThat(openSockets()).isEqualTo(before);
  }

  @Test
  void connectionsThatWereNotServedYetAreClosed() throws Exception {
    for (int iterations = 0; iterations < 6; iterations++) {
      int some = iterations;
      long before = openSockets();
      List<SocketChannel> peers = new ArrayList<>();
      runAndClose(() -> {
        Server server = serverOf(NetTests::echo);
        peers.add(SocketChannel.open(server.sockets().getFirst().localAddress()));
        for (int i = 0; i < some; i++) {
          await(sleep(0));
        }
      });
      assertThat(isEnd(peers.getFirst())).isTrue();
      peers.getFirst().close();
      assertThat(openSockets()).isEqualTo(before);
    }
  }

  @Test
  void connectionsBeingMadeAreClosed() throws Exception {
    for (int iterations = 0; iterations < 6; iterations++) {
      int some = iterations;
      long before = openSockets();
      runAndClose(() -> {
        Server server = serverOf(NetTests::echo);
        createTask(async(() -> connect(server)));
        for (int i = 0; i < some; i++) {
          await(sleep(0));
        }
      });
      assertThat(openSockets()).isEqualTo(before);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void unixSocketsAreClosed(@TempDir Path folder) throws Exception {
    long before = openSockets();
    Path path = folder.resolve("socket");
    runAndClose(() -> {
      await(Streams.startUnixServer(NetTests::echo, path));
      await(Streams.openUnixConnection(path)).writer().write("x");
      await(sleep(0));
    });
    assertThat(openSockets()).isEqualTo(before);
    assertThat(path).exists(); // only a server that is closed deletes it
  }

  @Test
  void theHandlesThatItWaitsWithAreClosed() throws Exception {
    runAndClose(() -> connect(serverOf(NetTests::echo))); // what is made once and for all
    long before = openHandles("anon_inode:");
    for (int i = 0; i < 3; i++) {
      runAndClose(() -> connect(serverOf(NetTests::echo)));
    }
    assertThat(openHandles("anon_inode:")).isEqualTo(before);
  }

  @Test
  void runLeavesNothingOpenEither() throws Exception {
    long before = openSockets();
    run(() -> {
      Server server = serverOf(NetTests::echo);
      for (int i = 0; i < 5; i++) {
        connect(server).writer().write("x");
      }
    });
    assertThat(openSockets()).isEqualTo(before);
  }

  @Test
  void theEndOfAConnectionFreesItsSocket() {
    run(() -> {
      long before = openSockets();
      Server server = serverOf(NetTests::echo);
      for (int i = 0; i < 20; i++) {
        StreamPair connection = connect(server);
        connection.writer().write("x");
        await(connection.reader().read(1));
        connection.close();
        await(connection.waitClosed());
      }
      server.close();
      await(server.waitClosed());
      while (openSockets() > before) {
        await(sleep(0.001));
      }
    });
  }

  @Test
  void aWriterOfAClosedLoopIsHarmless() {
    List<StreamPair> left = new ArrayList<>();
    List<Server> servers = new ArrayList<>();
    runAndClose(() -> {
      servers.add(serverOf(NetTests::echo));
      left.add(connect(servers.getFirst()));
      left.getFirst().writer().write("x");
    });
    assertThat(left.getFirst().toString()).contains("StreamWriter");
    assertThat(servers.getFirst().toString()).contains("Server");
  }
}

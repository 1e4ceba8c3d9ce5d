package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.openSockets;
import static asyncio.net.NetTests.runMore;
import static asyncio.net.NetTests.serverOf;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.Task;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections that a server has accepted and does not serve yet when it is closed. */
@Timeout(60)
final class ServerCloseRaceTest {

  @Test
  void noneIsServedAfterTheServersEnd() {
    run(() -> {
      List<Server> servers = new ArrayList<>();
      List<NetRecorder> served = new ArrayList<>();
      List<Task<Void>> ended = new ArrayList<>();
      // given two servers that accept at the same time, the first of which closes the other
      for (int number = 0; number < 2; number++) {
        int other = 1 - number;
        servers.add(
            serverOf(() -> {
              if (served.isEmpty()) {
                servers.get(other).close();
                servers.get(other).abortClients();
                ended.add(createTask(servers.get(other).waitClosed()));
              }
              served.add(new NetRecorder());
              return served.getLast();
            }));
      }
      try (SocketChannel one = SocketChannel.open(address(servers.getFirst()));
          SocketChannel two = SocketChannel.open(address(servers.getLast()))) {
        while (served.isEmpty()) {
          await(sleep(0));
        }
        // when it says that it has ended
        await(ended.getFirst());
        runMore();
        // then it serves nobody
        assertThat(served.getFirst().calls).containsExactly("made");
        assertThat(served.subList(1, served.size()))
            .allSatisfy(late -> assertThat(late.calls).isEmpty());
        assertThat(one.isOpen() && two.isOpen()).isTrue();
      }
      servers.forEach(Server::close);
    });
  }

  private static SocketAddress address(Server server) {
    return server.sockets().getFirst().localAddress();
  }

  @Test
  void closingAllClientsEndsAServerWhateverComesMeanwhile() {
    run(() -> {
      List<Server> servers = new ArrayList<>();
      List<NetRecorder> served = new ArrayList<>();
      List<Task<Void>> ended = new ArrayList<>();
      // given two servers with a client each, which then accept another one at the same time;
      // whichever is first closes the other server
      for (int number = 0; number < 2; number++) {
        int other = 1 - number;
        servers.add(
            serverOf(() -> {
              served.add(new NetRecorder());
              if (served.size() == 3) {
                servers.get(other).close();
                servers.get(other).closeClients();
                ended.add(createTask(servers.get(other).waitClosed()));
              }
              return served.getLast();
            }));
      }
      SocketAddress first = address(servers.getFirst());
      SocketAddress second = address(servers.getLast());
      try (NetPeer one = NetPeer.connectTo(first);
          NetPeer two = NetPeer.connectTo(second)) {
        while (served.size() < 2) {
          await(sleep(0.001));
        }
        served.getLast().untilCalled("made");
        try (SocketChannel three = SocketChannel.open(first);
            SocketChannel four = SocketChannel.open(second)) {
          while (ended.isEmpty()) {
            await(sleep(0));
          }
          await(ended.getFirst());
          assertThat(three.isOpen() && four.isOpen()).isTrue();
        }
        assertThat(one.channel().isOpen() && two.channel().isOpen()).isTrue();
      }
      servers.forEach(Server::close);
    });
  }

  @Test
  void whoShakesHandsIsAClientToo(@TempDir Path folder) throws Exception {
    TlsContext tls = new TestCertificates(folder).serverSide();
    run(() -> {
      Server server =
          await(Streams.startServer(NetTests::echo, "127.0.0.1", 0, new ServerOptions().tls(tls)));
      long before = openSockets();
      SocketChannel peer = SocketChannel.open(server.sockets().getFirst().localAddress());
      while (openSockets() < before + 2) { // the peer's, and the server's end of it
        await(sleep(0.001));
      }
      await(sleep(0.01));
      server.close();
      Task<Void> ended = createTask(server.waitClosed());
      await(sleep(0.01));
      assertThat(ended.done()).isFalse();
      server.closeClients();
      await(ended);
      while (openSockets() > before) { // the listening one is closed, the peer's is not
        await(sleep(0.001));
      }
      peer.close();
    });
  }
}

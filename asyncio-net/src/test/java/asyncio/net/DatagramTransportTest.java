package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.reports;
import static asyncio.net.NetTests.runMore;
import static asyncio.net.Transports.createDatagramEndpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.ContextVar;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Errors, flow control and the end of sockets for datagrams. */
@Timeout(60)
final class DatagramTransportTest {

  private static final ContextVar<String> VAR = new ContextVar<>("var", "unset");
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  private static <P extends NetDatagrams> P open(P protocol, DatagramOptions options) {
    return await(createDatagramEndpoint(() -> protocol, options)).protocol();
  }

  private static NetDatagrams bound() {
    return open(new NetDatagrams(), new DatagramOptions().localAddress(ANY));
  }

  private static NetDatagrams connectedTo(SocketAddress address) {
    return open(
        new NetDatagrams(), new DatagramOptions().remoteAddress((InetSocketAddress) address));
  }

  @Test
  void theSocketIsMadeBeforeWhoeverOpensItHearsOfIt() {
    run(() -> {
      var made =
          await(createDatagramEndpoint(NetDatagrams::new, new DatagramOptions().localAddress(ANY)));
      assertThat(made.protocol().calls).containsExactly("made");
      assertThat(made.protocol().transport).isSameAs(made.transport());
      assertThat(made.transport().getProtocol()).isSameAs(made.protocol());
      assertThat(made.transport().loop()).isSameAs(runningLoop());
      made.transport().close();
    });
  }

  @Test
  void whereToMustFitTheSocket() {
    run(() -> {
      NetDatagrams unconnected = bound();
      NetDatagrams connected = connectedTo(unconnected.address());
      byte[] data = bytes("x");
      assertThatIllegalArgumentException().isThrownBy(() -> unconnected.transport.sendto(data));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> connected.transport.sendto(data, connected.address()));
      connected.transport.sendto(data, unconnected.address());
      assertThat(await(unconnected.received.get()).text()).isEqualTo("x");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> unconnected.transport.sendto(data, UnixDomainSocketAddress.of("x")));
      var unresolved = InetSocketAddress.createUnresolved("localhost", 1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> unconnected.transport.sendto(data, unresolved));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> connected.transport.sendto(new byte[0]));
      unconnected.transport.close();
      connected.transport.close();
    });
  }

  @Test
  @EnabledOnOs(OS.LINUX) // tells a connected socket that nobody is there
  void thatNobodyIsThereIsToldAndTheSocketGoesOn() {
    run(() -> {
      SocketAddress nobody;
      try (DatagramChannel before = DatagramChannel.open()) {
        nobody = before.bind(ANY).getLocalAddress();
      }
      NetDatagrams client = connectedTo(nobody);
      client.transport.sendto(bytes("anybody there?"));
      assertThat(await(client.errors.get())).isInstanceOf(IOException.class);
      assertThat(client.transport.isClosing()).isFalse();
      NetDatagrams again =
          open(new NetDatagrams(), new DatagramOptions().localAddress((InetSocketAddress) nobody));
      client.transport.sendto(bytes("hello"));
      assertThat(await(again.received.get()).text()).isEqualTo("hello");
      client.transport.close();
      again.transport.close();
    });
  }

  @Test
  void oneThatIsTooLargeIsToldAndTheSocketGoesOn() {
    run(() -> {
      NetDatagrams server = bound();
      NetDatagrams client = connectedTo(server.address());
      client.transport.sendto(new byte[70_000]);
      assertThat(await(client.errors.get())).isInstanceOf(IOException.class);
      client.transport.sendto(bytes("small"));
      assertThat(await(server.received.get()).text()).isEqualTo("small");
      assertThat(client.transport.getWriteBufferSize()).isZero();
      client.transport.close();
      server.transport.close();
    });
  }

  @Test
  void anErrorInDatagramReceivedIsReportedAndTheSocketGoesOn() {
    run(() -> {
      var reports = reports();
      IllegalStateException failure = new IllegalStateException("the protocol's");
      NetDatagrams server =
          new NetDatagrams() {
            @Override
            public void datagramReceived(byte[] data, SocketAddress from) {
              super.datagramReceived(data, from);
              if (data[0] == '!') {
                throw failure;
              }
            }
          };
      open(server, new DatagramOptions().localAddress(ANY));
      NetDatagrams client = connectedTo(server.address());
      client.transport.sendto(bytes("!"));
      client.transport.sendto(bytes("next"));
      assertThat(await(server.received.get()).text()).isEqualTo("!");
      assertThat(await(waitFor(server.received.get(), 10)).text()).isEqualTo("next");
      assertThat(reports)
          .singleElement()
          .satisfies(report -> assertThat(report.exception()).isSameAs(failure));
      assertThat(server.calls).containsExactly("made");
      client.transport.close();
      server.transport.close();
    });
  }

  @Test
  void closingSendsFirstWhatWasWrittenAndAbortingDoesNot() {
    run(() -> {
      NetDatagrams server = bound();
      NetDatagrams aborted = connectedTo(server.address());
      aborted.transport.sendto(bytes("dropped"));
      aborted.transport.abort();
      await(aborted.lost.whenSet());
      NetDatagrams closed = connectedTo(server.address());
      closed.transport.sendto(bytes("sent"));
      closed.transport.close();
      assertThat(closed.transport.isClosing()).isTrue();
      closed.transport.sendto(bytes("too late"));
      await(closed.lost.whenSet());
      assertThat(await(server.received.get()).text()).isEqualTo("sent");
      assertThat(server.received.empty()).isTrue();
      server.transport.close();
    });
  }

  @Test
  void itIsLostOnceHoweverItIsClosed() {
    run(() -> {
      NetDatagrams socket = bound();
      socket.transport.close();
      socket.transport.close();
      socket.transport.abort();
      assertThat(socket.calls).containsExactly("made");
      await(socket.lost.whenSet());
      socket.transport.abort();
      socket.transport.close();
      runMore();
      assertThat(socket.calls).containsExactly("made", "lost");
      assertThat(socket.lostBy).isNull();
    });
  }

  @Test
  void nothingIsReceivedAfterClosing() {
    run(() -> {
      NetDatagrams server = bound();
      NetDatagrams client = connectedTo(server.address());
      client.transport.sendto(bytes("x"));
      server.transport.close();
      await(server.lost.whenSet());
      assertThat(server.received.empty()).isTrue();
      client.transport.close();
    });
  }

  @Test
  void theProtocolIsToldWhenMoreThanTheHighLimitIsWritten() {
    run(() -> {
      NetDatagrams server = bound();
      NetDatagrams client = connectedTo(server.address());
      assertThat(client.transport.getWriteBufferLimits()).isEqualTo(BufferLimits.DEFAULT);
      client.transport.setWriteBufferLimits(new BufferLimits(0, 20));
      client.transport.sendto(bytes("0123456789"));
      assertThat(client.calls).containsExactly("made");
      client.transport.sendto(bytes("0123456789"));
      assertThat(client.calls).containsExactly("made", "pause");
      assertThat(client.transport.getWriteBufferSize()).isGreaterThanOrEqualTo(20);
      await(server.received.get());
      await(server.received.get());
      while (client.calls.size() < 3) {
        await(sleep(0));
      }
      assertThat(client.calls).containsExactly("made", "pause", "resume");
      assertThat(client.transport.getWriteBufferSize()).isZero();
      client.transport.close();
      server.transport.close();
    });
  }

  @Test
  void anotherProtocolCanTakeOver() {
    run(() -> {
      NetDatagrams first = bound();
      NetDatagrams second = new NetDatagrams();
      NetDatagrams client = connectedTo(first.address());
      client.transport.sendto(bytes("one"));
      assertThat(await(first.received.get()).text()).isEqualTo("one");
      first.transport.setProtocol(second);
      client.transport.sendto(bytes("two"));
      assertThat(await(second.received.get()).text()).isEqualTo("two");
      first.transport.close();
      await(second.lost.whenSet());
      assertThat(first.calls).containsExactly("made");
      assertThat(second.calls).containsExactly("lost");
      client.transport.close();
    });
  }

  @Test
  void theCallsAreInACopyOfTheContextOfWhoeverOpensIt() {
    run(() -> {
      VAR.set("opener's");
      asyncio.Queue<String> seen = new asyncio.Queue<>();
      NetDatagrams server =
          new NetDatagrams() {
            @Override
            public void datagramReceived(byte[] data, SocketAddress from) {
              seen.putNowait(VAR.get());
              VAR.set("protocol's");
            }
          };
      open(server, new DatagramOptions().localAddress(ANY));
      VAR.set("later");
      NetDatagrams client = connectedTo(server.address());
      client.transport.sendto(bytes("x"));
      client.transport.sendto(bytes("x"));
      assertThat(await(seen.get())).isEqualTo("opener's");
      assertThat(await(seen.get())).isEqualTo("protocol's");
      assertThat(VAR.get()).isEqualTo("later");
      client.transport.close();
      server.transport.close();
    });
  }

  @Test
  void aFactoryThatFailsClosesTheSocket() {
    run(() -> {
      long before = NetTests.openSockets();
      IllegalStateException failure = new IllegalStateException("no protocol");
      assertThatThrownBy(() ->
              await(
                  createDatagramEndpoint(
                      () -> {
                        throw failure;
                      },
                      new DatagramOptions().localAddress(ANY))))
          .isSameAs(failure);
      while (NetTests.openSockets() > before) {
        await(sleep(0.001));
      }
    });
  }
}

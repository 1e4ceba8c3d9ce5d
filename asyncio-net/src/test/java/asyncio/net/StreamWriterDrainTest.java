package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.port;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.Streams.openConnection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.CancelledError;
import asyncio.Task;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When {@code drain} waits, and how it ends. */
@Timeout(60)
@SuppressWarnings("try") // when something is closed is what they are about
final class StreamWriterDrainTest {

  private static final int MORE_THAN_ANY_SYSTEM_TAKES = 50_000_000;

  @Test
  void doesNotWaitWhenLittleIsWritten() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair connection = connect(server)) {
        boolean[] others = {false};
        runningLoop().callSoon(() -> others[0] = true);
        connection.writer().write("little");
        await(connection.writer().drain());
        assertThat(others[0]).as("anything else has run").isFalse();
      }
    });
  }

  @Test
  void waitsUntilNoMoreThanTheLowLimitIsLeft() {
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection = await(openConnection("127.0.0.1", listening.port()));
          NetPeer peer = listening.accept()) {
        StreamWriter writer = connection.writer();
        writer.write(new byte[MORE_THAN_ANY_SYSTEM_TAKES]);
        Task<Void> drained = createTask(writer.drain());
        assertThat(peer.receive(1)).hasSize(1);
        assertThat(drained.done()).isFalse();
        Task<byte[]> received =
            createTask(async(() -> peer.receive(MORE_THAN_ANY_SYSTEM_TAKES - 1)));
        await(drained);
        assertThat(writer.transport().getWriteBufferSize())
            .isLessThanOrEqualTo(BufferLimits.DEFAULT.low());
        assertThat(await(received)).hasSize(MORE_THAN_ANY_SYSTEM_TAKES - 1);
      }
    });
  }

  @Test
  void severalCanWaitAndAllGoOn() {
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection = await(openConnection("127.0.0.1", listening.port()));
          NetPeer peer = listening.accept()) {
        StreamWriter writer = connection.writer();
        writer.write(new byte[MORE_THAN_ANY_SYSTEM_TAKES]);
        Task<Void> first = createTask(writer.drain());
        Task<Void> second = createTask(writer.drain());
        Task<Void> third = createTask(writer.drain());
        await(sleep(0));
        second.cancel();
        assertThatThrownBy(() -> await(second)).isInstanceOf(CancelledError.class);
        assertThat(first.done()).isFalse();
        assertThat(third.done()).isFalse();
        Task<byte[]> received = createTask(async(() -> peer.receive(MORE_THAN_ANY_SYSTEM_TAKES)));
        await(first);
        await(third);
        assertThat(await(received)).hasSize(MORE_THAN_ANY_SYSTEM_TAKES);
      }
    });
  }

  @Test
  void whoeverWaitsIsToldOfAnAbort() {
    run(() -> {
      try (var listening = NetPeer.Listening.start();
          StreamPair connection = await(openConnection("127.0.0.1", listening.port()));
          NetPeer peer = listening.accept()) {
        StreamWriter writer = connection.writer();
        writer.write(new byte[MORE_THAN_ANY_SYSTEM_TAKES]);
        Task<Void> first = createTask(writer.drain());
        Task<Void> second = createTask(writer.drain());
        await(sleep(0));
        writer.transport().abort();
        // as in asyncio: without an error, as there was none
        await(first);
        await(second);
        assertThatThrownBy(() -> await(writer.drain())).isInstanceOf(SocketException.class);
        assertThat(peer.receiveAll()).isLessThan(MORE_THAN_ANY_SYSTEM_TAKES);
      }
    });
  }

  @Test
  void isAnErrorOnceTheConnectionIsClosed() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair connection = connect(server)) {
        connection.close();
        await(connection.waitClosed());
        assertThatThrownBy(() -> await(connection.writer().drain()))
            .isInstanceOf(SocketException.class)
            .hasMessage("the connection is lost");
      }
    });
  }

  @Test
  void whoNeverStopsWritingHearsThatTheOtherSideIsGone() {
    run(() -> {
      try (Server server = serverOf((_, writer) -> writer.close());
          StreamPair connection = connect(server)) {
        assertThatThrownBy(
                () -> {
                  while (true) {
                    connection.writer().write("more ");
                    await(connection.writer().drain());
                    await(sleep(0));
                  }
                })
            .isInstanceOf(SocketException.class);
      }
    });
  }

  @Test
  void letsOthersRunWhenTheConnectionIsClosing() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair connection = await(openConnection("127.0.0.1", port(server)))) {
        boolean[] others = {false};
        connection.writer().write("something");
        connection.close();
        runningLoop().callSoon(() -> others[0] = true);
        try {
          await(connection.writer().drain());
        } catch (Exception e) {
          assertThat(e).isInstanceOf(SocketException.class); // if it was that quick
        }
        assertThat(others[0]).as("something else has run").isTrue();
      }
    });
  }
}

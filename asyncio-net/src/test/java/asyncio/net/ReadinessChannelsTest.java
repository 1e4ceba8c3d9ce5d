package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.Sockets.addReader;
import static asyncio.net.Sockets.addWriter;
import static asyncio.net.Sockets.removeReader;
import static asyncio.net.Sockets.removeWriter;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.net.ReadinessTest.Counter;
import asyncio.net.SocketsTest.Pair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callbacks of all kinds of channels. */
@Timeout(60)
class ReadinessChannelsTest {

  @Test
  void aServersReaderRunsWhenSomebodyConnects() {
    run(() -> {
      try (var server = SocketsTest.server()) {
        Counter counter = new Counter();
        addReader(server, counter);
        try (var client = SocketChannel.open(server.getLocalAddress())) {
          counter.reach(1);
          assertThat(client.isConnected()).isTrue();
        }
        removeReader(server);
        assertThatThrownBy(() -> addWriter(server, counter))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("this channel cannot be written to: " + server);
      }
    });
  }

  @Test
  void aWriterRunsWhenAConnectionIsMade() {
    run(() -> {
      try (var server = SocketsTest.server();
          var client = SocketsTest.client()) {
        client.connect(server.getLocalAddress());
        Counter counter = new Counter();
        addWriter(client, counter);
        counter.reach(1);
        assertThat(client.finishConnect()).isTrue();
        counter.reach(2);
        removeWriter(client);
      }
    });
  }

  @Test
  void aPipeIsAChannelToo() throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    pipe.sink().configureBlocking(false);
    run(() -> {
      try (var source = pipe.source();
          var sink = pipe.sink()) {
        Counter reader = new Counter();
        Counter writer = new Counter();
        addReader(source, reader);
        addWriter(sink, writer);
        writer.reach(1);
        assertThat(reader.count).isZero();
        sink.write(ByteBuffer.wrap("text".getBytes(UTF_8)));
        reader.reach(1);
        assertThat(removeReader(source)).isTrue();
        assertThat(removeWriter(sink)).isTrue();
        assertThatThrownBy(() -> addReader(sink, reader))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("this channel cannot be read from: " + sink);
      }
    });
  }

  @Test
  void aChannelThatBlocksOrIsClosedIsRefused() {
    run(() -> {
      var channel = SocketChannel.open();
      assertThatThrownBy(() -> addReader(channel, () -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("configureBlocking(false)");
      channel.configureBlocking(false);
      channel.close();
      assertThatThrownBy(() -> addReader(channel, () -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("this channel is closed");
      assertThat(removeReader(channel)).isFalse();
      assertThat(removeWriter(channel)).isFalse();
    });
  }

  @Test
  void withoutALoopThereIsNobodyToCallBack() throws IOException {
    try (var pair = Pair.open()) {
      assertThatThrownBy(() -> addReader(pair.ours(), () -> {}))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}

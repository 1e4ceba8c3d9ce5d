package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.Sockets.addReader;
import static asyncio.net.Sockets.addWriter;
import static asyncio.net.Sockets.removeReader;
import static asyncio.net.Sockets.removeWriter;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.net.ReadinessTest.Counter;
import asyncio.net.SocketsTest.Pair;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader and a writer of the same channel, of which one is replaced or removed. */
@Timeout(60)
final class ReadinessSidesTest {

  @Test
  void whoeverWasNeverAddedCannotBeRemoved() {
    run(() -> {
      try (var pair = Pair.open()) {
        addReader(pair.ours(), () -> {});
        assertThat(removeWriter(pair.ours())).isFalse();
        assertThat(removeReader(pair.theirs())).isFalse();
        assertThat(removeReader(pair.ours())).isTrue();
        addWriter(pair.ours(), () -> {});
        assertThat(removeReader(pair.ours())).isFalse();
        assertThat(removeWriter(pair.ours())).isTrue();
      }
    });
  }

  @Test
  void aWriterIsReplacedAndTheReaderStays() {
    run(() -> {
      try (var pair = Pair.open()) {
        Counter reader = new Counter();
        Counter first = new Counter();
        Counter second = new Counter();
        addReader(pair.ours(), reader);
        addWriter(pair.ours(), first);
        addWriter(pair.ours(), second);
        second.reach(3);
        assertThat(first.count).isZero();
        pair.theirs().write(ByteBuffer.wrap(new byte[1]));
        reader.reach(3);
        assertThat(removeWriter(pair.ours())).isTrue();
        assertThat(removeReader(pair.ours())).isTrue();
      }
    });
  }

  @Test
  void aReaderIsReplacedAndTheWriterStays() {
    run(() -> {
      try (var pair = Pair.open()) {
        Counter first = new Counter();
        Counter second = new Counter();
        Counter writer = new Counter();
        addReader(pair.ours(), first);
        addWriter(pair.ours(), writer);
        addReader(pair.ours(), second);
        pair.theirs().write(ByteBuffer.wrap(new byte[1]));
        second.reach(3);
        assertThat(first.count).isZero();
        writer.reach(writer.count + 3);
        assertThat(removeReader(pair.ours())).isTrue();
        assertThat(removeWriter(pair.ours())).isTrue();
      }
    });
  }

  @Test
  void theWriterGoesOnWhenTheReaderIsRemoved() {
    run(() -> {
      try (var pair = Pair.open()) {
        Counter reader = new Counter();
        Counter writer = new Counter();
        pair.theirs().write(ByteBuffer.wrap(new byte[1]));
        addReader(pair.ours(), reader);
        addWriter(pair.ours(), writer);
        reader.reach(3);
        assertThat(removeReader(pair.ours())).isTrue();
        int read = reader.count;
        writer.reach(writer.count + 3);
        assertThat(reader.count).isEqualTo(read);
        assertThat(removeWriter(pair.ours())).isTrue();
      }
    });
  }
}

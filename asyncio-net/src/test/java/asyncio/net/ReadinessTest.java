package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.Sockets.addReader;
import static asyncio.net.Sockets.addWriter;
import static asyncio.net.Sockets.removeReader;
import static asyncio.net.Sockets.removeWriter;
import static asyncio.net.Sockets.sockRecv;
import static asyncio.net.Sockets.sockSendall;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.ContextVar;
import asyncio.Event;
import asyncio.Future;
import asyncio.net.SocketsTest.Pair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callbacks of channels. */
@Timeout(60)
class ReadinessTest {

  /** Counts how often it ran; {@code reach} awaits the n-th time. */
  static final class Counter implements Runnable {
    private final Event ran = new Event();
    int count;

    @Override
    public void run() {
      count++;
      ran.set();
    }

    void reach(int times) {
      while (count < times) {
        ran.clear();
        await(ran.whenSet());
      }
    }
  }

  /** What can be read; none at the end. */
  private static String read(SocketChannel channel) {
    ByteBuffer buffer = ByteBuffer.allocate(100);
    try {
      channel.read(buffer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new String(buffer.array(), 0, buffer.position(), UTF_8);
  }

  private static void write(SocketChannel channel, String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  /** Waits until the thread that selects has done all that it was asked for before, and told. */
  static void roundTrip() throws IOException {
    try (var pair = Pair.open()) {
      var receiving = createTask(sockRecv(pair.ours(), 1));
      await(sleep(0));
      await(sockSendall(pair.theirs(), new byte[1]));
      await(receiving);
    }
  }

  @Test
  void aReaderRunsUntilTheStreamEnds() {
    run(() -> {
      try (var pair = Pair.open()) {
        Future<String> all = runningLoop().createFuture();
        var received = new StringBuilder();
        addReader(
            pair.ours(),
            () -> {
              String part = read(pair.ours());
              received.append(part);
              if (part.isEmpty()) {
                assertThat(removeReader(pair.ours())).isTrue();
                all.setResult(received.toString());
              }
            });
        write(pair.theirs(), "abc");
        roundTrip();
        write(pair.theirs(), "def");
        pair.theirs().close();
        assertThat(await(all)).isEqualTo("abcdef");
        assertThat(removeReader(pair.ours())).isFalse();
      }
    });
  }

  @Test
  void aReaderRunsAgainWhileNobodyReads() {
    run(() -> {
      try (var pair = Pair.open()) {
        Counter counter = new Counter();
        write(pair.theirs(), "text");
        addReader(pair.ours(), counter);
        counter.reach(5);
        assertThat(await(sockRecv(pair.ours(), 100))).asString().isEqualTo("text");
        assertThat(removeReader(pair.ours())).isTrue();
      }
    });
  }

  @Test
  void aWriterRunsWhileThereIsRoom() {
    run(() -> {
      try (var pair = Pair.open()) {
        Counter counter = new Counter();
        addWriter(pair.ours(), counter);
        counter.reach(3);
        assertThat(removeWriter(pair.ours())).isTrue();
        assertThat(removeWriter(pair.ours())).isFalse();
      }
    });
  }

  @Test
  void aWriterWaitsForRoom() {
    run(() -> {
      try (var pair = Pair.open()) {
        Counter counter = new Counter();
        pair.fill();
        addWriter(pair.ours(), counter);
        roundTrip();
        assertThat(counter.count).isZero();
        var draining =
            createTask(() -> {
              while (await(sockRecv(pair.theirs(), 100_000)).length > 0) {}
            });
        counter.reach(1);
        draining.cancel();
        removeWriter(pair.ours());
      }
    });
  }

  @Test
  void aReaderIsReplaced() {
    run(() -> {
      try (var pair = Pair.open()) {
        Counter first = new Counter();
        Counter second = new Counter();
        addReader(pair.ours(), first);
        write(pair.theirs(), "text");
        addReader(pair.ours(), second);
        second.reach(3);
        assertThat(first.count).isZero();
        assertThat(removeReader(pair.ours())).isTrue();
      }
    });
  }

  @Test
  void aReaderAndAWriterDoNotDisturbEachOther() {
    run(() -> {
      try (var pair = Pair.open()) {
        Counter reader = new Counter();
        Counter writer = new Counter();
        addReader(pair.ours(), reader);
        addWriter(pair.ours(), writer);
        writer.reach(3);
        assertThat(reader.count).isZero();
        write(pair.theirs(), "text");
        reader.reach(3);
        assertThat(removeWriter(pair.ours())).isTrue();
        int written = writer.count;
        reader.reach(reader.count + 3);
        assertThat(writer.count).isEqualTo(written);
        assertThat(removeReader(pair.ours())).isTrue();
      }
    });
  }

  @Test
  void aReaderThatIsRemovedDoesNotRunAnyMore() {
    run(() -> {
      try (var one = Pair.open();
          var two = Pair.open()) {
        List<String> ran = new ArrayList<>();
        Event event = new Event();
        // whichever is first removes both: the other one may be under way already
        Runnable remove =
            () -> {
              ran.add("reader");
              assertThat(removeReader(one.ours())).isTrue();
              assertThat(removeReader(two.ours())).isTrue();
              event.set();
            };
        addReader(one.ours(), remove);
        addReader(two.ours(), remove);
        write(one.theirs(), "text");
        write(two.theirs(), "text");
        await(event.whenSet());
        roundTrip();
        assertThat(ran).containsExactly("reader");
      }
    });
  }

  @Test
  void aCallbackRunsInACopyOfTheContext() {
    run(() -> {
      try (var pair = Pair.open()) {
        ContextVar<String> var = new ContextVar<>("var", "none");
        List<String> seen = new ArrayList<>();
        Event event = new Event();
        var.set("caller's");
        addWriter(
            pair.ours(),
            () -> {
              seen.add(var.get());
              var.set("callback's");
              if (seen.size() == 2) {
                removeWriter(pair.ours());
                event.set();
              }
            });
        var.set("changed");
        await(event.whenSet());
        assertThat(seen).containsExactly("caller's", "callback's");
        assertThat(var.get()).isEqualTo("changed");
      }
    });
  }

  @Test
  void aCallbackThatFailsIsReportedAndRunsAgain() {
    run(() -> {
      try (var pair = Pair.open()) {
        List<Throwable> reported = new ArrayList<>();
        runningLoop().setExceptionHandler((loop, context) -> reported.add(context.exception()));
        Counter counter = new Counter();
        addWriter(
            pair.ours(),
            () -> {
              counter.run();
              throw new UnsupportedOperationException("time " + counter.count);
            });
        counter.reach(2);
        await(sleep(0));
        removeWriter(pair.ours());
        assertThat(reported.get(0)).hasMessage("time 1");
        assertThat(reported.get(1)).hasMessage("time 2");
      }
    });
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.ReadinessTest.roundTrip;
import static asyncio.net.Sockets.addReader;
import static asyncio.net.Sockets.addWriter;
import static asyncio.net.Sockets.removeReader;
import static asyncio.net.Sockets.sockAccept;
import static asyncio.net.Sockets.sockRecv;
import static asyncio.net.Sockets.sockRecvfrom;
import static asyncio.net.Sockets.sockSendall;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.EventLoop;
import asyncio.ExceptionContext;
import asyncio.Future;
import asyncio.Task;
import asyncio.net.SocketsTest.Pair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What ends a wait for a channel but the channel: closing it, another wait, the end of the loop.
 */
@Timeout(60)
class ReadinessEndTest {

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("asyncio-readiness"))
        .collect(Collectors.toSet());
  }

  private static void isEndedByClosing(SelectableChannel channel, Task<?> waiting)
      throws IOException {
    await(sleep(0));
    roundTrip();
    assertThat(waiting.done()).isFalse();
    channel.close();
    assertThatThrownBy(() -> await(waiting)).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void closingTheChannelEndsAReceive() {
    run(() -> {
      try (var pair = Pair.open()) {
        isEndedByClosing(pair.ours(), createTask(sockRecv(pair.ours(), 1)));
      }
    });
  }

  @Test
  void closingTheChannelEndsASend() {
    run(() -> {
      try (var pair = Pair.open()) {
        pair.fill();
        isEndedByClosing(pair.ours(), createTask(sockSendall(pair.ours(), new byte[1])));
      }
    });
  }

  @Test
  void closingTheChannelEndsAnAccept() {
    run(() -> {
      var server = SocketsTest.server();
      isEndedByClosing(server, createTask(sockAccept(server)));
    });
  }

  @Test
  void closingTheChannelEndsAReceiveOfDatagrams() {
    run(() -> {
      var channel = DatagramChannel.open();
      channel.bind(null).configureBlocking(false);
      isEndedByClosing(channel, createTask(sockRecvfrom(channel, 1)));
    });
  }

  @Test
  void aChannelThatIsClosedBeforeItIsWatchedEndsTheWait() {
    run(() -> {
      for (int i = 0; i < 20; i++) {
        try (var pair = Pair.open()) {
          var receiving = createTask(sockRecv(pair.ours(), 1));
          await(sleep(0)); // it has just asked to be told
          pair.ours().close();
          assertThatThrownBy(() -> await(receiving)).isInstanceOf(ClosedChannelException.class);
        }
      }
    });
  }

  @Test
  void closingItOnAnotherThreadEndsTheWaitWheneverItComes() {
    run(() -> {
      for (int i = 0; i < 200; i++) {
        try (var pair = Pair.open()) {
          addWriter(pair.ours(), () -> {}); // which has the thread busy with this channel
          var receiving = createTask(sockRecv(pair.ours(), 1));
          await(sleep(0));
          var closing =
              createTask(
                  toThread(() -> {
                    pair.ours().close();
                    return null;
                  }));
          pair.theirs().write(ByteBuffer.allocate(i % 2));
          try {
            assertThat(await(receiving, ClosedChannelException.class)).hasSize(1);
          } catch (ClosedChannelException e) {
            assertThat(pair.ours().isOpen()).isFalse();
          }
          await(closing);
        }
      }
    });
  }

  @Test
  void closingTheChannelRemovesItsCallbacks() {
    run(() -> {
      try (var pair = Pair.open()) {
        List<ExceptionContext> reported = new ArrayList<>();
        runningLoop().setExceptionHandler((loop, context) -> reported.add(context));
        pair.fill();
        addReader(pair.ours(), () -> {});
        addWriter(pair.ours(), () -> {});
        pair.ours().close();
        // when a second channel is found closed, all that was found with a first one has been told
        for (int i = 0; i < 2; i++) {
          try (var other = Pair.open()) {
            isEndedByClosing(other.ours(), createTask(sockRecv(other.ours(), 1)));
          }
        }
        assertThat(removeReader(pair.ours())).isFalse();
        assertThat(reported).isEmpty();
      }
    });
  }

  @Test
  void thePeerSeesTheEndOfAChannelThatIsClosedInAWait() {
    run(() -> {
      try (var pair = Pair.open()) {
        var receiving = createTask(sockRecv(pair.ours(), 1));
        var peer = createTask(sockRecv(pair.theirs(), 1));
        await(sleep(0));
        roundTrip();
        pair.ours().close();
        assertThat(await(peer)).isEmpty();
        assertThatThrownBy(() -> await(receiving)).isInstanceOf(ClosedChannelException.class);
      }
    });
  }

  @Test
  void aSecondReceiverTakesThePlaceOfTheFirst() {
    run(() -> {
      try (var pair = Pair.open()) {
        var first = createTask(sockRecv(pair.ours(), 1));
        await(sleep(0));
        var second = createTask(sockRecv(pair.ours(), 1));
        assertThatThrownBy(() -> await(first))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("somebody else waits now until this channel can be read from");
        pair.theirs().write(ByteBuffer.wrap("x".getBytes(UTF_8)));
        assertThat(await(second)).asString().isEqualTo("x");
      }
    });
  }

  @Test
  void removingTheReaderEndsAReceive() {
    run(() -> {
      try (var pair = Pair.open()) {
        var receiving = createTask(sockRecv(pair.ours(), 1));
        await(sleep(0));
        assertThat(removeReader(pair.ours())).isTrue();
        assertThatThrownBy(() -> await(receiving)).isInstanceOf(IllegalStateException.class);
      }
    });
  }

  @Test
  void aChannelThatIsMadeBlockingIsReported() {
    run(() -> {
      try (var pair = Pair.open()) {
        Future<ExceptionContext> reported = runningLoop().createFuture();
        runningLoop().setExceptionHandler((loop, context) -> reported.setResult(context));
        addWriter(
            pair.ours(),
            () -> {
              try {
                pair.ours().configureBlocking(true);
              } catch (IOException e) {
                throw new IllegalArgumentException(e);
              }
            });
        assertThat(await(reported).message())
            .isEqualTo("A channel is not watched any more: " + pair.ours());
      }
    });
  }

  @Test
  void theEndOfTheLoopEndsTheThreadAndFreesTheChannels() throws Exception {
    try (var pair = Pair.open();
        var server = SocketsTest.server()) {
      Set<Thread> before = threads();
      Set<Thread> started =
          run(() -> {
            addReader(server, () -> {});
            createTask(sockRecv(pair.ours(), 1)); // run cancels it
            await(sleep(0));
            roundTrip();
            Set<Thread> now = threads();
            now.removeAll(before);
            return now;
          });
      assertThat(started).hasSize(1);
      for (Thread thread : started) {
        thread.join();
      }
      assertThat(server.isRegistered()).isFalse();
      assertThat(pair.ours().isRegistered()).isFalse();
      assertThat(server.isOpen() && pair.ours().isOpen()).isTrue();
    }
  }

  @Test
  void aLoopIsClosedWhileATaskWaits() throws Exception {
    try (var pair = Pair.open()) {
      Set<Thread> before = threads();
      EventLoop loop = EventLoop.create();
      loop.setExceptionHandler((closing, context) -> {}); // that the task was pending
      var receiving = loop.createTask(sockRecv(pair.ours(), 1));
      loop.runUntilComplete(async(() -> roundTrip()));
      Set<Thread> started = threads();
      started.removeAll(before);
      assertThat(receiving.done()).isFalse();
      loop.close();
      assertThat(pair.ours().isRegistered()).isFalse();
      assertThat(started).hasSize(1);
      for (Thread thread : started) {
        thread.join();
      }
    }
  }

  @Test
  void aProgramThatWatchesNothingHasNoThread() {
    Set<Thread> before = threads();
    run(() -> {
      try (var pair = Pair.open()) {
        await(sockSendall(pair.ours(), "text".getBytes(UTF_8))); // done at once
        assertThat(before).containsAll(threads());
      }
    });
  }
}

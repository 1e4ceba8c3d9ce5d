package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.Sockets.sockAccept;
import static asyncio.net.Sockets.sockConnect;
import static asyncio.net.Sockets.sockRecv;
import static asyncio.net.Sockets.sockSendall;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.CancelledError;
import asyncio.Coroutine;
import asyncio.Task;
import asyncio.TimeoutException;
import asyncio.net.SocketsTest.Pair;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many channels, and waits that are cancelled. */
@Timeout(60)
class SocketsManyTest {

  private static Coroutine<@Nullable Void> echo(SocketChannel channel) {
    return async(() -> {
      try (channel) {
        byte[] data = await(sockRecv(channel, 100));
        while (data.length > 0) {
          await(sockSendall(channel, data));
          data = await(sockRecv(channel, 100));
        }
      }
    });
  }

  private static Coroutine<@Nullable Void> serve(ServerSocketChannel server, int connections) {
    return async(() -> {
      taskGroup(group -> {
        for (int i = 0; i < connections; i++) {
          group.createTask(echo(await(sockAccept(server))));
        }
      });
    });
  }

  private static Coroutine<String> ask(SocketAddress address, String question) {
    return async(() -> {
      try (var client = SocketsTest.client()) {
        await(sockConnect(client, address));
        String answer = "";
        for (int i = 0; i < 3; i++) {
          await(sockSendall(client, question.getBytes(UTF_8)));
          String part = "";
          while (part.length() < question.length()) {
            part += new String(await(sockRecv(client, 100)), UTF_8);
          }
          answer += part;
        }
        return answer;
      }
    });
  }

  @Test
  void aHundredConnectionsAtOnce() {
    run(() -> {
      try (var server = SocketsTest.server()) {
        var serving = createTask(serve(server, 100));
        List<Coroutine<String>> clients = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          clients.add(ask(server.getLocalAddress(), "question " + i));
          expected.add(("question " + i).repeat(3));
        }
        assertThat(await(gather(clients))).isEqualTo(expected);
        await(serving);
      }
    });
  }

  @Test
  void aHundredWaitsAreCancelledAtOnce() {
    run(() -> {
      List<Pair> pairs = new ArrayList<>();
      List<Task<byte[]>> receiving = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Pair pair = Pair.open();
        pairs.add(pair);
        receiving.add(createTask(sockRecv(pair.ours(), 100)));
      }
      await(sleep(0));
      for (int i = 0; i < 100; i += 2) {
        receiving.get(i).cancel();
      }
      for (int i = 0; i < 100; i++) {
        await(sockSendall(pairs.get(i).theirs(), ("text " + i).getBytes(UTF_8)));
      }
      for (int i = 0; i < 100; i++) {
        Task<byte[]> task = receiving.get(i);
        try (Pair pair = pairs.get(i)) {
          byte[] received;
          if (i % 2 == 0) {
            assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
            received = await(sockRecv(pair.ours(), 100)); // the other one has taken nothing
          } else {
            received = await(task);
          }
          assertThat(received).asString().isEqualTo("text " + i);
        }
      }
    });
  }

  @Test
  void noByteIsLostWhereverAReceiverIsCancelled() {
    run(() -> {
      try (var pair = Pair.open()) {
        for (int i = 0; i < 50; i++) {
          var receiving = createTask(sockRecv(pair.ours(), 100));
          await(sleep(0));
          String sent = "text " + i;
          await(sockSendall(pair.theirs(), sent.getBytes(UTF_8)));
          for (int turns = 0; turns < i % 10; turns++) {
            await(sleep(0));
          }
          receiving.cancel();
          byte[] received;
          try {
            received = await(receiving);
          } catch (CancelledError e) {
            received = await(sockRecv(pair.ours(), 100));
          }
          assertThat(received).asString().isEqualTo(sent);
        }
      }
    });
  }

  @Test
  void noConnectionIsLostWhereverAnAcceptIsCancelled() {
    run(() -> {
      try (var server = SocketsTest.server()) {
        for (int i = 0; i < 50; i++) {
          var accepting = createTask(sockAccept(server));
          await(sleep(0));
          try (var client = SocketChannel.open(server.getLocalAddress())) {
            for (int turns = 0; turns < i % 10; turns++) {
              await(sleep(0));
            }
            accepting.cancel();
            SocketChannel accepted;
            try {
              accepted = await(accepting);
            } catch (CancelledError e) {
              accepted = await(sockAccept(server));
            }
            assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalAddress());
            accepted.close();
          }
        }
      }
    });
  }

  @Test
  void aReceiveAfterOneThatTimedOutWorks() {
    run(() -> {
      try (var pair = Pair.open()) {
        assertThatThrownBy(() -> await(waitFor(sockRecv(pair.ours(), 100), 0.01)))
            .isInstanceOf(TimeoutException.class);
        var receiving = createTask(sockRecv(pair.ours(), 100));
        receiving.cancel();
        var again = createTask(sockRecv(pair.ours(), 100));
        await(sockSendall(pair.theirs(), "text".getBytes(UTF_8)));
        assertThat(await(again)).asString().isEqualTo("text");
      }
    });
  }

  @Test
  void aSenderThatIsCancelledLetsTheNextOneSend() {
    run(() -> {
      try (var pair = Pair.open()) {
        pair.fill();
        var sending = createTask(sockSendall(pair.ours(), "lost".getBytes(UTF_8)));
        await(sleep(0));
        sending.cancel();
        assertThatThrownBy(() -> await(sending)).isInstanceOf(CancelledError.class);
        var again = createTask(sockSendall(pair.ours(), "kept".getBytes(UTF_8)));
        await(sleep(0));
        String last = "";
        while (!last.endsWith("kept")) {
          byte[] received = await(sockRecv(pair.theirs(), 100_000));
          last = (last + new String(received, UTF_8)).replace("\0", "");
        }
        assertThat(last).isEqualTo("kept");
        await(again);
      }
    });
  }

  @Test
  void anAcceptTakesWhoConnectedBefore() throws IOException {
    try (var server = SocketsTest.server();
        var client = SocketChannel.open(server.getLocalAddress())) {
      run(() -> {
        try (var accepted = await(sockAccept(server))) {
          assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalAddress());
          assertThat(accepted.isBlocking()).isFalse();
        }
      });
    }
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.echo;
import static asyncio.net.NetTests.port;
import static asyncio.net.NetTests.randomBytes;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.NetTests.text;
import static asyncio.net.Streams.openConnection;
import static asyncio.net.Streams.startServer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.Coroutine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections and servers of streams, between two ends of ours. */
@Timeout(60)
final class StreamsTest {

  @Test
  void whatOneSideWritesTheOtherReads() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair connection = connect(server)) {
        connection.writer().write("hello\n");
        assertThat(text(await(connection.reader().readline()))).isEqualTo("hello\n");
      }
    });
  }

  @Test
  void muchArrivesWholeAndInOrder() {
    byte[] much = randomBytes(5_000_000);
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair connection = connect(server)) {
        var read = createTask(connection.reader().readexactly(much.length));
        connection.writer().write(much);
        await(connection.writer().drain());
        assertThat(Arrays.equals(await(read), much)).isTrue();
      }
    });
  }

  @Test
  void manySmallWritesArriveInOrder() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair connection = connect(server)) {
        for (int i = 0; i < 1000; i++) {
          connection.writer().write(i + "\n");
        }
        for (int i = 0; i < 1000; i++) {
          assertThat(text(await(connection.reader().readline()))).isEqualTo(i + "\n");
        }
      }
    });
  }

  @Test
  void piecesOfAListAndOfAnArrayCanBeWritten() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair connection = connect(server)) {
        StreamWriter writer = connection.writer();
        writer.writelines(List.of("a".getBytes(UTF_8), new byte[0], "bc".getBytes(UTF_8)));
        writer.write("xdefx".getBytes(UTF_8), 1, 3);
        assertThat(text(await(connection.reader().readexactly(6)))).isEqualTo("abcdef");
        assertThatThrownBy(() -> writer.write(new byte[3], 2, 2))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
    });
  }

  @Test
  void anArrayMayBeChangedWhenItIsWritten() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair connection = connect(server)) {
        byte[] array = "before".getBytes(UTF_8);
        connection.writer().write(array);
        Arrays.fill(array, (byte) '!');
        assertThat(text(await(connection.reader().readexactly(6)))).isEqualTo("before");
      }
    });
  }

  @Test
  void theReaderEndsWhenTheOtherSideEndsWriting() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair connection = connect(server)) {
        connection.writer().write("all of it");
        connection.writer().writeEof();
        assertThat(text(await(connection.reader().read()))).isEqualTo("all of it");
        assertThat(connection.reader().atEof()).isTrue();
        assertThat(await(connection.reader().read(10))).isEmpty();
      }
    });
  }

  @Test
  void aServerReadsAllThatWasSentBeforeTheConnectionWasClosed() {
    run(() -> {
      var got = runningLoop().<String>createFuture();
      try (Server server =
          serverOf((reader, writer) -> {
            got.setResult(text(await(reader.read())));
            writer.close();
          })) {
        StreamPair connection = connect(server);
        connection.writer().write("the last words");
        connection.close();
        assertThat(await(got)).isEqualTo("the last words");
        await(connection.waitClosed());
      }
    });
  }

  @Test
  void manyConnectionsAreServedAtOnce() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo)) {
        List<Coroutine<String>> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          String word = "word " + i + "\n";
          clients.add(
              async(() -> {
                try (StreamPair connection = connect(server)) {
                  connection.writer().write(word);
                  String answer = text(await(connection.reader().readline()));
                  return answer.equals(word) ? "right" : answer;
                }
              }));
        }
        assertThat(await(gather(clients))).hasSize(50).containsOnly("right");
      }
    });
  }

  @Test
  void theLimitOfTheOptionsIsThatOfTheReaders() {
    run(() -> {
      var limit = runningLoop().<Integer>createFuture();
      ClientConnected tellLimit =
          (reader, writer) -> {
            limit.setResult(reader.limit());
            echo(reader, writer);
          };
      try (Server server =
          await(startServer(tellLimit, "127.0.0.1", 0, new ServerOptions().limit(20)))) {
        var options = new ConnectOptions().limit(10);
        try (StreamPair connection = await(openConnection("127.0.0.1", port(server), options))) {
          assertThat(connection.reader().limit()).isEqualTo(10);
          connection.writer().write("a line that is longer\n");
          assertThat(await(limit)).isEqualTo(20);
          assertThatThrownBy(() -> await(connection.reader().readuntil("\n".getBytes(UTF_8))))
              .isInstanceOf(LimitOverrunException.class);
        }
      }
    });
  }

  @Test
  void eachEndKnowsTheAddressesOfBoth() {
    run(() -> {
      var addresses = runningLoop().<List<Object>>createFuture();
      try (Server server =
              serverOf((_, writer) ->
                  addresses.setResult(
                      List.of(
                          writer.getExtraInfo(ExtraInfo.PEERNAME),
                          writer.getExtraInfo(ExtraInfo.SOCKNAME))));
          StreamPair connection = connect(server)) {
        var here = connection.writer().getExtraInfo(ExtraInfo.SOCKNAME);
        var there = connection.writer().getExtraInfo(ExtraInfo.PEERNAME);
        assertThat(await(addresses)).containsExactly(here, there);
        assertThat(there).isEqualTo(server.sockets().getFirst().localAddress());
        assertThat(connection.writer().getExtraInfo(ExtraInfo.CIPHER)).isNull();
      }
    });
  }

  @Test
  void withoutARunningLoopThereAreNone() {
    assertThatIllegalStateException().isThrownBy(() -> startServer(NetTests::echo, "127.0.0.1", 0));
  }
}

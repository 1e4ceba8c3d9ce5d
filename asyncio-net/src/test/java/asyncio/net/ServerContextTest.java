package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.NetTests.text;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.ContextVar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The context variables that handlers and protocols see. */
@Timeout(60)
final class ServerContextTest {

  private static final ContextVar<String> VAR = new ContextVar<>("var", "unset");

  /** Notes down the variable in each of its calls, and sets it in the first. */
  private static final class Noting extends NetRecorder {
    private final String own;
    final List<String> seen = new ArrayList<>();

    Noting(String own) {
      this.own = own;
      seen.add("factory " + VAR.get());
    }

    @Override
    public void connectionMade(Transport made) {
      seen.add("made " + VAR.get());
      VAR.set(own);
      super.connectionMade(made);
    }

    @Override
    public void dataReceived(byte[] bytes) {
      seen.add("data " + VAR.get());
      super.dataReceived(bytes);
    }

    @Override
    public boolean eofReceived() {
      seen.add("eof " + VAR.get());
      return super.eofReceived();
    }

    @Override
    public void connectionLost(@Nullable Throwable exception) {
      seen.add("lost " + VAR.get());
      super.connectionLost(exception);
    }
  }

  @Test
  void handlersSeeWhatWasSetBeforeTheServerWasStarted() {
    run(() -> {
      VAR.set("before");
      ClientConnected tell =
          (_, writer) -> {
            writer.write(VAR.get());
            writer.close();
          };
      try (Server server = serverOf(tell)) {
        VAR.set("after");
        StreamPair connection = connect(server);
        assertThat(text(await(connection.reader().read()))).isEqualTo("before");
        connection.close();
      }
    });
  }

  @Test
  void eachConnectionHasItsOwnCopy() {
    run(() -> {
      VAR.set("server's");
      ClientConnected setAndTell =
          (reader, writer) -> {
            for (byte[] line : reader) {
              String before = VAR.get();
              VAR.set(text(line).strip());
              writer.write(before + "\n");
            }
            writer.close();
          };
      try (Server server = serverOf(setAndTell);
          StreamPair first = connect(server);
          StreamPair second = connect(server)) {
        first.writer().write("a\n");
        assertThat(text(await(first.reader().readline()))).isEqualTo("server's\n");
        second.writer().write("b\n");
        assertThat(text(await(second.reader().readline()))).isEqualTo("server's\n");
        first.writer().write("a\n");
        assertThat(text(await(first.reader().readline()))).isEqualTo("a\n");
        second.writer().write("b\n");
        assertThat(text(await(second.reader().readline()))).isEqualTo("b\n");
        assertThat(VAR.get()).isEqualTo("server's");
      }
    });
  }

  @Test
  void allCallsOfAServersProtocolAreInOneContextOfItsOwn() {
    run(() -> {
      VAR.set("server's");
      List<Noting> made = new ArrayList<>();
      List<String> names = List.of("first's", "second's");
      try (Server server =
          serverOf(() -> {
            Noting noting = new Noting(names.get(made.size()));
            made.add(noting);
            return noting;
          })) {
        VAR.set("somebody else's");
        for (int i = 0; i < 2; i++) {
          StreamPair connection = connect(server);
          connection.writer().write("x");
          connection.close();
          await(connection.waitClosed());
        }
        for (int i = 0; i < 2; i++) {
          made.get(i).untilCalled("lost");
          String own = names.get(i);
          assertThat(made.get(i).seen)
              .containsExactly(
                  "factory server's", "made server's", "data " + own, "eof " + own, "lost " + own);
        }
      }
    });
  }

  @Test
  void aClientsProtocolIsCalledInACopyOfTheContextOfWhoeverConnects() {
    run(() -> {
      try (Server server =
          serverOf((_, writer) -> {
            writer.write("x");
            writer.close();
          })) {
        VAR.set("client's");
        Noting client = connect(server, () -> new Noting("protocol's"));
        VAR.set("later");
        client.untilCalled("lost");
        assertThat(client.seen)
            .containsExactly(
                "factory client's",
                "made client's",
                "data protocol's",
                "eof protocol's",
                "lost protocol's");
        assertThat(VAR.get()).isEqualTo("later");
      }
    });
  }
}

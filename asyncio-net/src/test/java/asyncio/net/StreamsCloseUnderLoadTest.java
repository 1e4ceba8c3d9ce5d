package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.port;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.Streams.openConnection;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.Coroutine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is closed while its clients ask on and on. */
@Timeout(60)
final class StreamsCloseUnderLoadTest {

  private static final int CLIENTS = 20;

  private int answered;
  private int received;

  /** Answers line by line, and counts. */
  private void serve(StreamReader reader, StreamWriter writer) {
    try (writer) {
      for (byte[] line : reader) {
        if (writer.isClosing()) {
          return;
        }
        writer.write(line);
        answered++;
        await(writer.drain());
      }
    } catch (Exception e) {
      assertThat(e).isInstanceOf(IOException.class); // closed beneath it
    }
  }

  /** Asks for the next answer when it has the one before, until the connection ends. */
  private void ask(int port) {
    try (StreamPair connection = await(openConnection("127.0.0.1", port))) {
      while (true) {
        connection.writer().write("question\n");
        if (await(connection.reader().readline()).length == 0) {
          return;
        }
        received++;
      }
    } catch (Exception e) {
      assertThat(e).isInstanceOf(IOException.class); // a question that nobody read any more
    }
  }

  private List<Coroutine<Void>> clients(int port) {
    List<Coroutine<Void>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(async(() -> ask(port)));
    }
    return clients;
  }

  @Test
  void losesNothingThatItHasAnswered() {
    run(() -> {
      Server server = serverOf(this::serve);
      var asking = gather(clients(port(server)));
      while (answered < 500) {
        await(sleep(0));
      }
      server.close();
      server.closeClients();
      await(server.waitClosed());
      await(asking);
      assertThat(answered).isGreaterThanOrEqualTo(500);
      assertThat(received).isEqualTo(answered);
    });
  }

  @Test
  void goesOnWithTheConnectionsThatItHas() {
    run(() -> {
      Server server = serverOf(this::serve);
      var asking = gather(clients(port(server)));
      while (answered < 500) {
        await(sleep(0));
      }
      server.close();
      int then = received;
      while (received < then + 500) {
        await(sleep(0));
      }
      server.closeClients();
      await(server.waitClosed());
      await(asking);
      assertThat(received).isEqualTo(answered);
    });
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.openSockets;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.NetTests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import asyncio.Coroutine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** As many connections at once as one process can have both ends of. */
@Timeout(60)
@DisabledIfSystemProperty(
    named = "asyncio.fiber",
    matches = "portable",
    disabledReason = "is about the network, and takes its time")
final class ManyConnectionsTest {

  private static final int MANY = 10_000;
  private static final int AT_A_TIME = 100;

  /** What the rest of the process may need meanwhile. */
  private static final int RESERVE = 200;

  /** How many connections the server has now. */
  private int serving;

  private void serve(StreamReader reader, StreamWriter writer) {
    serving++;
    try (writer) {
      for (byte[] line : reader) {
        writer.write("you said " + text(line));
        await(writer.drain());
      }
    } finally {
      serving--;
    }
  }

  private static Coroutine<String> ask(StreamPair connection, int number) {
    return async(() -> {
      connection.writer().write(bytes("I am " + number + "\n"));
      return text(await(connection.reader().readline()));
    });
  }

  /** Connects to the server so many times, and waits until it serves all of them. */
  private List<StreamPair> open(Server server, int count) {
    List<StreamPair> connections = new ArrayList<>(count);
    while (connections.size() < count) {
      List<Coroutine<StreamPair>> some = new ArrayList<>();
      while (some.size() < AT_A_TIME && connections.size() + some.size() < count) {
        some.add(async(() -> connect(server)));
      }
      connections.addAll(await(gather(some)));
      while (serving < connections.size()) { // else the backlog is full, and the system makes wait
        await(sleep(0.001));
      }
    }
    return connections;
  }

  private static void talkOn(List<StreamPair> connections) {
    List<Coroutine<String>> asking = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (StreamPair connection : connections) {
      expected.add("you said I am " + asking.size() + "\n");
      asking.add(ask(connection, asking.size()));
    }
    assertThat(await(gather(asking))).isEqualTo(expected);
  }

  private static void close(List<StreamPair> connections) {
    connections.forEach(StreamPair::close);
    await(gather(connections.stream().map(StreamPair::waitClosed).toList()));
  }

  /** How many connections there can be: both ends are ours. */
  private static int possible() {
    long handles = Handles.limit() - Handles.open() - RESERVE;
    return (int) Math.min(MANY, handles / 2);
  }

  @Test
  void allAreIdleAndThenAllAreAnswered(TestReporter reporter) {
    int count = possible();
    assumeTrue(
        count >= MANY / 10,
        () -> "this process may open " + Handles.limit() + " files only (ulimit -n)");
    if (count < MANY) {
      reporter.publishEntry(
          "connections",
          count + " of " + MANY + ": this process may open " + Handles.limit() + " files");
    }
    run(() -> {
      Server server = serverOf(this::serve);
      close(open(server, 1)); // what stays open for ever is opened now
      while (serving > 0) {
        await(sleep(0.001));
      }
      long before = openSockets();

      List<StreamPair> connections = open(server, count);
      assertThat(openSockets()).isGreaterThanOrEqualTo(before + 2L * count);
      talkOn(connections);

      server.close();
      close(connections);
      await(server.waitClosed());
      while (openSockets() >= before) { // that of the server is closed too
        await(sleep(0.001));
      }
      assertThat(serving).isZero();
    });
  }
}

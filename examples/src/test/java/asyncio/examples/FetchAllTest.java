package asyncio.examples;

import static org.assertj.core.api.Assertions.assertThat;

import asyncio.examples.Program.Fiber;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** FetchAll, against its own server and against one of the test's. */
@Timeout(120)
final class FetchAllTest {

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private final CyclicBarrier three = new CyclicBarrier(3);
  private HttpServer server;
  private String root;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    root = "http://localhost:" + server.getAddress().getPort();
    serve("/ok", exchange -> answer(exchange, 200));
    serve("/missing", exchange -> answer(exchange, 404));
    serve("/broken", exchange -> answer(exchange, 500));
    serve("/slow", exchange -> end.await());
    serve(
        "/three",
        exchange -> {
          three.await();
          answer(exchange, 200);
        });
    serve(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().add("Location", root + "/ok");
          answer(exchange, 302);
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    end.countDown();
    server.stop(0);
    threads.close();
  }

  @ParameterizedTest
  @EnumSource
  void withoutArgumentsItFetchesTheTwoHundredPagesOfItsOwnServer(Fiber fiber) throws Exception {
    Program program = Program.run(fiber, "FetchAll.java");

    assertThat(program.err()).isEmpty();
    Matcher out =
        Pattern.compile(
                """
                200 fetched, 0 failed, 20 at a time
                took (\\d+\\.\\d) s; one after the other it would have taken (\\d+\\.\\d) s
                """)
            .matcher(program.out());
    assertThat(out.matches()).as(program.out()).isTrue();
    // its server waits for 31 s, all pages together
    assertThat(Double.parseDouble(out.group(2)))
        .isGreaterThan(31)
        .isGreaterThan(Double.parseDouble(out.group(1)));
    assertThat(program.status()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void saysWhichUrlsFailedAndWhyAndFetchesTheRest(Fiber fiber) throws Exception {
    String refused = "http://localhost:" + portThatNobodyListensTo() + "/";
    Program program =
        Program.run(
            fiber,
            "FetchAll.java",
            "-n",
            "3",
            "http://not a host/",
            "nonsense",
            "foo:bar",
            root + "/missing",
            root + "/broken",
            refused,
            root + "/ok",
            root + "/moved");

    assertThat(program.err()).isEmpty();
    List<String> lines = program.out().lines().toList();
    assertThat(lines.subList(0, lines.size() - 1))
        .containsExactlyInAnyOrder(
            "failed: http://not a host/: Illegal character in authority at index 10:"
                + " http://not a host/",
            "failed: nonsense: URI with undefined scheme",
            "failed: foo:bar: invalid URI scheme foo",
            "failed: " + root + "/missing: HTTP status 404",
            "failed: " + root + "/broken: HTTP status 500",
            "failed: " + refused + ": cannot connect",
            "2 fetched, 6 failed, 3 at a time");
    assertThat(lines.getLast()).matches("took .* s; one after the other it would have taken .* s");
    assertThat(program.status()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void givesUpWhatTakesTooLong(Fiber fiber) throws Exception {
    Program program = Program.run(fiber, "FetchAll.java", "-t", "1", root + "/slow");

    assertThat(program.out())
        .startsWith("failed: " + root + "/slow: no answer within 1 s\n0 fetched, 1 failed, ");
    assertThat(program.err()).isEmpty();
    assertThat(program.status()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void fetchesAsManyAtATimeAsItIsToldAndNoMore(Fiber fiber) throws Exception {
    List<String> args = new ArrayList<>(List.of("-n", "3"));
    for (int i = 0; i < 12; i++) {
      args.add(root + "/three");
    }

    Program program = Program.run(fiber, "FetchAll.java", args.toArray(String[]::new));

    assertThat(program.out()).startsWith("12 fetched, 0 failed, 3 at a time\n");
    assertThat(program.status()).isZero();
    assertThat(mostUnderWay).hasValue(3);
  }

  @ParameterizedTest
  @CsvSource({
    "-n 0, '-n needs a number from 1 to 999999, not 0'",
    "-t, '-t needs a number from 1 to 999999, not nothing'",
    "-z, no such option: -z"
  })
  void wrongArgumentsAreExplained(String args, String message) throws Exception {
    Program program = Program.run(Fiber.DIRECT, "FetchAll.java", args.split(" "));

    assertThat(program.err()).startsWith("FetchAll: " + message + "\nusage: FetchAll [-n N] ");
    assertThat(program.out()).isEmpty();
    assertThat(program.status()).isEqualTo(2);
  }

  @Test
  void itsUsageIsPrintedOnRequest() throws Exception {
    Program program = Program.run(Fiber.DIRECT, "FetchAll.java", "--help");

    assertThat(program.out()).startsWith("usage: FetchAll [-n N] [-t SECONDS] [URL...]\n");
    assertThat(program.err()).isEmpty();
    assertThat(program.status()).isZero();
  }

  private interface Handler {
    void handle(HttpExchange exchange) throws Exception;
  }

  private void serve(String path, Handler handler) {
    server.createContext(
        path,
        exchange -> {
          mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
          try (exchange) {
            handler.handle(exchange);
          } catch (Exception e) {
            throw new IOException(e);
          }
        });
  }

  private void answer(HttpExchange exchange, int status) throws IOException {
    underWay.decrementAndGet(); // before the client can begin the next one
    exchange.sendResponseHeaders(status, -1);
  }

  private static int portThatNobodyListensTo() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

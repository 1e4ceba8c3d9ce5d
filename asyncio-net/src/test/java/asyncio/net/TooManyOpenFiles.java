package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.port;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.NetTests.text;
import static asyncio.net.Streams.openConnection;
import static java.lang.System.Logger.Level.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.ExceptionContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program that {@link TooManyOpenFilesTest} runs with few handles: it uses all of them up, and
 * says what has passed.
 */
final class TooManyOpenFiles {

  private static final String REASON = "Too many open files";

  private TooManyOpenFiles() {}

  public static void main(String[] arguments) throws Exception {
    prepare();
    run(() -> accepting());
    IO.println("accepting: passed");
    run(() -> connecting());
    IO.println("connecting: passed");
    run(() -> everythingElse());
    IO.println("everything else: passed");
  }

  // ----- what takes handles only once, and for which there would be none

  private static void prepare() throws Exception {
    for (Class<?> one : List.of(TooManyOpenFiles.class, Streams.class, ExceptionContext.class)) {
      URI place = one.getProtectionDomain().getCodeSource().getLocation().toURI();
      if (Files.isDirectory(Path.of(place))) {
        loadClasses(Path.of(place));
      }
    }
    System.getLogger("asyncio").log(WARNING, "the first line of a log");
    Thread.ofVirtual().start(() -> waitInASelector()).join();
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair connection = connect(server)) {
        sayHello(connection);
      }
    });
  }

  /** Those of this project. */
  private static void loadClasses(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = folder.relativize(file).toString();
        if (name.matches("asyncio/.*\\.class") && !name.matches(".*Test(\\$.*)?\\.class")) {
          Class.forName(name.replaceAll("\\.class$", "").replace('/', '.'));
        }
      }
    }
  }

  private static void waitInASelector() {
    try (Selector selector = Selector.open()) {
      selector.select(1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  // ----- a server

  private static void sayHello(StreamPair connection) {
    connection.writer().write("hello\n");
    assertThat(text(await(connection.reader().readline()))).isEqualTo("hello\n");
  }

  private static void accepting() throws IOException {
    List<ExceptionContext> reports = new ArrayList<>();
    List<Double> times = new ArrayList<>();
    runningLoop()
        .setExceptionHandler((loop, report) -> {
          reports.add(report);
          times.add(loop.time());
        });
    try (Server server = serverOf(NetTests::echo);
        StreamPair early = connect(server)) {
      sayHello(early);
      long before = Handles.open();
      Handles.leave(1);
      StreamPair late = connect(server); // the system does that; it takes the last one
      late.writer().write("hello\n");
      while (reports.size() < 2) {
        sayHello(early);
        await(sleep(0.01));
      }
      Handles.giveBack();
      assertThat(text(await(late.reader().readline()))).isEqualTo("hello\n");
      for (ExceptionContext report : reports) {
        assertThat(report.message()).contains("127.0.0.1:" + port(server));
        assertThat(report.exception()).isInstanceOf(IOException.class);
        assertThat(report.exception()).hasMessageContaining(REASON);
      }
      assertThat(times.get(1) - times.get(0)).isGreaterThan(0.9); // seconds
      late.close();
      Handles.awaitAtMost(before);
    }
  }

  // ----- a client

  private static void connecting() throws IOException {
    try (ServerSocketChannel peer = ServerSocketChannel.open()) {
      peer.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1000);
      int port = ((InetSocketAddress) peer.getLocalAddress()).getPort();
      close(List.of(await(openConnection("127.0.0.1", port))));
      long before = Handles.open();

      List<StreamPair> connections = new ArrayList<>();
      Exception failure = null;
      while (failure == null) {
        try {
          connections.add(await(openConnection("127.0.0.1", port)));
        } catch (Exception e) {
          failure = e;
        }
      }
      assertThat(failure)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + port)
          .hasMessageContaining(REASON);
      assertThat(connections).hasSizeGreaterThan(10);

      List<StreamPair> some = connections.subList(0, 10);
      close(some);
      some.replaceAll(_ -> await(openConnection("127.0.0.1", port)));
      close(connections);
      Handles.awaitAtMost(before);
    }
  }

  private static void close(List<StreamPair> connections) {
    connections.forEach(StreamPair::close);
    await(gather(connections.stream().map(StreamPair::waitClosed).toList()));
  }

  // ----- all that opens something

  /**
   * Something that opens handles, and closes them.
   *
   * @param needed how many it takes at most, or fewer
   * @param named what it is about: its errors should say that
   */
  private record Operation(int needed, String named, Body body) {

    interface Body {
      void run() throws Exception;
    }

    /** Tries it with too few handles, and in the end with enough. */
    void runWithFewHandles() throws Exception {
      body.run(); // what stays open for good is opened now
      await(sleep(0.05)); // and what it has closed is closed some iterations later
      long before = Handles.open();
      for (int free = 0; free < needed; free++) {
        Handles.leave(free);
        try {
          body.run();
          assertThat(free).as("handles left for " + named).isPositive();
        } catch (Exception e) {
          assertThat(e)
              .isInstanceOf(IOException.class)
              .hasMessageContaining(named)
              .hasMessageContaining(REASON);
        } finally {
          Handles.giveBack();
        }
        Handles.awaitAtMost(before);
      }
      body.run();
    }
  }

  private static void everythingElse() throws Exception {
    try (TempPath folder = await(AsyncFiles.tempDirectory())) {
      for (Operation operation : operations(folder.path())) {
        operation.runWithFewHandles();
      }
    }
  }

  private static List<Operation> operations(Path folder) {
    Path file = folder.resolve("file");
    Path socket = folder.resolve("socket");
    DatagramOptions here =
        new DatagramOptions()
            .localAddress(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    SubprocessOptions pipes =
        new SubprocessOptions()
            .stdin(SubprocessRedirect.PIPE)
            .stdout(SubprocessRedirect.PIPE)
            .stderr(SubprocessRedirect.PIPE);
    return List.of(
        new Operation(3, "127.0.0.1", () -> serverOf(NetTests::echo).close()),
        new Operation(
            3,
            socket.toString(),
            () -> await(Streams.startUnixServer(NetTests::echo, socket)).close()),
        new Operation(
            3,
            "127.0.0.1",
            () ->
                await(Transports.createDatagramEndpoint(() -> new DatagramProtocol() {}, here))
                    .transport()
                    .close()),
        new Operation(3, file.toString(), () -> await(AsyncFiles.writeString(file, "text"))),
        new Operation(3, file.toString(), () -> await(AsyncFiles.readString(file))),
        new Operation(3, folder.toString(), () -> await(AsyncFiles.replaceString(file, "text"))),
        new Operation(3, folder.toString(), () -> AsyncFiles.walk(folder).forEach(_ -> {})),
        // with more than that, the JDK's own failure to start a process leaves some open
        new Operation(
            9,
            "cat",
            () ->
                await(
                    await(Subprocesses.createSubprocessExec(List.of("cat"), pipes))
                        .communicate())));
  }
}

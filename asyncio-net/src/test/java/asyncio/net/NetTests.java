package asyncio.net;

import static asyncio.Asyncio.*;

import asyncio.ExceptionContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What many tests of connections begin with. */
final class NetTests {

  private NetTests() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  static int port(Server server) {
    return ((InetSocketAddress) server.sockets().getFirst().localAddress()).getPort();
  }

  /** Serves a connection by sending back what comes. */
  static void echo(StreamReader reader, StreamWriter writer) {
    try (writer) {
      byte[] data = await(reader.read(64 * 1024));
      while (data.length > 0) {
        writer.write(data);
        await(writer.drain());
        data = await(reader.read(64 * 1024));
      }
    }
  }

  /** A server of streams on any port of IPv4's loopback. */
  static Server serverOf(ClientConnected clientConnected) {
    return await(Streams.startServer(clientConnected, "127.0.0.1", 0));
  }

  /** A server of protocols on any port of IPv4's loopback. */
  static Server serverOf(Supplier<? extends Protocol> protocolFactory) {
    return await(Transports.createServer(protocolFactory, "127.0.0.1", 0));
  }

  /** Connects streams to a server of ours. */
  static StreamPair connect(Server server) {
    return await(Streams.openConnection("127.0.0.1", port(server)));
  }

  /** Connects a protocol to a server of ours. */
  static <P extends Protocol> P connect(Server server, Supplier<P> protocolFactory) {
    return await(Transports.createConnection(protocolFactory, "127.0.0.1", port(server)))
        .protocol();
  }

  /** Collects what the running loop's exception handler is told. */
  static List<ExceptionContext> reports() {
    List<ExceptionContext> reports = new ArrayList<>();
    runningLoop().setExceptionHandler((_, report) -> reports.add(report));
    return reports;
  }

  /** Gives the loop some iterations in which something could happen. */
  static void runMore() {
    for (int i = 0; i < 20; i++) {
      await(sleep(0));
    }
  }

  /** How many sockets this process has open; where there is no /proc, none ever. */
  static long openSockets() throws IOException {
    SocketChannel.open().close(); // the first of the JDK's has it open one for itself, for good
    return openHandles("socket:");
  }

  /** How many handles this process has open whose names begin so. */
  static long openHandles(String kind) throws IOException {
    Path handles = Path.of("/proc/self/fd");
    if (!Files.isDirectory(handles)) {
      return 0;
    }
    long count = 0;
    try (Stream<Path> all = Files.list(handles)) {
      for (Path handle : (Iterable<Path>) all::iterator) {
        try {
          count += Files.readSymbolicLink(handle).toString().startsWith(kind) ? 1 : 0;
        } catch (IOException e) {
          // closed meanwhile, such as that of the listing
        }
      }
    }
    return count;
  }
}

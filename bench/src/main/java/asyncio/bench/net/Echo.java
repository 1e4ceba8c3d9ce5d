package asyncio.bench.net;

import static asyncio.Asyncio.*;

import asyncio.Coroutine;
import asyncio.net.Protocol;
import asyncio.net.Server;
import asyncio.net.ServerOptions;
import asyncio.net.StreamReader;
import asyncio.net.StreamWriter;
import asyncio.net.Streams;
import asyncio.net.Transport;
import asyncio.net.Transports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Servers on the loopback address that send back what they get. */
final class Echo {

  static final String HOST = "127.0.0.1";

  private static final int CHUNK = 65_536;

  /** As many as the load generator may open before the server accepts the first. */
  static final int BACKLOG = 1024;

  private Echo() {}

  /** Starts one of {@code streams} or {@code protocol}. */
  static Coroutine<Server> start(String kind, int port) {
    ServerOptions options = new ServerOptions().backlog(BACKLOG);
    return switch (kind) {
      case "streams" -> Streams.startServer(Echo::serve, HOST, port, options);
      case "protocol" -> Transports.createServer(EchoProtocol::new, HOST, port, options);
      default -> throw new IllegalArgumentException("streams or protocol, not " + kind);
    };
  }

  /** The port on which a server listens. */
  static int port(Server server) {
    return switch (server.sockets().getFirst().localAddress()) {
      case InetSocketAddress address -> address.getPort();
      case null, default -> throw new IllegalArgumentException("listens on no port: " + server);
    };
  }

  private static void serve(StreamReader reader, StreamWriter writer) {
    try (writer) {
      for (byte[] data = await(reader.read(CHUNK));
          data.length > 0;
          data = await(reader.read(CHUNK))) {
        writer.write(data);
        await(writer.drain());
      }
    } catch (Exception e) {
      // await throws it, undeclared, where the generator ended with something still on its way.
      if (!(e instanceof IOException)) {
        throw e;
      }
    }
  }

  /** Reads no faster than the other end does. */
  private static final class EchoProtocol implements Protocol {

    private @Nullable Transport transport;

    @Override
    public void connectionMade(Transport made) {
      transport = made;
    }

    @Override
    public void dataReceived(byte[] data) {
      transport().write(data);
    }

    @Override
    public void pauseWriting() {
      transport().pauseReading();
    }

    @Override
    public void resumeWriting() {
      transport().resumeReading();
    }

    private Transport transport() {
      return Objects.requireNonNull(transport);
    }
  }
}

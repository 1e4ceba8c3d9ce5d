package asyncio.bench.net;

import static asyncio.Asyncio.*;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import asyncio.bench.workload.Check;
import asyncio.bench.workload.Metrics;
import asyncio.net.ConnectOptions;
import asyncio.net.Server;
import asyncio.net.ServerOptions;
import asyncio.net.StreamPair;
import asyncio.net.StreamReader;
import asyncio.net.StreamWriter;
import asyncio.net.Streams;
import asyncio.net.TlsOptions;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** A server that writes and a client that reads, both on one loop: the time is the client's. */
final class Transfers {

  private static final byte[] MESSAGE = new byte[10 * 1024 * 1024];

  private static final int LINE_BYTES = 80;
  private static final int LINES_IN_BLOCK = 1000;

  private Transfers() {}

  /** Lines of 80 bytes, written a thousand at a time and read one by one. */
  static Metrics readline(int n) {
    long nanos =
        nanos(
            new ServerOptions(),
            new ConnectOptions(),
            writer -> writeLines(writer, n),
            Transfers::countLines,
            n);
    return Metrics.nanos(nanos, n);
  }

  /** pyperformance's {@code asyncio_tcp}: messages of 10 MiB, each drained, read as they come. */
  static Metrics tcp(int n) {
    return messages(n, new ServerOptions(), new ConnectOptions());
  }

  /** The same encrypted. */
  static Metrics tls(int n) throws IOException, InterruptedException {
    Certificate certificate = Certificate.create();
    return messages(
        n,
        new ServerOptions().tls(certificate.server()),
        new ConnectOptions()
            .tls(new TlsOptions(certificate.client()).serverHostname(Certificate.HOST)));
  }

  private static Metrics messages(int n, ServerOptions server, ConnectOptions client) {
    long nanos =
        nanos(
            server,
            client,
            writer -> {
              for (int i = 0; i < n; i++) {
                writer.write(MESSAGE);
                await(writer.drain());
              }
            },
            Transfers::countBytes,
            (long) n * MESSAGE.length);
    return Metrics.of("ms", nanos / 1e6);
  }

  /** What it takes from the opening of a connection until all that is expected is read. */
  private static long nanos(
      ServerOptions serving,
      ConnectOptions connecting,
      Consumer<StreamWriter> write,
      ToLongFunction<StreamReader> read,
      long expected) {
    return run(() -> {
      try (Server server =
          await(Streams.startServer((_, writer) -> serve(writer, write), Echo.HOST, 0, serving))) {
        int port = Echo.port(server);
        long start = System.nanoTime();
        StreamPair client = await(Streams.openConnection(Echo.HOST, port, connecting));
        Check.equal(read.applyAsLong(client.reader()), expected);
        long end = System.nanoTime();
        client.close();
        await(client.waitClosed());
        return end - start;
      }
    });
  }

  private static void serve(StreamWriter writer, Consumer<StreamWriter> write) {
    write.accept(writer);
    writer.close();
    await(writer.waitClosed());
  }

  private static void writeLines(StreamWriter writer, int n) {
    String line = "x".repeat(LINE_BYTES - 1) + "\n";
    byte[] block = line.repeat(LINES_IN_BLOCK).getBytes(ISO_8859_1);
    for (int left = n; left > 0; left -= LINES_IN_BLOCK) {
      writer.write(block, 0, Math.min(left, LINES_IN_BLOCK) * LINE_BYTES);
      await(writer.drain());
    }
  }

  private static long countLines(StreamReader reader) {
    long lines = 0;
    for (byte[] line = await(reader.readline()); line.length > 0; line = await(reader.readline())) {
      Check.equal(line.length, LINE_BYTES);
      lines++;
    }
    return lines;
  }

  private static long countBytes(StreamReader reader) {
    long total = 0;
    for (byte[] data = await(reader.read(MESSAGE.length));
        data.length > 0;
        data = await(reader.read(MESSAGE.length))) {
      total += data.length;
    }
    return total;
  }
}

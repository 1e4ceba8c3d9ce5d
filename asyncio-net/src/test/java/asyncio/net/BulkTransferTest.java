package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.port;
import static asyncio.net.NetTests.randomBytes;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.Streams.openConnection;
import static asyncio.net.Streams.startServer;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Very much in one go: all of it arrives, in its order, and little is kept in memory though the
 * reader rests for a while.
 */
@Timeout(120)
@DisabledIfSystemProperty(
    named = "asyncio.fiber",
    matches = "portable",
    disabledReason = "is about the network, and takes its time")
final class BulkTransferTest {

  private static final long SIZE = 1L << 30;

  /** A prime, so that the pieces that are read are never those that were written. */
  private static final int BLOCK = 30_011;

  /** How much the reader can get at once beyond its limits. */
  private static final int READ_AT_ONCE = 256 * 1024;

  private static final Pattern HELD = Pattern.compile("(\\d+) bytes");

  private static final ResourceLeakDetector.Level LEVEL = ResourceLeakDetector.getLevel();

  @TempDir private Path folder;

  private final Sum sent = new Sum();
  private final Sum received = new Sum();

  private boolean writerWaits;
  private int mostInReader;
  private int mostInWriter;

  private static final class Sum {

    private final CRC32C checksum = new CRC32C();
    private long bytes;

    void add(byte[] data, int length) {
      checksum.update(data, 0, length);
      bytes += length;
    }

    @Override
    public String toString() {
      return bytes + " bytes of checksum " + checksum.getValue();
    }
  }

  /** What is sent: the same block again and again, but each has its number in front. */
  private static byte[] numbered(byte[] block, long position) {
    return ByteBuffer.wrap(block).putLong(position).array();
  }

  // ----- the sender

  private void send(StreamWriter writer) {
    int high = writer.transport().getWriteBufferLimits().high();
    byte[] block = randomBytes(BLOCK);
    while (sent.bytes < SIZE) {
      int length = (int) Math.min(BLOCK, SIZE - sent.bytes);
      writer.write(numbered(block, sent.bytes), 0, length);
      sent.add(block, length);
      mostInWriter = Math.max(mostInWriter, writer.transport().getWriteBufferSize());
      writerWaits = true;
      await(writer.drain());
      writerWaits = false;
    }
    assertThat(mostInWriter).isLessThanOrEqualTo(high + BLOCK);
  }

  // ----- the receiver

  private void receive(StreamReader reader) {
    boolean rested = false;
    byte[] data = await(reader.read(READ_AT_ONCE));
    while (data.length > 0) {
      received.add(data, data.length);
      mostInReader = Math.max(mostInReader, held(reader));
      if (!rested && received.bytes > SIZE / 2) {
        rested = true;
        rest(reader);
      }
      data = await(reader.read(READ_AT_ONCE));
    }
    assertThat(mostInReader).isLessThanOrEqualTo(2 * reader.limit() + READ_AT_ONCE);
  }

  private static int held(StreamReader reader) {
    Matcher held = HELD.matcher(reader.toString());
    return held.find() ? Integer.parseInt(held.group(1)) : 0;
  }

  /** Reads nothing, until the reader has paused the connection and the other side cannot go on. */
  private void rest(StreamReader reader) {
    while (!reader.toString().contains("paused")) {
      await(sleep(0.001));
    }
    long then = -1;
    while (!writerWaits || sent.bytes > then) {
      then = sent.bytes;
      await(sleep(0.01));
    }
    mostInReader = Math.max(mostInReader, held(reader));
  }

  // ----- the ways

  /** Looking for leaks takes longer than the transfers. */
  @BeforeAll
  static void lookForLeaksLessOften() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
  }

  @AfterAll
  static void lookForLeaksAgain() {
    ResourceLeakDetector.setLevel(LEVEL);
  }

  @Test
  void streams() {
    run(() -> {
      try (Server server = serverOf((_, writer) -> sendAndClose(writer));
          StreamPair connection = connect(server)) {
        receive(connection.reader());
      }
      assertThat(received).hasToString(sent.toString());
    });
  }

  @Test
  void streamsWithTls() throws Exception {
    var certificates = new TestCertificates(folder);
    TlsContext serverSide = certificates.serverSide();
    TlsContext clientSide = certificates.clientSide();
    run(() -> {
      try (Server server =
              await(
                  startServer(
                      (_, writer) -> sendAndClose(writer),
                      "127.0.0.1",
                      0,
                      new ServerOptions().tls(serverSide)));
          StreamPair connection =
              await(
                  openConnection(
                      "localhost", port(server), new ConnectOptions().tls(clientSide)))) {
        receive(connection.reader());
      }
      assertThat(received).hasToString(sent.toString());
    });
  }

  private void sendAndClose(StreamWriter writer) {
    try (writer) {
      send(writer);
    }
  }

  @Test
  void sendfile() throws IOException {
    Path path = folder.resolve("file");
    byte[] block = randomBytes(BLOCK);
    try (FileChannel file = FileChannel.open(Files.createFile(path), WRITE)) {
      while (sent.bytes < SIZE) {
        int length = (int) Math.min(BLOCK, SIZE - sent.bytes);
        file.write(ByteBuffer.wrap(numbered(block, sent.bytes), 0, length));
        sent.add(block, length);
      }
    }
    run(() -> {
      try (FileChannel file = FileChannel.open(path, READ);
          Server server =
              serverOf((_, writer) -> {
                try (writer) {
                  writerWaits = true;
                  await(Transports.sendfile(writer.transport(), file));
                }
              });
          StreamPair connection = connect(server)) {
        receive(connection.reader());
      }
      assertThat(received).hasToString(sent.toString());
    });
  }
}

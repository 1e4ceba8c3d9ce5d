package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.port;
import static asyncio.net.NetTests.randomBytes;
import static asyncio.net.NetTests.text;
import static asyncio.net.Transports.sendfile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.CancelledError;
import asyncio.Event;
import asyncio.Task;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are sent over TLS: read and written, as the system cannot encrypt them. */
@Timeout(60)
@SuppressWarnings("try") // when something is closed is what they are about
final class TlsSendfileTest {

  @TempDir private static Path folder;
  private static final byte[] CONTENT = randomBytes(1_000_000);
  private static Path path;
  private static TlsContext serverSide;
  private static TlsContext clientSide;

  @BeforeAll
  static void makeFileAndBothSides() throws Exception {
    path = Files.write(folder.resolve("file"), CONTENT);
    TestCertificates certificates = new TestCertificates(folder);
    serverSide = certificates.serverSide();
    clientSide = certificates.clientSide();
  }

  /** What a test does with a connection to a server, and with a file. */
  private interface Sending {
    void with(StreamPair connection, FileChannel file) throws Exception;
  }

  private void send(ClientConnected server, Path from, Sending sending) {
    run(() -> {
      ServerOptions tls = new ServerOptions().tls(serverSide);
      try (Server started = await(Streams.startServer(server, "127.0.0.1", 0, tls));
          StreamPair connection =
              await(
                  Streams.openConnection(
                      "localhost", port(started), new ConnectOptions().tls(clientSide)));
          FileChannel file = FileChannel.open(from)) {
        sending.with(connection, file);
        connection.close();
        await(connection.waitClosed());
      }
    });
  }

  @Test
  void aPartOfAFile() {
    send(
        NetTests::echo,
        path,
        (connection, file) -> {
          Transport transport = connection.writer().transport();
          assertThat(await(sendfile(transport, file, 1000, 100, true))).isEqualTo(100);
          assertThat(await(connection.reader().readexactly(100)))
              .isEqualTo(Arrays.copyOfRange(CONTENT, 1000, 1100));
          assertThat(file.position()).isEqualTo(1100);
          assertThat(await(sendfile(transport, file, CONTENT.length, 100, true))).isZero();
        });
  }

  @Test
  void itGoesBetweenWhatIsWrittenBeforeAndAfter() {
    send(
        NetTests::echo,
        path,
        (connection, file) -> {
          Task<byte[]> received = createTask(connection.reader().readexactly(CONTENT.length + 10));
          connection.writer().write("begin");
          assertThat(await(sendfile(connection.writer().transport(), file)))
              .isEqualTo(CONTENT.length);
          connection.writer().write("ended");
          byte[] all = await(received);
          assertThat(text(Arrays.copyOf(all, 5))).isEqualTo("begin");
          assertThat(Arrays.equals(all, 5, all.length - 5, CONTENT, 0, CONTENT.length)).isTrue();
          assertThat(text(Arrays.copyOfRange(all, all.length - 5, all.length))).isEqualTo("ended");
        });
  }

  @Test
  void aPeerThatClosesWhenItHasAllIsNoError() {
    send(
        (reader, writer) -> {
          byte[] all = await(reader.readexactly(CONTENT.length));
          writer.write(Arrays.equals(all, CONTENT) ? "right" : "wrong");
          writer.close();
        },
        path,
        (connection, file) -> {
          assertThat(await(sendfile(connection.writer().transport(), file)))
              .isEqualTo(CONTENT.length);
          assertThat(text(await(connection.reader().read()))).isEqualTo("right");
        });
  }

  @Test
  void nothingCanBeWrittenMeanwhileAndItCanBeCancelled() throws IOException {
    Path large = folder.resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(50_000_000);
    }
    Event cancelled = new Event();
    send(
        (reader, writer) -> {
          await(reader.readexactly(1));
          writer.write("!");
          await(cancelled.whenSet());
          await(reader.read());
          writer.close();
        },
        large,
        (connection, file) -> {
          Task<Long> sending = createTask(sendfile(connection.writer().transport(), file));
          assertThat(await(connection.reader().readexactly(1))).isEqualTo(bytes("!"));
          assertThatIllegalStateException()
              .isThrownBy(() -> connection.writer().write("x"))
              .withMessageContaining("sendfile");
          sending.cancel();
          assertThatThrownBy(() -> await(sending)).isInstanceOf(CancelledError.class);
          assertThat(file.position()).isLessThan(50_000_000);
          cancelled.set();
          connection.writer().write("x");
        });
  }
}

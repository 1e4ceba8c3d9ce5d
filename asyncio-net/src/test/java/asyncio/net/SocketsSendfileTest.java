package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.Sockets.sockRecv;
import static asyncio.net.Sockets.sockSendall;
import static asyncio.net.Sockets.sockSendfile;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.CancelledError;
import asyncio.Coroutine;
import asyncio.net.SocketsTest.Pair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SocketsSendfileTest {

  @TempDir Path dir;
  private final byte[] data = new byte[12_000_000];
  private Path path;

  @BeforeEach
  void writeFile() throws IOException {
    new Random(1).nextBytes(data);
    path = Files.write(dir.resolve("file"), data);
  }

  private static Coroutine<byte[]> receiveAll(SocketChannel channel) {
    return async(() -> {
      var all = new ByteArrayOutputStream();
      byte[] part = await(sockRecv(channel, 100_000));
      while (part.length > 0) {
        all.writeBytes(part);
        part = await(sockRecv(channel, 100_000));
      }
      return all.toByteArray();
    });
  }

  @Test
  void aFileArrivesWhole() {
    run(() -> {
      try (var pair = Pair.open();
          var file = FileChannel.open(path)) {
        var receiving = createTask(receiveAll(pair.theirs()));
        assertThat(await(sockSendfile(pair.ours(), file))).isEqualTo(data.length);
        pair.ours().shutdownOutput();
        assertThat(await(receiving)).isEqualTo(data);
        assertThat(file.position()).isEqualTo(data.length);
      }
    });
  }

  @Test
  void aPartOfAFile() {
    run(() -> {
      try (var pair = Pair.open();
          var file = FileChannel.open(path)) {
        var receiving = createTask(receiveAll(pair.theirs()));
        assertThat(await(sockSendfile(pair.ours(), file, 1000, 2000))).isEqualTo(2000);
        assertThat(file.position()).isEqualTo(3000);
        int near = data.length - 10;
        assertThat(await(sockSendfile(pair.ours(), file, near, 2000))).isEqualTo(10);
        assertThat(await(sockSendfile(pair.ours(), file, data.length + 5L, 5))).isZero();
        assertThat(await(sockSendfile(pair.ours(), file, 7, 0))).isZero();
        pair.ours().shutdownOutput();
        byte[] received = await(receiving);
        assertThat(Arrays.copyOf(received, 2000)).isEqualTo(Arrays.copyOfRange(data, 1000, 3000));
        assertThat(Arrays.copyOfRange(received, 2000, received.length))
            .isEqualTo(Arrays.copyOfRange(data, near, data.length));
      }
    });
  }

  @Test
  void anEmptyFileIsSentAtOnce() {
    run(() -> {
      try (var pair = Pair.open();
          var file = FileChannel.open(Files.createFile(dir.resolve("empty")))) {
        assertThat(await(sockSendfile(pair.ours(), file))).isZero();
        assertThat(file.position()).isZero();
      }
    });
  }

  @Test
  void itMixesWithWhatIsSentOtherwise() {
    run(() -> {
      try (var pair = Pair.open();
          var file = FileChannel.open(path)) {
        var receiving = createTask(receiveAll(pair.theirs()));
        byte[] before = "before".repeat(100_000).getBytes(UTF_8);
        await(sockSendall(pair.ours(), before));
        await(sockSendfile(pair.ours(), file));
        await(sockSendall(pair.ours(), "after".getBytes(UTF_8)));
        pair.ours().shutdownOutput();
        byte[] received = await(receiving);
        assertThat(received).hasSize(before.length + data.length + 5).startsWith(before);
        assertThat(Arrays.copyOfRange(received, before.length, before.length + data.length))
            .isEqualTo(data);
        assertThat(received).endsWith("after".getBytes(UTF_8));
      }
    });
  }

  @Test
  void whenItIsCancelledThePositionTellsWhatWasSent() {
    run(() -> {
      try (var pair = Pair.open();
          var file = FileChannel.open(path)) {
        var sending = createTask(sockSendfile(pair.ours(), file));
        await(sleep(0)); // the peer does not read: it waits for room
        sending.cancel();
        assertThatThrownBy(() -> await(sending)).isInstanceOf(CancelledError.class);
        long sent = file.position();
        assertThat(sent).isBetween(1L, data.length - 1L);
        pair.ours().shutdownOutput();
        assertThat(await(receiveAll(pair.theirs()))).isEqualTo(Arrays.copyOf(data, (int) sent));
      }
    });
  }

  @Test
  void aPeerThatGoesAwayIsAnErrorOfTheSystem() {
    run(() -> {
      try (var pair = Pair.open();
          var file = FileChannel.open(path)) {
        var sending = createTask(sockSendfile(pair.ours(), file));
        await(sockRecv(pair.theirs(), 1000));
        pair.theirs().close();
        assertThatThrownBy(() -> await(sending))
            .isInstanceOf(IOException.class)
            .isNotInstanceOf(ClosedChannelException.class)
            .hasMessageContaining("the connection to ");
        assertThat(file.position()).isBetween(1L, data.length - 1L);
      }
    });
  }

  @Test
  void aFileThatBecomesShorterIsSentToItsNewEnd() {
    run(() -> {
      try (var pair = Pair.open();
          var file = FileChannel.open(path)) {
        var sending = createTask(sockSendfile(pair.ours(), file));
        await(sleep(0));
        try (var writable = FileChannel.open(path, StandardOpenOption.WRITE)) {
          writable.truncate(100_000);
        }
        var receiving = createTask(receiveAll(pair.theirs()));
        long sent = await(sending);
        pair.ours().shutdownOutput();
        // the system sends zeros for what was under way and is not there any more
        assertThat(await(receiving)).hasSize((int) sent).startsWith(Arrays.copyOf(data, 100_000));
        assertThat(sent).isLessThan(data.length);
      }
    });
  }

  @Test
  void numbersMustNotBeNegative() {
    run(() -> {
      try (var pair = Pair.open();
          var file = FileChannel.open(path)) {
        assertThatThrownBy(() -> sockSendfile(pair.ours(), file, -1, 1))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("offset (-1) and count (1) must not be negative");
        assertThatThrownBy(() -> sockSendfile(pair.ours(), file, 1, -1))
            .isInstanceOf(IllegalArgumentException.class);
      }
    });
  }
}

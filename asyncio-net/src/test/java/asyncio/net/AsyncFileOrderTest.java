package asyncio.net;

import static asyncio.Asyncio.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import asyncio.Task;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The operations of a file run one at a time, in order, and before it is closed. */
@Timeout(60)
final class AsyncFileOrderTest {

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = directory.resolve("file");
  }

  @Test
  void writesOfManyTasksComeInTheOrderOfTheCalls() {
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path, WRITE, CREATE))) {
            await(
                gather(
                    IntStream.range(0, 500)
                        .mapToObj(i -> file.write("line " + i + "\n"))
                        .toList()));
          }
        }));
    assertThat(path)
        .hasContent(
            String.join("\n", IntStream.range(0, 500).mapToObj(i -> "line " + i).toList()) + "\n");
  }

  @Test
  void readsOfManyTasksComeInTheOrderOfTheCalls() throws IOException {
    Files.writeString(path, "abcdefghij".repeat(10_000));
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            List<byte[]> pieces =
                await(gather(IntStream.range(0, 100).mapToObj(_ -> file.read(1000)).toList()));
            assertThat(pieces).allMatch(piece -> new String(piece, UTF_8).startsWith("abcdefghij"));
            StringBuilder all = new StringBuilder();
            pieces.forEach(piece -> all.append(new String(piece, UTF_8)));
            assertThat(all.toString()).isEqualTo(Files.readString(path));
          }
        }));
  }

  @Test
  void whoCouldTakeFromTheBufferDoesNotOvertakeWhoWaits() throws IOException {
    Files.writeString(path, "abcdef");
    BlockingQueue<Runnable> operations = new LinkedBlockingQueue<>();
    run(
        async(() -> {
          FileChannel channel = FileChannel.open(path);
          AsyncFile file = new AsyncFile(channel, path, UTF_8, operations::add);
          Task<byte[]> first = createTask(file.read(2));
          await(sleep(0));
          Task<byte[]> second = createTask(file.read(2));
          await(sleep(0));
          operations.remove().run();
          await(first);
          while (operations.isEmpty()) {
            await(sleep(0)); // until the second one has its turn
          }
          Task<byte[]> third = createTask(file.read(2));
          await(sleep(0));
          while (!operations.isEmpty()) {
            operations.remove().run();
            await(sleep(0.001));
          }
          assertThat(await(second)).containsExactly('c', 'd');
          assertThat(await(third)).containsExactly('e', 'f');
          channel.close();
        }));
  }

  @Test
  void positionalOperationsRunBesideTheOthers() throws IOException {
    Files.writeString(path, "abcdef");
    run(
        async(() -> {
          try (AsyncFileGate channel = AsyncFileGate.over(path, READ)) {
            AsyncFile file = channel.file();
            Task<byte[]> read = createTask(file.read(2));
            await(channel.entered());
            assertThat(await(file.readAt(4, 2))).containsExactly('e', 'f');
            assertThat(read.done()).isFalse();
            channel.release();
            assertThat(await(read)).containsExactly('a', 'b');
            file.close();
          }
        }));
  }

  @Test
  void closingWaitsForWhatWasBegunAndForWhatWaits() throws IOException {
    List<String> log = new ArrayList<>();
    run(
        async(() -> {
          try (AsyncFileGate channel = AsyncFileGate.over(path, READ, WRITE, CREATE)) {
            AsyncFile file = channel.file();
            taskGroup(tg -> {
              tg.createTask(() -> {
                await(file.write("one "));
                log.add("first");
              });
              await(channel.entered());
              tg.createTask(() -> {
                await(file.write("two"));
                log.add("second");
              });
              await(sleep(0));
              tg.createTask(() -> {
                file.close();
                log.add("closed");
              });
              await(sleep(0));
              assertThatIllegalStateException().isThrownBy(() -> await(file.write("three")));
              channel.release();
            });
          }
        }));
    assertThat(log).containsExactly("first", "second", "closed");
    assertThat(path).hasContent("one two");
  }

  @Test
  void closingWaitsForPositionalOperations() {
    run(
        async(() -> {
          try (AsyncFileGate channel = AsyncFileGate.over(path, READ, WRITE, CREATE)) {
            channel.gatePositional();
            AsyncFile file = channel.file();
            Task<Void> write = createTask(file.writeAt(0, new byte[] {'x'}));
            await(channel.entered());
            Task<Void> close = createTask(() -> file.close());
            await(sleep(0));
            await(sleep(0));
            assertThat(channel.isOpen()).isTrue();
            channel.release();
            await(gather(write, close));
            assertThat(channel.isOpen()).isFalse();
          }
        }));
    assertThat(path).hasContent("x");
  }

  @Test
  void severalMayCloseAtOnce() throws IOException {
    Files.writeString(path, "abc");
    run(
        async(() -> {
          AsyncFile file = new AsyncFile(FileChannel.open(path), path, UTF_8, FileThreads.SHARED);
          await(gather(() -> file.close(), () -> file.close(), () -> file.close()));
          assertThatIllegalStateException().isThrownBy(() -> await(file.size()));
        }));
  }
}

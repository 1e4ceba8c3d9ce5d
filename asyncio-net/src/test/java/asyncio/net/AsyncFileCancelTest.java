package asyncio.net;

import static asyncio.Asyncio.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import asyncio.CancelledError;
import asyncio.Event;
import asyncio.ExceptionContext;
import asyncio.Task;
import asyncio.TimeoutException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cancelling who waits for an operation of a file loses nothing and closes nothing. */
@Timeout(60)
final class AsyncFileCancelTest {

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = directory.resolve("file");
  }

  @Test
  void aWriteThatHasBegunIsFinishedBeforeTheNextOne() throws IOException {
    run(
        async(() -> {
          try (AsyncFileGate gate = AsyncFileGate.over(path, WRITE, CREATE)) {
            AsyncFile file = gate.file();
            Task<Void> write = createTask(file.write("first "));
            await(gate.entered());

            assertThat(await(cancelAndWait(write))).isTrue();
            Task<Void> next = createTask(file.write("second"));
            await(sleep(0));
            gate.release();

            await(next);
            file.close();
          }
        }));
    assertThat(path).hasContent("first second");
  }

  @Test
  void whatACancelledReadGotIsGivenToTheNext() throws IOException {
    Files.writeString(path, "one\ntwo\n");
    run(
        async(() -> {
          try (AsyncFileGate gate = AsyncFileGate.over(path, READ)) {
            AsyncFile file = gate.file();
            Task<byte[]> read = createTask(file.read(5));
            await(gate.entered());

            assertThat(await(cancelAndWait(read))).isTrue();
            Task<byte[]> next = createTask(file.readline());
            await(sleep(0));
            gate.release();

            assertThat(await(next)).isEqualTo("one\n".getBytes(UTF_8));
            assertThat(await(file.tell())).isEqualTo(4);
            file.close();
          }
        }));
  }

  @Test
  void aCancelledLoopOverLinesLosesNone() throws IOException {
    Files.writeString(path, "one\ntwo\n");
    List<String> seen = new ArrayList<>();
    run(
        async(() -> {
          try (AsyncFileGate gate = AsyncFileGate.over(path, READ)) {
            AsyncFile file = gate.file();
            Task<Void> loop = createTask(() -> file.lines().forEach(seen::add));
            await(gate.entered());

            assertThat(await(cancelAndWait(loop))).isTrue();
            gate.release();
            file.lines().forEach(seen::add);
            file.close();
          }
        }));
    assertThat(seen).containsExactly("one", "two");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void aReadThatIsCancelledAboutWhenItEndsLosesNothing(int iterations) throws IOException {
    Files.writeString(path, "abcdef");
    BlockingQueue<Runnable> operations = new LinkedBlockingQueue<>();
    run(
        async(() -> {
          FileChannel channel = FileChannel.open(path);
          AsyncFile file = new AsyncFile(channel, path, UTF_8, operations::add);
          Task<byte[]> read = createTask(file.read(3));
          Task<byte[]> next = createTask(file.read(3));
          await(sleep(0));
          operations.remove().run();
          for (int i = 0; i < iterations; i++) {
            await(sleep(0));
          }
          read.cancel();
          await(waitAll(List.of(read)));
          await(sleep(0));
          if (!next.done()) { // what it has to read is in the buffer, and it looks for more
            operations.remove().run();
          }
          if (read.cancelled()) {
            assertThat(await(next)).containsExactly('a', 'b', 'c');
          } else {
            assertThat(await(read)).containsExactly('a', 'b', 'c');
            assertThat(await(next)).containsExactly('d', 'e', 'f');
          }
          channel.close();
        }));
  }

  @Test
  void whoWaitsForATurnDoesNothingIfCancelled() throws IOException {
    run(
        async(() -> {
          try (AsyncFileGate gate = AsyncFileGate.over(path, WRITE, CREATE)) {
            AsyncFile file = gate.file();
            Task<Void> first = createTask(file.write("first "));
            await(gate.entered());
            Task<Void> second = createTask(file.write("second "));
            Task<Void> third = createTask(file.write("third"));
            await(sleep(0));

            assertThat(await(cancelAndWait(second))).isTrue();
            gate.release();
            await(gather(first, third));
            file.close();
          }
        }));
    assertThat(path).hasContent("first third");
  }

  @Test
  void whoWaitsForAThreadDoesNothingIfCancelled() throws IOException {
    List<Runnable> operations = new ArrayList<>();
    run(
        async(() -> {
          FileChannel channel = FileChannel.open(path, WRITE, CREATE);
          AsyncFile file = new AsyncFile(channel, path, UTF_8, operations::add);
          Task<Void> first = createTask(file.write("first "));
          await(sleep(0));
          assertThat(await(cancelAndWait(first))).isTrue();
          Task<Void> second = createTask(file.write("second"));
          await(sleep(0));
          assertThat(operations).hasSize(2);
          operations.forEach(Runnable::run);
          await(second);
          channel.close();
        }));
    assertThat(path).hasContent("second");
  }

  @Test
  void aTimeOutDoesNotWaitForTheOperation() throws IOException {
    run(
        async(() -> {
          try (AsyncFileGate gate = AsyncFileGate.over(path, WRITE, CREATE)) {
            AsyncFile file = gate.file();
            Task<Void> write = createTask(file.write("late"));
            await(gate.entered());
            assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> await(waitFor(write, 0.001)));
            gate.release();
            await(file.flush());
            assertThat(path).hasContent("late");
            file.close();
          }
        }));
  }

  @Test
  void closingWaitsForTheCancelledWriteAndTheCancellationForTheClosing() throws IOException {
    List<String> log = new ArrayList<>();
    run(
        async(() -> {
          try (AsyncFileGate gate = AsyncFileGate.over(path, WRITE, CREATE)) {
            Event leaving = new Event();
            Task<Void> task =
                createTask(() -> {
                  try (AsyncFile file = gate.file()) {
                    try {
                      await(file.write("all of it"));
                    } finally {
                      leaving.set();
                    }
                  } finally {
                    log.add("closed: " + !gate.isOpen());
                  }
                });
            await(gate.entered());
            task.cancel();
            await(leaving.whenSet());
            task.cancel(); // while it closes
            await(sleep(0));
            log.add("released");
            gate.release();
            await(waitAll(List.of(task)));
            assertThat(task.cancelled()).isTrue();
          }
        }));
    assertThat(log).containsExactly("released", "closed: true");
    assertThat(path).hasContent("all of it");
  }

  @Test
  void theFailureOfACancelledWriteIsReported() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "/dev/full is not there");
    List<ExceptionContext> reports = new ArrayList<>();
    run(
        async(() -> {
          runningLoop().setExceptionHandler((_, report) -> reports.add(report));
          try (AsyncFileGate gate = AsyncFileGate.over(full, WRITE)) {
            AsyncFile file = gate.file();
            Task<Void> write = createTask(file.write("x"));
            await(gate.entered());
            await(cancelAndWait(write));
            gate.release();
            await(file.flush());
            file.close();
          }
        }));
    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst().exception()).hasMessageContaining("/dev/full");
  }

  @Test
  void aCancelledPositionalWriteIsFinishedBeforeTheFileIsClosed() throws IOException {
    run(
        async(() -> {
          try (AsyncFileGate gate = AsyncFileGate.over(path, WRITE, CREATE)) {
            gate.gatePositional();
            AsyncFile file = gate.file();
            Task<Void> write = createTask(file.writeAt(0, new byte[] {'x'}));
            await(gate.entered());
            assertThatExceptionOfType(CancelledError.class)
                .isThrownBy(() -> {
                  write.cancel();
                  await(write);
                });
            Task<Void> close = createTask(() -> file.close());
            await(sleep(0));
            gate.release();
            await(close);
          }
        }));
    assertThat(path).hasContent("x");
  }
}

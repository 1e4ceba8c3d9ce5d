package asyncio.net;

import static asyncio.Asyncio.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.READ;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The warning of what was never closed. */
@Timeout(60)
final class AsyncFileLeakTest {

  @TempDir Path directory;
  private Path path;

  private final Logger logger = Logger.getLogger("asyncio");
  private final BlockingQueue<LogRecord> records = new LinkedBlockingQueue<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          if (String.valueOf(entry.getMessage()).contains(directory.toString())) {
            records.add(entry);
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void prepare() throws IOException {
    path = directory.resolve("file");
    Files.writeString(path, "one\ntwo\n");
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void restore() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  @Test
  void aFileThatIsGarbageAndOpenIsReportedAndClosed() throws Exception {
    FileChannel channel = FileChannel.open(path, READ);
    run(
        async(() -> {
          AsyncFile file = await(AsyncFile.open(FileThreads.SHARED, path, UTF_8, () -> channel));
          await(file.readline());
        }));
    assertThat(nextRecord().getMessage()).contains("the file " + path, "never closed", "debug");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void inDebugModeItTellsWhereTheFileWasOpened() throws Exception {
    run(async(() -> openAndForget()), true);
    assertThat(nextRecord().getThrown().getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("openAndForget"));
  }

  private void openAndForget() {
    await(await(AsyncFiles.open(path)).readline());
  }

  @Test
  void aListingThatWasLeftEarlyIsReported() throws Exception {
    run(
        async(() -> {
          Files.write(directory.resolve("other"), new byte[0]);
          for (int i = 0; i < 300; i++) {
            Files.write(directory.resolve("entry" + i), new byte[0]);
          }
          assertThat(AsyncFiles.list(directory).iterator().next()).hasParent(directory);
        }));
    assertThat(nextRecord().getMessage()).contains("the listing of " + directory);
  }

  @Test
  void whatWasClosedOrReadToItsEndIsNotReported() throws Exception {
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            await(file.readline());
          }
          try (FileListing listing = AsyncFiles.walk(directory)) {
            assertThat(listing.iterator().next()).isEqualTo(directory);
          }
          assertThat(AsyncFiles.list(directory)).containsExactly(path);
        }));
    for (int i = 0; i < 2; i++) { // these are, and so would be what came before
      run(async(() -> openAndForget()));
      assertThat(nextRecord().getMessage()).contains("the file " + path);
    }
    assertThat(records).isEmpty();
  }

  private LogRecord nextRecord() throws InterruptedException {
    LogRecord next = null;
    while (next == null) {
      System.gc();
      next = records.poll(10, TimeUnit.MILLISECONDS);
    }
    return next;
  }
}

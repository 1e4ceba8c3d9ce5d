package asyncio.net;

import static asyncio.Asyncio.*;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Writing bytes and text to an open file, and closing it. */
@Timeout(60)
final class AsyncFileWriteTest {

  private static final Path FULL = Path.of("/dev/full");

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = directory.resolve("file");
  }

  @Test
  void whatWasWrittenIsWithTheSystemWhenTheWriteEnds() {
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path, WRITE, CREATE))) {
            await(file.write("Grüße "));
            await(file.write(new byte[] {'x', 'y'}));
            assertThat(path).hasContent("Grüße xy");
            await(file.flush());
            await(file.fsync());
          }
        }));
    assertThat(path).hasContent("Grüße xy");
  }

  @Test
  void textIsEncodedByTheCharset() throws IOException {
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path, ISO_8859_1, WRITE, CREATE))) {
            await(file.write("Öl"));
          }
        }));
    assertThat(Files.readAllBytes(path)).isEqualTo("Öl".getBytes(ISO_8859_1));
  }

  @Test
  void textThatDoesNotFitTheCharsetIsAnErrorAndNotWritten() {
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path, ISO_8859_1, WRITE, CREATE))) {
            await(file.write("good "));
            assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> await(file.write("10 €"), IOException.class))
                .withMessageContaining(path.toString());
            await(file.write("better"));
          }
        }));
    assertThat(path).hasContent("good better");
  }

  @Test
  void aLargeBlockIsWrittenWhole() throws IOException {
    byte[] block = new byte[5_000_001];
    new Random(7).nextBytes(block);
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path, WRITE, CREATE_NEW))) {
            await(file.write(block));
          }
        }));
    assertThat(Files.readAllBytes(path)).isEqualTo(block);
  }

  @Test
  void aFullDiskIsAnErrorThatNamesTheFile() {
    assumeTrue(Files.exists(FULL), "/dev/full is not there");
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(FULL, WRITE))) {
            assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> await(file.write("x"), IOException.class))
                .withMessage("/dev/full: No space left on device");
            assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> await(file.writeAt(0, new byte[1]), IOException.class))
                .withMessage("/dev/full: No space left on device");
          }
        }));
  }

  @Test
  void afterAnErrorTheNextOperationsRun() {
    assumeTrue(Files.exists(FULL), "/dev/full is not there");
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(FULL, WRITE))) {
            for (var outcome :
                await(gatherOutcomes(() -> file.write("x"), () -> file.write("y")))) {
              assertThat(outcome.toString()).contains("No space left on device");
            }
            await(file.flush());
          }
        }));
  }

  @Test
  void aFileIsReadAndWrittenOnlyAsItWasOpened() throws IOException {
    Files.writeString(path, "abc");
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            assertThatExceptionOfType(NonWritableChannelException.class)
                .isThrownBy(() -> await(file.write("x")));
          }
          try (AsyncFile file = await(AsyncFiles.open(path, WRITE))) {
            assertThatExceptionOfType(NonReadableChannelException.class)
                .isThrownBy(() -> await(file.read()));
          }
        }));
  }

  @Test
  void aFileThatWasClosedSaysSo() throws IOException {
    Files.writeString(path, "abc\ndef");
    run(
        async(() -> {
          AsyncFile file = await(AsyncFiles.open(path));
          await(file.readline());
          file.close();
          file.close();
          assertThat(file.toString()).contains(path.toString(), "closed");
          assertThat(file.path()).isEqualTo(path);
          assertThatIllegalStateException()
              .isThrownBy(() -> await(file.read(1)))
              .withMessageContaining(path.toString());
          assertThatIllegalStateException().isThrownBy(() -> await(file.readAt(0, 1)));
          assertThatIllegalStateException().isThrownBy(() -> await(file.tell()));
          assertThatIllegalStateException().isThrownBy(() -> await(file.flush()));
          assertThatIllegalStateException().isThrownBy(() -> await(file.write("x")));
          assertThatIllegalStateException().isThrownBy(() -> file.lines().iterator().hasNext());
        }));
  }
}

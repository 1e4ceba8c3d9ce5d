package asyncio.net;

import static asyncio.Asyncio.*;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import asyncio.Coroutine;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole files, and files as such. */
@Timeout(60)
final class AsyncFilesTest {

  @TempDir Path directory;
  private Path path;
  private Path other;

  @BeforeEach
  void choosePaths() {
    path = directory.resolve("file");
    other = directory.resolve("other");
  }

  @Test
  void textIsReadAsItWasWritten() {
    run(
        async(() -> {
          await(AsyncFiles.writeString(path, "a longer text"));
          await(AsyncFiles.writeString(path, "Grüße"));
          assertThat(await(AsyncFiles.readString(path))).isEqualTo("Grüße");
          await(AsyncFiles.append(path, " an alle"));
          assertThat(await(AsyncFiles.readString(path))).isEqualTo("Grüße an alle");
          await(AsyncFiles.append(other, "new"));
          assertThat(await(AsyncFiles.readString(other))).isEqualTo("new");
        }));
  }

  @Test
  void textMayHaveAnyCharset() {
    run(
        async(() -> {
          await(AsyncFiles.writeString(path, "Grüße", UTF_16));
          assertThat(await(AsyncFiles.readString(path, UTF_16))).isEqualTo("Grüße");
        }));
  }

  @Test
  void bytesAreReadAsTheyWereWritten() {
    byte[] bytes = new byte[2_000_003];
    new Random(3).nextBytes(bytes);
    run(
        async(() -> {
          await(AsyncFiles.writeBytes(path, bytes));
          assertThat(await(AsyncFiles.readBytes(path))).isEqualTo(bytes);
          await(AsyncFiles.append(path, new byte[] {1}));
          assertThat(await(AsyncFiles.stat(path)).size()).isEqualTo(bytes.length + 1);
        }));
  }

  @Test
  void errorsNameTheFile() throws IOException {
    Files.write(other, "Grüße".getBytes(ISO_8859_1));
    run(
        async(() -> {
          assertFails(AsyncFiles.readString(path), NoSuchFileException.class, path);
          assertFails(AsyncFiles.readBytes(path), NoSuchFileException.class, path);
          assertFails(AsyncFiles.stat(path), NoSuchFileException.class, path);
          assertFails(AsyncFiles.delete(path), NoSuchFileException.class, path);
          assertFails(AsyncFiles.move(path, other), NoSuchFileException.class, path);
          assertFails(AsyncFiles.copy(path, path.resolve("x")), NoSuchFileException.class, path);
          assertFails(AsyncFiles.readBytes(directory), FileSystemException.class, directory);
          assertFails(AsyncFiles.writeString(directory, "x"), FileSystemException.class, directory);
          assertFails(AsyncFiles.readString(other), FileSystemException.class, other);
          assertFails(AsyncFiles.createDirectories(other), FileAlreadyExistsException.class, other);
          assertFails(AsyncFiles.delete(directory), DirectoryNotEmptyException.class, directory);
        }));
  }

  @Test
  void aFullDiskIsAnErrorThatNamesTheFile() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "/dev/full is not there");
    run(
        async(() -> {
          assertFails(AsyncFiles.writeString(full, "x"), FileSystemException.class, full);
          assertThatExceptionOfType(FileSystemException.class)
              .isThrownBy(() -> await(AsyncFiles.append(full, new byte[1]), IOException.class))
              .withMessage("/dev/full: No space left on device");
        }));
  }

  @Test
  void filesAreCopiedMovedAndDeleted() {
    run(
        async(() -> {
          await(AsyncFiles.writeString(path, "content"));
          await(AsyncFiles.copy(path, other));
          assertFails(AsyncFiles.copy(path, other), FileAlreadyExistsException.class, other);
          await(AsyncFiles.move(path, other, StandardCopyOption.REPLACE_EXISTING));
          assertThat(await(AsyncFiles.exists(path))).isFalse();
          assertThat(await(AsyncFiles.readString(other))).isEqualTo("content");
          await(AsyncFiles.delete(other));
          assertThat(await(AsyncFiles.deleteIfExists(other))).isFalse();
        }));
  }

  @Test
  void linksAreFollowedUnlessToldNotTo() throws IOException {
    Files.createSymbolicLink(other, path);
    run(
        async(() -> {
          assertThat(await(AsyncFiles.exists(other))).isFalse();
          assertThat(await(AsyncFiles.exists(other, LinkOption.NOFOLLOW_LINKS))).isTrue();
          assertThat(await(AsyncFiles.stat(other, LinkOption.NOFOLLOW_LINKS)).isSymbolicLink())
              .isTrue();
        }));
  }

  @Test
  void directoriesAreMadeWithThoseAboveThem() {
    Path deep = directory.resolve("a/b/c");
    run(
        async(() -> {
          await(AsyncFiles.createDirectories(deep));
          await(AsyncFiles.createDirectories(deep));
          assertThat(await(AsyncFiles.stat(deep)).isDirectory()).isTrue();
        }));
  }

  @Test
  void manyAtOnceAreNoTrouble() {
    run(
        async(() -> {
          await(
              gather(
                  IntStream.range(0, 500)
                      .mapToObj(i ->
                          async(() -> {
                            await(
                                AsyncFiles.writeString(directory.resolve("f" + i), "content " + i));
                          }))
                      .toList()));
          List<String> read =
              await(
                  gather(
                      IntStream.range(0, 500)
                          .mapToObj(i -> AsyncFiles.readString(directory.resolve("f" + i)))
                          .toList()));
          assertThat(read)
              .isEqualTo(IntStream.range(0, 500).mapToObj(i -> "content " + i).toList());
        }));
  }

  @Test
  void theLoopGoesOnWhileAFileIsAtWork() throws IOException {
    CountDownLatch gate = new CountDownLatch(1);
    run(
        async(() -> {
          FileCall<String> call =
              new FileCall<>(
                  FileThreads.SHARED,
                  () -> {
                    gate.await();
                    return "done";
                  });
          var task = createTask(() -> call.await());
          await(sleep(0));
          assertThat(task.done()).isFalse();
          gate.countDown();
          assertThat(await(task)).isEqualTo("done");
        }));
  }

  @Test
  void outsideOfACoroutineNothingIsAwaited() {
    assertThatIllegalStateException().isThrownBy(() -> await(AsyncFiles.exists(path)));
  }

  private static void assertFails(
      Coroutine<?> coroutine, Class<? extends FileSystemException> type, Path path) {
    assertThatExceptionOfType(type)
        .isThrownBy(() -> await(coroutine, IOException.class))
        .withMessageContaining(path.toString());
  }
}

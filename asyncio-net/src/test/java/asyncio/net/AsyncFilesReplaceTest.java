package asyncio.net;

import static asyncio.Asyncio.*;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import asyncio.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replacing a file in one step. */
@Timeout(60)
final class AsyncFilesReplaceTest {

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void makeFile() throws IOException {
    path = directory.resolve("file");
    Files.writeString(path, "old");
  }

  @Test
  void theNewContentIsInThePlaceOfTheOldAndNothingElseIsThere() throws IOException {
    run(
        async(() -> {
          await(AsyncFiles.replaceString(path, "new"));
          assertThat(path).hasContent("new");
          await(AsyncFiles.replaceBytes(path, "newer".getBytes(US_ASCII)));
        }));
    assertThat(path).hasContent("newer");
    assertThat(entries()).containsExactly(path);
  }

  @Test
  void theFileNeedNotBeThere() throws IOException {
    Path missing = directory.resolve("missing");
    run(
        async(() -> {
          await(AsyncFiles.replaceString(missing, "new"));
        }));
    assertThat(missing).hasContent("new");
    assertThat(entries()).containsExactlyInAnyOrder(path, missing);
  }

  @Test
  void whoHasTheOldFileOpenKeepsIt() {
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            await(AsyncFiles.replaceString(path, "new"));
            assertThat(await(file.readString())).isEqualTo("old");
          }
        }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "rw-rw-rw-", "rwxr-x--x"})
  void theFileKeepsItsPermissions(String permissions) throws IOException {
    assumeTrue(path.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    run(
        async(() -> {
          await(AsyncFiles.replaceString(path, "new"));
        }));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo(permissions);
  }

  @Test
  void aNewFileHasThePermissionsOfAnyNewFile() throws IOException {
    assumeTrue(path.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX");
    Path missing = directory.resolve("missing");
    run(
        async(() -> {
          await(AsyncFiles.replaceString(missing, "new"));
        }));
    assertThat(Files.getPosixFilePermissions(missing))
        .isEqualTo(Files.getPosixFilePermissions(path));
  }

  @Test
  void aLinkStillPointsAtTheFile() throws IOException {
    Path link = directory.resolve("link");
    Files.createSymbolicLink(link, path);
    run(
        async(() -> {
          await(AsyncFiles.replaceString(link, "new"));
        }));
    assertThat(link).isSymbolicLink();
    assertThat(path).hasContent("new");
  }

  @Test
  void afterAFailureTheFileIsAsItWas() throws IOException {
    run(
        async(() ->
            assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() ->
                    await(AsyncFiles.replaceString(path, "10 €", US_ASCII), IOException.class))
                .withMessageContaining(path.toString())));
    assertThat(path).hasContent("old");
    assertThat(entries()).containsExactly(path);
  }

  @Test
  void aDirectoryIsNotReplaced() throws IOException {
    Path taken = Files.createDirectories(directory.resolve("taken/by"));
    run(
        async(() ->
            assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() ->
                    await(AsyncFiles.replaceString(taken.getParent(), "x"), IOException.class))));
    assertThat(entries()).containsExactlyInAnyOrder(path, taken.getParent());
  }

  @Test
  void cancelledBeforeTheStepItLeavesTheFileAsItWasAndNothingElse() throws IOException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    List<String> log = new ArrayList<>();
    run(
        async(() -> {
          Task<Void> replace =
              createTask(
                  FileReplacement.of(
                      FileThreads.SHARED,
                      path,
                      () -> {
                        begun.countDown();
                        gate.await();
                        return ByteBuffer.wrap("new".getBytes(US_ASCII));
                      }));
          replace.addDoneCallback(_ -> log.add("ended"));
          await(toThread(() -> begun.await()));
          assertThat(entries()).hasSize(2).contains(path);

          replace.cancel();
          await(sleep(0));
          log.add("released");
          gate.countDown();
          await(waitAll(List.of(replace)));
          assertThat(replace.cancelled()).isTrue();
          assertThat(entries()).containsExactly(path);
        }));
    assertThat(path).hasContent("old");
    assertThat(log).containsExactly("released", "ended");
  }

  @Test
  void cancelledBeforeItBeginsItDoesNothing() throws IOException {
    List<Runnable> operations = new ArrayList<>();
    run(
        async(() -> {
          Task<Void> replace =
              createTask(FileReplacement.of(operations::add, path, () -> ByteBuffer.allocate(1)));
          await(sleep(0));
          assertThat(await(cancelAndWait(replace))).isTrue();
          operations.forEach(Runnable::run);
        }));
    assertThat(path).hasContent("old");
    assertThat(entries()).containsExactly(path);
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }
}

package asyncio.net;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import asyncio.Event;
import asyncio.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Temporary files and directories. */
@Timeout(60)
final class AsyncFilesTempTest {

  @TempDir Path directory;

  @Test
  void aTemporaryFileIsThereUntilItIsClosed() {
    Path path =
        run(
            async(() -> {
              try (TempPath file = await(AsyncFiles.tempFile())) {
                assertThat(file.path()).isEmptyFile();
                assertThat(file.toString()).isEqualTo(file.path().toString());
                await(AsyncFiles.writeString(file.path(), "x"));
                return file.path();
              }
            }));
    assertThat(path).doesNotExist();
  }

  @Test
  void aTemporaryDirectoryIsDeletedWithAllThatIsInIt() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "x");
    Path path =
        run(
            async(() -> {
              try (TempPath temporary = await(AsyncFiles.tempDirectory())) {
                Path deep = temporary.path().resolve("a/b");
                await(AsyncFiles.createDirectories(deep));
                await(AsyncFiles.writeString(deep.resolve("file"), "x"));
                Files.createSymbolicLink(deep.resolve("link"), outside);
                Files.createSymbolicLink(deep.resolve("dangling"), deep.resolve("nowhere"));
                return temporary.path();
              }
            }));
    assertThat(path).doesNotExist();
    assertThat(outside.resolve("kept")).exists();
  }

  @Test
  void itMayHaveBeenDeletedOrMovedAlready() {
    run(
        async(() -> {
          TempPath file = await(AsyncFiles.tempFile());
          await(AsyncFiles.move(file.path(), directory.resolve("moved")));
          file.close();
          file.close();
        }));
    assertThat(directory.resolve("moved")).exists();
  }

  @Test
  void aCancelledTaskDeletesItBeforeItEnds() {
    var path =
        new Object() {
          Path of;
        };
    run(
        async(() -> {
          Event made = new Event();
          Task<Void> task =
              createTask(() -> {
                try (TempPath temporary = await(AsyncFiles.tempDirectory())) {
                  path.of = temporary.path();
                  made.set();
                  await(sleep(3600));
                }
              });
          await(made.whenSet());
          task.cancel();
          await(sleep(0));
          task.cancel(); // while it deletes
          await(waitAll(List.of(task)));
          assertThat(path.of).doesNotExist();
          assertThat(task.cancelled()).isTrue();
        }));
  }

  @Test
  void oneThatIsCancelledWhileItIsMadeIsDeleted() {
    Path path = directory.resolve("temporary");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    run(
        async(() -> {
          Task<TempPath> task =
              createTask(
                  TempPath.make(
                      FileThreads.SHARED,
                      () -> {
                        begun.countDown();
                        gate.await();
                        return Files.createFile(path);
                      }));
          await(toThread(() -> begun.await()));
          task.cancel();
          await(sleep(0));
          assertThat(task.done()).isFalse();
          gate.countDown();
          await(waitAll(List.of(task)));
          assertThat(task.cancelled()).isTrue();
          assertThat(path).doesNotExist();
        }));
  }

  @Test
  void whatCannotBeMadeIsTheJdksException() {
    Path path = directory.resolve("missing/temporary");
    run(
        async(() ->
            assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() ->
                    await(
                        TempPath.make(FileThreads.SHARED, () -> Files.createFile(path)),
                        IOException.class))));
  }
}

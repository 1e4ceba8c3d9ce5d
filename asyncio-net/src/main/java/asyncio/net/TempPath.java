package asyncio.net;

import asyncio.Asyncio;
import asyncio.Body;
import asyncio.CancelledError;
import asyncio.Coroutine;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A temporary file or directory, deleted when it is closed. Made by {@link AsyncFiles#tempFile()}
 * and {@link AsyncFiles#tempDirectory()}.
 *
 * {@snippet :
 * try (TempPath directory = await(AsyncFiles.tempDirectory())) {
 *   Path file = directory.path().resolve("data");
 *   …
 * }
 * }
 */
public final class TempPath implements Closeable {

  private final Executor threads;
  private final Path path;

  private TempPath(Executor threads, Path path) {
    this.threads = threads;
    this.path = path;
  }

  /** Has the body make it. */
  static Coroutine<TempPath> make(Executor threads, Body<Path> making) {
    return Asyncio.async(() -> {
      FileCall<TempPath> call = new FileCall<>(threads, () -> new TempPath(threads, making.call()));
      try {
        return call.awaitEnd(() -> {});
      } catch (CancelledError e) {
        TempPath unused = call.resultOrNull();
        if (unused != null) {
          unused.close();
        }
        throw e;
      }
    });
  }

  /**
   * Where it is. Any thread.
   *
   * @return its path
   */
  public Path path() {
    return path;
  }

  /**
   * Deletes it, a directory with all that is in it, and waits for that; a cancellation waits with
   * it. Links are deleted, not what they point at. That it is not there any more is no error.
   *
   * @throws IllegalStateException outside of a coroutine
   * @throws IOException if something cannot be deleted
   */
  @Override
  public void close() throws IOException {
    Asyncio.shielded(() -> {
      new FileCall<@Nullable Void>(threads, FileErrors.naming(path, this::delete)).await();
    });
  }

  private @Nullable Void delete() throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
    return null;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}

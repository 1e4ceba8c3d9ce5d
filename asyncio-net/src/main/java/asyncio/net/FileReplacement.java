package asyncio.net;

import asyncio.Asyncio;
import asyncio.Body;
import asyncio.Coroutine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Puts a file in the place of another one, in one step: nobody ever sees half of it. */
/*
 * The content goes to a file beside the old one, and to the disk; then that is moved to the name.
 * Who is cancelled waits until this has ended, so that nothing is left over when it goes on.
 */
final class FileReplacement {

  private final Path path;
  private final Body<ByteBuffer> content;
  private volatile boolean cancelled;

  private FileReplacement(Path path, Body<ByteBuffer> content) {
    this.path = path;
    this.content = content;
  }

  static Coroutine<@Nullable Void> of(Executor threads, Path path, Body<ByteBuffer> content) {
    return Asyncio.async(() -> {
      FileReplacement replacement = new FileReplacement(path, content);
      return new FileCall<@Nullable Void>(threads, FileErrors.naming(path, replacement::run))
          .awaitEnd(() -> replacement.cancelled = true);
    });
  }

  private @Nullable Void run() throws Exception {
    Path target = Files.isSymbolicLink(path) ? path.toRealPath() : path.toAbsolutePath();
    Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    Set<PosixFilePermission> permissions = permissionsOf(target);
    try {
      write(temporary, permissions);
      if (permissions != null) {
        Files.setPosixFilePermissions(temporary, permissions); // creating it may have masked some
      }
      checkCancelled();
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return null;
  }

  private void write(Path temporary, @Nullable Set<PosixFilePermission> permissions)
      throws Exception {
    FileAttribute<?>[] attributes =
        permissions == null
            ? new FileAttribute<?>[0]
            : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(temporary, options, attributes)) {
      ByteBuffer bytes = content.call();
      while (bytes.hasRemaining()) {
        checkCancelled();
        FilePieces.write(channel, bytes);
      }
      channel.force(true);
    }
  }

  /** Null if there is no file yet, or its system has no such permissions. */
  private static @Nullable Set<PosixFilePermission> permissionsOf(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    try {
      return view == null ? null : view.readAttributes().permissions();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private void checkCancelled() {
    if (cancelled) {
      throw new CancellationException("cancelled before the file was in its place");
    }
  }
}

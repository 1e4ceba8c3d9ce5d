package asyncio.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The file of a Unix-domain socket, which a server deletes unless it is another one's by now. */
final class SocketFile {

  private final Path path;
  private @Nullable Object key;

  SocketFile(Path path) {
    this.path = path;
  }

  /** The file that is there now is ours. */
  void remember() {
    key = key();
  }

  /** Deletes the file if it is ours. */
  void delete() {
    if (key == null || !key.equals(key())) {
      return;
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      NettyLoop.LOGGER.log(System.Logger.Level.WARNING, "cannot delete the socket " + path, e);
    }
  }

  private @Nullable Object key() {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .fileKey();
    } catch (IOException e) {
      return null;
    }
  }
}
